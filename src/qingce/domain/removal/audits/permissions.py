"""Who sees what of an audit besides the public, and for which party somebody acts."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from qingce.domain.removal.audits.enums import AuditParty
from qingce.domain.removal.models import Audit, AuditObserver, AuditTeam
from qingce.shared.parties.enums import Actor, Duty, MemberRole
from qingce.shared.parties.queries import within_duty


def seen_by(actor: Actor) -> Q:
    """The audits of which somebody sees more than the public: those of one's organisations, and the staff's."""
    return parties_see(actor) | staff_audits(actor)


def parties_see(actor: Actor) -> Q:
    """Those in which one of somebody's organisations has a part."""
    own = [seat.organisation_id for seat in actor.seats]
    return Q(case__organisation__in=own) | Q(agency__in=own) | Q(observer__in=own)


def staff_audits(actor: Actor) -> Q:
    """Those of enterprises where somebody of the staff runs audits, or approves what they come to."""
    return within_duty(actor, Duty.RUN_AUDITS, "division") | within_duty(actor, Duty.DECIDE_REMOVALS, "division")


def party_in(actor: Actor, audit: Audit) -> AuditParty | None:
    """As whom somebody sees an audit: the enterprise before all others, so that nobody acts for two sides.

    Args: audit: with its case.
    """
    if actor.seat_in(audit.case.organisation_id) is not None:
        return AuditParty.ENTERPRISE
    if audit.agency_id and actor.seat_in(audit.agency_id) is not None:
        return AuditParty.AGENCY
    if audit.observer_id and actor.seat_in(audit.observer_id) is not None:
        return AuditParty.OBSERVER
    return None


def may_write(actor: Actor, audit: Audit, party: AuditParty) -> bool:
    """Whether somebody acts for a party: an editor of its organisation, one of the team, or who observes; one query."""
    numbers = {
        AuditParty.ENTERPRISE: audit.case.organisation_id,
        AuditParty.AGENCY: audit.agency_id,
        AuditParty.OBSERVER: audit.observer_id,
    }
    number = numbers.get(party)
    seat = actor.seat_in(number) if number else None
    if seat is None or seat.reaches(MemberRole.EDITOR):
        return seat is not None
    if party == AuditParty.OBSERVER:
        return is_observing(audit, actor)
    return party == AuditParty.AGENCY and is_of_team(audit, actor)


def is_of_team(audit: Audit, actor: Actor) -> bool:
    """Whether somebody is an auditor of the team now; one query."""
    rows = AuditTeam.objects.filter(audit=audit, left_at=None, auditor__organisation=audit.agency_id)
    return bool(actor.person_id) and rows.filter(auditor__person=actor.person_id).exists()


def is_observing(audit: Audit, actor: Actor) -> bool:
    """Whether somebody is named as observer now, by the member that observes or, where none does, the platform."""
    if not actor.person_id or not (audit.observer_id or audit.is_platform_observing):
        return False
    rows = AuditObserver.objects.filter(audit=audit, organisation=audit.observer_id, left_at=None)
    return rows.filter(person=actor.person_id).exists()


def team_places(actor: Actor) -> QuerySet[AuditTeam, int]:
    """The audits in whose team somebody is as an auditor of the agency that audits; part of a query."""
    rows = AuditTeam.objects.filter(left_at=None, auditor__person=actor.person_id or None)
    return rows.filter(auditor__organisation=F("audit__agency")).values_list("audit", flat=True)
