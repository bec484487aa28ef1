"""Concealment or forgery found later: two people restore what was removed, in public (IPE-2017 §2.2.5 note)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from qingce.domain.records.actions import restore_record
from qingce.domain.removal.cases.announcing import announce
from qingce.domain.removal.cases.enums import CaseAct, CaseParty, CaseState
from qingce.domain.removal.cases.evidence import DIGEST, FILES, digest_of, note_confirmed, payload_files
from qingce.domain.removal.cases.stepping import Stepped, take_step
from qingce.domain.removal.cases.transitions import CASES
from qingce.domain.removal.enums import RESTORE_CASE
from qingce.domain.removal.models import Case, CaseRecord
from qingce.shared.ledger.actions import check_step, hold
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of
from qingce.shared.parties.registry import Effect, EffectLine, Payload, ProposedSubject, TwoPersonAct

_CLAUSE = "IPE-2017 §2.2.5 注"
NO_EVIDENCE = digest_of(())


def restore_case(pk: int, *, actor: Actor, reason: str, at: datetime, evidence: str = NO_EVIDENCE) -> None:
    """Restores the records that a case removed, by two people; the reason is public.

    Args: evidence: digest of what shows it.
    Raises: CaseElsewhere: nothing was removed by it, or it was undone already.
    """
    case = hold(CASES, pk)
    rows = list(CaseRecord.objects.filter(case=case).exclude(removed_at=None).order_by("place", "pk"))
    facts: dict[str, object] = {"records": [row.record_id for row in rows], "evidence": evidence}
    step = Stepped({"reason": reason}, reason=reason, clause=_CLAUSE, facts=facts)
    take_step(case, CaseAct.RESTORE, CaseParty.TWO_STAFF, actor=actor, at=at, said=step)
    announce(case, CaseAct.RESTORE, at=at)
    for row in rows:
        restore_record(row.record_id, case=pk, reason=reason, actor=actor, at=at)
        row.restored_at = at
        row.save(update_fields=["restored_at"])


def _cases(ids: Collection[int]) -> Mapping[int, ProposedSubject]:
    rows = Case.objects.filter(pk__in=list(ids)).values_list("pk", "enterprise__name", "division")
    return {pk: ProposedSubject("case", pk, name, division) for pk, name, division in rows}


def _hold(pk: int) -> None:
    Case.objects.select_for_update(of=("self",)).filter(pk=pk).first()


def _effect(pk: int, payload: Payload) -> Effect:
    case = Case.objects.get(pk=pk)
    after = check_step(CASES, case, CaseAct.RESTORE, party=CaseParty.TWO_STAFF).target
    count = CaseRecord.objects.filter(case=case).exclude(removed_at=None).count()
    lines = (
        EffectLine(_("The case"), CaseState(case.state).label, CaseState(after).label),
        EffectLine(_("Records on the public list again"), "0", str(count)),
    )
    files = payload_files(payload.get(FILES, ""))
    shown = tuple(EffectLine(_("Evidence"), "", f"{each.name} · SHA-256 {each.sha256}") for each in files)
    return Effect(lines + shown, str(case.version))


def _carry_out(pk: int, payload: Payload, by: Actor, reason: str, at: datetime) -> None:
    restore_case(pk, actor=by, reason=reason, at=at, evidence=payload.get(DIGEST, NO_EVIDENCE))
    note_confirmed(pk, payload.get(FILES, ""), at=at)


RESTORING = TwoPersonAct(
    RESTORE_CASE,
    _("Restore the records that a case removed"),
    _cases,
    _hold,
    _effect,
    _carry_out,
    proposes=roles_of(Duty.REVIEW_CASES),
    confirms=roles_of(Duty.DECIDE_REMOVALS),
)
