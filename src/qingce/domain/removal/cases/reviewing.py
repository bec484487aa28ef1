"""The off-site review: completeness, each paper and each claim, the report (IPE-2017 §2.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.removal.cases.absences import away_on
from qingce.domain.removal.cases.acts import EXCUSED, HANDED_OVER, JUDGED
from qingce.domain.removal.cases.confirming import found_in_case
from qingce.domain.removal.cases.counting import counted
from qingce.domain.removal.cases.enums import (
    STAFF_STATES,
    CaseAct,
    CaseParty,
    CasePath,
    CaseState,
    Declared,
    Judgement,
    ReportText,
    Result,
)
from qingce.domain.removal.cases.errors import CaseChanged, CaseIncomplete, ResultNotOpen
from qingce.domain.removal.cases.holding import note_act, said, staff_case
from qingce.domain.removal.cases.opening import accept
from qingce.domain.removal.cases.stepping import Stepped, check_seen, take_step
from qingce.domain.removal.cases.terms import report_sections, review_checks
from qingce.domain.removal.cases.texts import report_digest
from qingce.domain.removal.models import Case, CaseHand, CasePaper, CaseRecord, CaseReport, Excuse
from qingce.pure.kernel.calendar import CalendarGap, load_calendar, working_days_between
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import actor_of, check_duty

_OPEN_REVIEW = (CaseState.SUBMITTED, CaseState.REVIEWING)


@transaction.atomic
def assign_case(actor: Actor, pk: int, person: int | None, *, at: datetime) -> None:
    """Hands a case to a reviewer, oneself or a colleague; None: to nobody in particular.

    Raises: CaseNotFound; NotYourCase; CaseElsewhere; DutyMissing; OutOfArea: the colleague does not review there;
        CaseIncomplete: the colleague is away, or the account is closed.
    """
    case = staff_case(actor, pk, *STAFF_STATES, CaseState.HANDING_IN, CaseState.ON_SITE)
    if person is not None:
        colleague = actor_of(person)
        if colleague is None:
            raise CaseIncomplete("This account is closed; choose a colleague.", cause="colleague")
        check_duty(colleague, Duty.REVIEW_CASES, case.division)
        _check_there(actor, person, on=localdate(at))
    with counted(case):
        case.reviewer_id = person
        case.save(update_fields=["reviewer"])
    note_act(case, actor, HANDED_OVER, at=at, person=person or 0)


@transaction.atomic
def decide_excuse(actor: Actor, pk: int, record: int, line: str, *, is_waived: bool, why: str, at: datetime) -> None:
    """Waives a paper that is missing, or does not; the reason is public (REM-2).

    Raises: CaseNotFound; NotYourCase; CaseElsewhere; CaseTextWrong; CaseIncomplete: the enterprise gave no reason.
    """
    case = staff_case(actor, pk, *_OPEN_REVIEW)
    text = said(why, "Say why: the reason is public.")
    excuse = Excuse.objects.filter(case_record__case=case, case_record__record=record, line=line).first()
    if excuse is None:
        raise CaseIncomplete("The enterprise gave no reason for this line.", cause="excuse")
    excuse.is_waived, excuse.why = is_waived, text
    excuse.decided_by, excuse.decided_at = actor.signature, at
    excuse.save(update_fields=["is_waived", "why", "decided_by", "decided_at"])
    note_hand(case, actor, at=at)
    note_act(case, actor, EXCUSED, at=at, record=record)


@transaction.atomic
def return_papers(actor: Actor, pk: int, *, reason: str, seen: int, at: datetime) -> None:
    """Sends a case back because papers are missing or do not fit, with what is.

    Raises: CaseNotFound; NotYourCase; CaseElsewhere; CaseChanged; CaseTextWrong.
    """
    _send_back(actor, pk, CaseAct.RETURN, CaseState.SUBMITTED, reason, {}, seen=seen, at=at)


@transaction.atomic
def ask_for_more(actor: Actor, pk: int, *, reason: str, seen: int, at: datetime) -> None:
    """Asks for more during the review; its term stands still until the enterprise has handed it in.

    Raises: as `return_papers`.
    """
    case = staff_case(actor, pk, CaseState.REVIEWING)
    _send_back(actor, pk, CaseAct.ASK, CaseState.REVIEWING, reason, {"review_left": _left(case, at)}, seen=seen, at=at)


@transaction.atomic
def take_up_case(actor: Actor, pk: int, declared: Sequence[Declared], *, seen: int, at: datetime) -> None:
    """Finds the papers complete and begins the review, by somebody without an interest in it.

    Raises: CaseNotFound; NotYourCase; CaseElsewhere; CaseChanged; DeclarationMissing; CaseIncomplete.
    """
    case = staff_case(actor, pk, CaseState.SUBMITTED)
    check_seen(case, seen)
    note_hand(case, actor, at=at)
    accept(case, CaseParty.REVIEWER, declared, actor=actor, at=at)
    step = Stepped({"reviewer_id": actor.person_id}, clause="IPE-2017 §2.1", facts={"round": case.round})
    take_step(case, CaseAct.TAKE_UP, CaseParty.REVIEWER, actor=actor, at=at, said=step)


@transaction.atomic
def judge_paper(actor: Actor, pk: int, paper: int, judged: Judgement, *, at: datetime) -> None:
    """Says of a paper whether each line of the review's list is in order, and what it proves.

    Raises: CaseNotFound; NotYourCase; CaseElsewhere; CaseIncomplete: a line is not answered; CaseTextWrong.
    """
    case = staff_case(actor, pk, CaseState.REVIEWING)
    row = CasePaper.objects.select_for_update().filter(case_record__case=case, pk=paper).first()
    if row is None:
        raise CaseIncomplete("This paper is not, or no longer, one of the case's.", cause="paper")
    checks = {each.id for each in review_checks()}
    if set(judged.checks) != checks:
        raise CaseIncomplete("Answer each line of the list.", cause="checks")
    row.verdict = {name: bool(judged.checks[name]) for name in sorted(checks)}
    row.proves = said(judged.proves, "Say what it proves, or why it does not: that is public with the result.")
    row.judged_by, row.judged_at = actor.signature, at
    row.save(update_fields=["verdict", "proves", "judged_by", "judged_at"])
    note_hand(case, actor, at=at)
    note_act(case, actor, JUDGED, at=at, paper=paper)


@transaction.atomic
def judge_claims(actor: Actor, pk: int, record: int, claims: Mapping[tuple[int, str], bool], *, at: datetime) -> None:
    """Says of each claim of a record whether its papers prove it; the rules are asked again with that.

    Args: claims: by the violation, from 1, and the fact.
    Raises: CaseNotFound; NotYourCase; CaseElsewhere; CaseIncomplete.
    """
    case = staff_case(actor, pk, CaseState.REVIEWING)
    row = CaseRecord.objects.select_for_update().filter(case=case, record=record, is_open=True).first()
    if row is None:
        raise CaseIncomplete("This record is not, or no longer, one of the case's.", cause="record")
    for place, known in enumerate(row.claims, start=1):
        known.update({name: claims[place, name] for name in known if (place, name) in claims})
    row.save(update_fields=["claims"])
    note_hand(case, actor, at=at)
    note_act(case, actor, JUDGED, at=at, record=record)


@transaction.atomic
def save_report(actor: Actor, pk: int, report: ReportText, *, revision: int, at: datetime) -> int:
    """Saves the report of this round; it may still be incomplete.

    Args: revision: that the reviewer saw; 0: there was none.
    Returns: the new revision.
    Raises: CaseNotFound; NotYourCase; CaseElsewhere; CaseChanged: somebody saved another text; CaseTextWrong.
    """
    case = staff_case(actor, pk, CaseState.REVIEWING)
    row = CaseReport.objects.select_for_update().filter(case=case, round=case.round).first()
    if (row.revision if row else 0) != revision:
        raise CaseChanged("Somebody else saved another text of this report meanwhile.", number=pk)
    row = row or CaseReport(case=case, round=case.round, revision=0)
    row.texts = {each.id: said(report.texts.get(each.id, "")) for each in report_sections()}
    row.result, row.missing = report.result or "", said(report.missing)
    row.revision += 1
    row.written_by, row.written_at = actor.signature, at
    row.save()
    note_hand(case, actor, at=at)
    note_act(case, actor, JUDGED, at=at, report=row.revision)
    return row.revision


@transaction.atomic
def finish_report(actor: Actor, pk: int, *, seen: int, at: datetime) -> None:
    """Finishes the report: another person approves it within the term of IPE-2017 §2.1 note (1).

    Raises: CaseNotFound; NotYourCase; CaseElsewhere; CaseChanged; CaseIncomplete; ResultNotOpen.
    """
    case = staff_case(actor, pk, CaseState.REVIEWING)
    check_seen(case, seen)
    row = CaseReport.objects.select_for_update().filter(case=case, round=case.round).first()
    if row is None or not row.result:
        raise CaseIncomplete("Write each section of the report and its result.", cause="report")
    check_result(case, Result(row.result), row.missing)
    row.finished_on = localdate(at)
    row.written_by = actor.signature
    row.save(update_fields=["finished_on", "written_by"])
    note_hand(case, actor, at=at)
    facts = {"round": case.round, "report": report_digest(row)}
    step = Stepped({"review_left": None}, clause="IPE-2017 §2.1 注 (1)", facts=facts)
    take_step(case, CaseAct.REPORT, CaseParty.REVIEWER, actor=actor, at=at, said=step)


def note_hand(case: Case, actor: Actor, *, at: datetime) -> None:
    """Notes that somebody reviewed in a case, whoever it is handed to: that person never approves its report."""
    CaseHand.objects.get_or_create(case=case, reviewed_by=actor.signature, defaults={"reviewed_at": at})


def check_result(case: Case, result: Result, missing: str) -> None:
    """That the result follows from what was found.

    A claim that the papers do not prove may lead on-site, as the rules say; a paper that is not in order stops a pass.

    Raises: ResultNotOpen; CaseTextWrong.
    """
    rows = list(CaseRecord.objects.filter(case=case, is_open=True))
    found = found_in_case(case, rows)
    if (
        any(each is not None and each.outcome == CasePath.ON_SITE for each in found.values())
        and result != Result.ON_SITE
    ):
        raise ResultNotOpen(
            "By what the papers prove and do not prove, the rules ask for an on-site audit.", cause="on-site"
        )
    if result == Result.PASS and _unproven(case):
        raise ResultNotOpen(
            "A line has no paper that is in order in every point; the review does not pass.", cause="papers"
        )
    if result != Result.PASS:
        said(missing, "Say what is missing, and why: the enterprise puts that right.")


def _check_there(actor: Actor, person: int, *, on: date) -> None:
    """New cases are not given to who is away; taking one oneself is a sign of being there."""
    away = away_on(on).get(person)
    if away is not None and person != actor.person_id:
        day = away.until.isoformat()
        raise CaseIncomplete(
            f"This colleague is away until {day}; choose the stand-in or another one.", cause="away", until=day
        )


def _unproven(case: Case) -> bool:
    """Whether a line is neither waived nor has a paper that is in order in every point."""
    waived = Excuse.objects.filter(case_record__case=case, is_waived=True).values_list("case_record_id", "line")
    lines = dict.fromkeys(waived, True)
    for row in CasePaper.objects.filter(case_record__case=case, case_record__is_open=True):
        key = (row.case_record_id, row.line)
        lines[key] = lines.get(key, False) or (bool(row.verdict) and all(row.verdict.values()))
    return not all(lines.values())


def _send_back(
    actor: Actor, pk: int, act: CaseAct, state: CaseState, reason: str, columns: Mapping[str, object], *, seen: int,
    at: datetime,
) -> None:  # fmt: skip
    case = staff_case(actor, pk, state)
    check_seen(case, seen)
    text = said(reason, "Say what is missing: the enterprise reads it, and it is public.")
    note_hand(case, actor, at=at)
    step = Stepped({**columns, "asked": text}, reason=text, clause="IPE-2017 §2.1", facts={"round": case.round})
    take_step(case, act, CaseParty.REVIEWER, actor=actor, at=at, said=step)


def _left(case: Case, at: datetime) -> int | None:
    if case.due_on is None:
        return None
    try:
        return max(working_days_between(localdate(at), case.due_on, load_calendar()), 1)
    except CalendarGap:
        return None
