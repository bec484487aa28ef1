"""The internal approval, by another person than the reviewer; with it papers and result are public, records removed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from qingce.domain.records.actions import remove_record
from qingce.domain.records.queries import rows_by_ids
from qingce.domain.removal.cases.announcing import announce
from qingce.domain.removal.cases.enums import CaseAct, CaseParty, CasePath, CaseState, Declared, Result
from qingce.domain.removal.cases.errors import CaseIncomplete, NotYourCase
from qingce.domain.removal.cases.handing_in import papers_digest
from qingce.domain.removal.cases.holding import said, staff_case
from qingce.domain.removal.cases.issuing import issue_reports
from qingce.domain.removal.cases.opening import accept
from qingce.domain.removal.cases.reviewing import check_result
from qingce.domain.removal.cases.stepping import Stepped, check_seen, take_step
from qingce.domain.removal.cases.texts import report_digest
from qingce.domain.removal.enums import TABLE
from qingce.domain.removal.models import Case, CaseHand, CaseRecord, CaseReport
from qingce.shared.parties.enums import NOBODY, Actor, Pair
from qingce.shared.rulebooks.queries import book_of

_ACTS = {Result.PASS: CaseAct.PASS, Result.FAIL: CaseAct.FAIL, Result.ON_SITE: CaseAct.ESCALATE}
_CLAUSES = {Result.PASS: "IPE-2017 §2.1", Result.FAIL: "IPE-2017 §2.1 注 (2)", Result.ON_SITE: "IPE-2017 §2.1 注 (2)"}


def approve_report(actor: Actor, pk: int, declared: Sequence[Declared], *, seen: int, at: datetime) -> Result:
    """Approves a report: its result is public at once, and where it passes the records leave the public list with it.

    Off-site there is no notice period. A record that left the list meanwhile for another reason stays as it is.

    Raises: CaseNotFound; NotYourCase: one reviewed, wrote, or belongs to the enterprise; CaseElsewhere; CaseChanged;
        DeclarationMissing; ResultNotOpen: the facts were changed since.
    """
    with transaction.atomic():
        result = _approve(actor, pk, declared, seen=seen, at=at)
    issue_reports(at=at, case=pk)
    return result


def _approve(actor: Actor, pk: int, declared: Sequence[Declared], *, seen: int, at: datetime) -> Result:
    case, report = _reported(actor, pk, seen)
    accept(case, CaseParty.APPROVER, declared, actor=actor, at=at)
    result = Result(report.result)
    check_result(case, result, report.missing)
    report.approved_by, report.approved_at = actor.signature, at
    report.save(update_fields=["approved_by", "approved_at"])
    facts: dict[str, object] = {"round": case.round, "papers": papers_digest(case), "report": report_digest(report)}
    removed = _removable(case) if result == Result.PASS else []
    if result == Result.PASS:
        facts["records"] = [row.record_id for row in removed]
    columns = {"result": result.value, "asked": "" if result == Result.PASS else report.missing} | _next(case, result)
    reason = "" if result == Result.PASS else report.missing
    step = Stepped(columns, reason=reason, clause=_CLAUSES[result], facts=facts)
    take_step(case, _ACTS[result], CaseParty.APPROVER, actor=actor, at=at, said=step)
    announce(case, _ACTS[result], at=at)
    _remove(case, removed, report, actor, at=at)
    return result


@transaction.atomic
def send_report_back(actor: Actor, pk: int, *, note: str, seen: int, at: datetime) -> None:
    """Sends a report back to the reviewer, with what has to be changed; nothing of it is public.

    Raises: CaseNotFound; NotYourCase; CaseElsewhere; CaseChanged; CaseTextWrong.
    """
    case, report = _reported(actor, pk, seen)
    report.note, report.finished_on = said(note, "Say what has to be changed."), None
    report.save(update_fields=["note", "finished_on"])
    take_step(case, CaseAct.SEND_BACK, CaseParty.APPROVER, actor=actor, at=at)


def _reported(actor: Actor, pk: int, seen: int) -> tuple[Case, CaseReport]:
    case = staff_case(actor, pk, CaseState.REPORTED, approving=True)
    check_seen(case, seen)
    report = CaseReport.objects.select_for_update().get(case=case, round=case.round)
    own = actor.signature == report.written_by or actor.person_id == case.reviewer_id
    if own or CaseHand.objects.filter(case=case, reviewed_by=actor.signature).exists():
        raise NotYourCase("You reviewed this case; another person approves the report.", cause="reviewed")
    return case, report


def _next(case: Case, result: Result) -> dict[str, object]:
    if result == Result.FAIL:
        return {"round": case.round + 1}
    return {"path": CasePath.ON_SITE.value} if result == Result.ON_SITE else {}


def _removable(case: Case) -> list[CaseRecord]:
    rows = list(CaseRecord.objects.select_for_update().filter(case=case, is_open=True).order_by("place", "pk"))
    listed = {each.id for each in rows_by_ids([row.record_id for row in rows], actor=NOBODY)}
    found = [row for row in rows if row.record_id in listed]
    if not found:
        raise CaseIncomplete(
            "None of these records is on the public list any more; nothing is left to remove.", cause="gone"
        )
    return found


def _remove(case: Case, rows: Sequence[CaseRecord], report: CaseReport, actor: Actor, *, at: datetime) -> None:
    """The reviewer and the approver remove together; both sign."""
    if not rows:
        return
    both = Pair(
        actor.person_id, actor.name, actor.number, actor.grants, actor.seats, actor.seat, first=report.written_by
    )
    clauses = {each.id: each.clause for group in book_of(case.rules).tables[TABLE].group for each in group.row}
    for row in rows:
        named = dict.fromkeys(clauses.get(each, each) for rows_ in row.rows for each in rows_)
        clause = "; ".join(named) or "IPE-2017 §2.1"
        remove_record(
            row.record_id, case=case.pk, path=CasePath.OFF_SITE.value, clause=clause,
            reason=report.texts.get("conclusion", ""), actor=both, at=at,
        )  # fmt: skip
        row.removed_at = at
        row.save(update_fields=["removed_at"])
