"""An audit begins: the enterprise of a case that needs one accepts it, and promises what holds throughout."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction

from qingce.domain.removal.audits.duties import tick_by_act
from qingce.domain.removal.audits.enums import AuditAct, AuditParty, AuditState
from qingce.domain.removal.audits.errors import AuditIncomplete, AuditOpenAlready
from qingce.domain.removal.audits.stepping import note_step, public_part, taker_for
from qingce.domain.removal.audits.telling import tell_step
from qingce.domain.removal.audits.terms import duties_of
from qingce.domain.removal.audits.transitions import stage_ends_on
from qingce.domain.removal.cases.enums import CaseState
from qingce.domain.removal.cases.holding import check_holder, own_case
from qingce.domain.removal.cases.stepping import Stepped
from qingce.domain.removal.models import Audit
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import enter_act, journal
from qingce.shared.parties.enums import Actor

OPENING = "open"  # as the table of duties calls the act
_CLAUSE = "IPE-2017 §2.2.4 确认现场审核"


def promised(rules: str) -> tuple[str, ...]:
    """The duties that the enterprise takes upon itself by accepting an audit."""
    return tuple(duty.id for duty in duties_of(rules) if duty.by == OPENING)


@transaction.atomic
def open_audit(actor: Actor, case: int, accepted: Collection[str], *, at: datetime) -> int:
    """Opens the audit of a case that needs one, by an editor of its organisation; from now on the audit is public.

    Args: accepted: the duties that the enterprise read and takes upon itself, all of them.
    Returns: number of the audit.
    Raises: CaseNotFound; EnterpriseNotSpokenFor; RoleTooSmall; CaseElsewhere: it needs no audit; CaseIncomplete;
        AuditIncomplete: something was not accepted; AuditOpenAlready.
    """
    row = own_case(actor, case, CaseState.ON_SITE)
    check_holder(row, actor)
    if set(promised(row.rules)) - set(accepted):
        raise AuditIncomplete("Read and accept each line first; an audit rests on all of them.", cause="promises")
    try:
        with transaction.atomic():
            audit = Audit.objects.create(
                case=row,
                rules=row.rules,
                division=row.division,
                since=at,
                due_on=stage_ends_on(at),
                opened_by=actor.signature,
                opened_at=at,
            )
    except IntegrityError as error:
        raise AuditOpenAlready("This case has an audit that is not over; go on there.", number=case) from error
    tick_by_act(audit, OPENING, AuditParty.ENTERPRISE, signature=actor.signature, at=at)
    _enter(audit, actor, at=at)
    return audit.pk


def _enter(audit: Audit, actor: Actor, *, at: datetime) -> None:
    """Feed, journal, ledger, timeline and letters: an opening has no row of the machine before it."""
    by = taker_for(audit, actor, AuditParty.ENTERPRISE)
    note_change("audit", audit.pk, at=at)
    note_change("case", audit.case_id, at=at)
    journal(
        AuditAct.OPEN,
        by=by.person,
        organisation=audit.case.organisation_id,
        subject=("audit", audit.pk),
        at=at,
    )
    said = Stepped(clause=_CLAUSE)
    if by.signatory is not None:
        facts, words = public_part(audit, AuditAct.OPEN, said)
        enter_act(AuditAct.OPEN, at=at, by=by.signatory, subject=("audit", audit.pk), facts=facts, words=words)
    note_step(audit, AuditAct.OPEN, AuditState.CONFIRMING, AuditParty.ENTERPRISE, actor=actor, at=at, said=said)
    tell_step(audit, AuditAct.OPEN, "", at=at)
