"""What each act does with an audit first: holds its row, and sees for whom somebody acts."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from qingce.domain.disclosure.queries import speaker_for
from qingce.domain.enterprises.queries import get_enterprise
from qingce.domain.removal.audits.enums import AuditParty, AuditState
from qingce.domain.removal.audits.errors import (
    AuditChanged,
    AuditElsewhere,
    AuditNotFound,
    AuditTextWrong,
    NotTheObserver,
    NotYourAudit,
)
from qingce.domain.removal.audits.permissions import (
    is_observing,
    may_write,
    parties_see,
    party_in,
    staff_audits,
)
from qingce.domain.removal.audits.terms import audit_terms
from qingce.domain.removal.models import Audit
from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor, Duty, MemberRole
from qingce.shared.parties.queries import check_duty


def audit_not_found(pk: int) -> AuditNotFound:
    """The error for a number that no audit has, or none that may be seen."""
    return AuditNotFound(f"There is no on-site audit number {pk}.", number=pk)


def audit_for(actor: Actor, pk: int, party: AuditParty, *states: AuditState) -> Audit:
    """An audit in which somebody acts for a party, held, with its case.

    Args: states: in which it has to be; none: any.
    Raises: AuditNotFound; NotYourAudit: one is not of that party, or is of the enterprise; EnterpriseNotSpokenFor;
        RoleTooSmall; OutOfArea; AuditElsewhere.
    """
    seen = staff_audits(actor) if party == AuditParty.PLATFORM else parties_see(actor)
    row = _held(pk, seen)
    _check_party(actor, row, party)
    check_state(row, states)
    return row


def approving_audit(actor: Actor, pk: int, *states: AuditState) -> Audit:
    """An audit whose result somebody of the staff decides on, held.

    Raises: AuditNotFound; NotYourAudit; DutyMissing; OutOfArea; AuditElsewhere.
    """
    row = _held(pk, staff_audits(actor))
    _check_stranger(actor, row)
    check_duty(actor, Duty.DECIDE_REMOVALS, row.division)
    check_state(row, states)
    return row


def check_state(row: Audit, states: tuple[AuditState, ...]) -> None:
    """That an audit is in one of these states.

    Raises: AuditElsewhere.
    """
    if states and row.state not in states:
        state = AuditState(row.state)
        raise AuditElsewhere(f"The audit is at “{state.label}” by now; look at it again.", state=str(state.label))


def check_audit_seen(row: Audit, seen: int) -> None:
    """That nobody did anything since the page was opened.

    Raises: AuditChanged.
    """
    if row.version != seen:
        raise AuditChanged(f"Somebody did something in audit {row.pk} meanwhile; look at it again.", number=row.pk)


def check_observing(row: Audit, actor: Actor) -> None:
    """That somebody is a person who is named as observer of an audit; two queries at most.

    Raises: NotTheObserver.
    """
    if is_observing(row, actor):
        return
    if row.observer_id is None and not row.is_platform_observing:
        raise NotTheObserver("Nobody observes this audit yet; the staff ask a member of the alliance.", cause="nobody")
    if row.observer_id is not None and actor.seat_in(row.observer_id) is None:
        raise NotTheObserver("The member of the alliance observes; its observer does this.", cause="member")
    raise NotTheObserver(
        "Only a person who is named as observer does this: who was there. You are not named (any more).", cause="named"
    )


def note_audit(row: Audit, actor: Actor, act: str, *, at: datetime, **detail: str | int) -> None:
    """Notes an act that is no step, in the caller's transaction: the version grows, everybody has time to answer.

    Args: detail: for the journal.
    """
    row.version += 1
    if row.due_on is not None:
        row.due_on = max(row.due_on, localdate(at) + audit_terms().answer)
    row.save(update_fields=["version", "due_on"])
    note_change("audit", row.pk, at=at)
    journal(
        act,
        by=actor.person_id or None,
        organisation=row.case.organisation_id,
        subject=("audit", row.pk),
        detail=detail,
        at=at,
    )


def audit_text(text: str, missing: str = "") -> str:
    """A text as it is kept.

    Args: missing: what to say where it may not be empty; empty: it may.
    Raises: AuditTextWrong.
    """
    found, longest = clean(text), audit_terms().text_longest
    if missing and not found:
        raise AuditTextWrong(missing, cause="missing")
    if len(found) > longest:
        raise AuditTextWrong(f"This takes at most {longest} characters.", cause="long", longest=longest)
    return found


def _held(pk: int, seen: Q) -> Audit:
    rows = Audit.objects.select_for_update(of=("self",)).select_related("case__enterprise")
    row = rows.filter(seen, pk=pk).first()
    if row is None:
        raise audit_not_found(pk)
    return row


def _check_party(actor: Actor, row: Audit, party: AuditParty) -> None:
    if party == AuditParty.PLATFORM:
        _check_stranger(actor, row)
        check_duty(actor, Duty.RUN_AUDITS, row.division)
    elif party_in(actor, row) != party:
        raise NotYourAudit("This is done by another party of the audit.", cause="other")
    elif party == AuditParty.ENTERPRISE:
        enterprise = get_enterprise(row.case.enterprise_id, actor=actor).row
        seat = speaker_for(actor, enterprise.canonical_id or enterprise.id, MemberRole.EDITOR)
        if seat.organisation_id != row.case.organisation_id:
            raise audit_not_found(row.pk)
    elif not may_write(actor, row, party):
        raise NotYourAudit("Your role in the organisation only reads; an editor does this.", cause="reader")


def _check_stranger(actor: Actor, row: Audit) -> None:
    if party_in(actor, row) is not None:
        raise NotYourAudit("You belong to a party of this audit; a colleague has to do this.", cause="own")
