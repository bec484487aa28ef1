"""The team of an audit: at least one lead auditor, all of the agency, none bound; changes only if confirmed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from qingce.domain.removal.accreditation.errors import AuditorUnfit
from qingce.domain.removal.accreditation.finding import check_team
from qingce.domain.removal.audits.acts import TEAM, TEAM_ASKED, TEAM_CHANGED, TEAM_KEPT
from qingce.domain.removal.audits.duties import tick_by_act
from qingce.domain.removal.audits.enums import AuditParty, AuditState
from qingce.domain.removal.audits.errors import AuditIncomplete
from qingce.domain.removal.audits.holding import audit_for, audit_text, note_audit
from qingce.domain.removal.audits.stepping import note_step
from qingce.domain.removal.audits.telling import tell_staff
from qingce.domain.removal.cases.stepping import Stepped
from qingce.domain.removal.models import Audit, AuditTeam, TeamChange
from qingce.shared.parties.enums import Actor
from qingce.shared.rulebooks.queries import book_of

LEADS = "lead-auditors-least"
NOTE_6 = "IPE-2017 §2.2.4 注 6"
_OPEN = (AuditState.CONFIRMING, AuditState.AUDITING, AuditState.REPORTING, AuditState.FOLLOW_UP)


@transaction.atomic
def name_team(actor: Actor, pk: int, auditors: Collection[int], *, reason: str = "", at: datetime) -> bool:
    """Names the first team; later asks for a change, which the staff confirm before it holds.

    Returns: whether it holds at once.
    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; AuditorUnfit; AuditIncomplete: a change is open;
        AuditTextWrong.
    """
    audit = audit_for(actor, pk, AuditParty.AGENCY, *_OPEN)
    wanted = sorted(set(auditors))
    _check(audit, wanted, at)
    if not AuditTeam.objects.filter(audit=audit, left_at=None).exists():
        _set(audit, wanted, signature=actor.signature, at=at)
        tick_by_act(audit, "team", AuditParty.AGENCY, signature=actor.signature, at=at)
        note_audit(audit, actor, TEAM, at=at, count=len(wanted))
        note_step(audit, TEAM, audit.state, AuditParty.AGENCY, actor=actor, at=at, said=Stepped(clause=NOTE_6))
        return True
    text = audit_text(reason, "Say why the team is changed.")
    try:
        with transaction.atomic():
            TeamChange.objects.create(audit=audit, auditors=wanted, reason=text, asked_by=actor.signature, asked_at=at)
    except IntegrityError as error:
        raise AuditIncomplete("A change of the team waits for the staff already.", cause="change") from error
    note_audit(audit, actor, TEAM_ASKED, at=at, count=len(wanted))
    tell_staff(audit, "team", at=at)
    return False


@transaction.atomic
def decide_team_change(actor: Actor, pk: int, *, is_confirmed: bool, note: str = "", at: datetime) -> None:
    """Confirms a change of the team, or not, by the staff; that it was and why is public.

    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; AuditIncomplete: none is asked for; AuditorUnfit: the team is
        no longer fit; AuditTextWrong: why not.
    """
    audit = audit_for(actor, pk, AuditParty.PLATFORM, *_OPEN)
    change = TeamChange.objects.select_for_update().filter(audit=audit, is_confirmed=None).first()
    if change is None:
        raise AuditIncomplete("No change of the team is asked for.", cause="no-change")
    change.note = audit_text(note, "" if is_confirmed else "Say why the team stays as it is.")
    change.is_confirmed, change.decided_by, change.decided_at = is_confirmed, actor.signature, at
    change.save()
    if is_confirmed:
        _check(audit, change.auditors, at)
        _set(audit, change.auditors, signature=change.asked_by, at=at)
    act, said = (TEAM_CHANGED if is_confirmed else TEAM_KEPT), Stepped(reason=change.reason, clause=NOTE_6)
    note_audit(audit, actor, act, at=at)
    note_step(audit, act, audit.state, AuditParty.PLATFORM, actor=actor, at=at, said=said)


def team_of(audit: int) -> list[int]:
    """The auditors of the team as it is now, by number; one query."""
    rows = AuditTeam.objects.filter(audit=audit, left_at=None).order_by("-is_lead", "pk")
    return list(rows.values_list("auditor", flat=True))


def _check(audit: Audit, auditors: Collection[int], at: datetime) -> None:
    if audit.agency_id is None:
        raise AuditIncomplete("The enterprise has to choose an agency first.", cause="agency")
    team = check_team(audit.agency_id, auditors, audit.case.enterprise_id, localdate(at))
    least = int(book_of(audit.rules).value(LEADS, on=audit.case.applied_on or localdate(at)))
    if sum(each.is_lead for each in team) < least:
        raise AuditorUnfit("A team has at least one lead auditor.", cause="lead")


def _set(audit: Audit, auditors: Collection[int], *, signature: str, at: datetime) -> None:
    there = AuditTeam.objects.filter(audit=audit, left_at=None)
    there.exclude(auditor__in=auditors).update(left_at=at)
    stay = set(there.values_list("auditor", flat=True))
    for row in check_team(audit.agency_id or 0, auditors, audit.case.enterprise_id, localdate(at)):
        if row.id not in stay:
            AuditTeam.objects.create(
                audit=audit, auditor_id=row.id, is_lead=row.is_lead, named_by=signature, named_at=at
            )
