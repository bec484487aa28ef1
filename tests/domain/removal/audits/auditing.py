"""A case that needs an audit on site, and who has a part in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from qingce.domain.removal.actions import open_audit, tick_duty
from qingce.domain.removal.audits.enums import STAGES, AuditParty, AuditState
from qingce.domain.removal.audits.opening import promised
from qingce.domain.removal.audits.terms import duties_of
from qingce.domain.removal.models import Audit, AuditObserver, Auditor, AuditTeam, DutyTick
from qingce.shared.parties.enums import Actor, MemberRole, OrganisationKind
from qingce.shared.parties.models import Person
from tests.domain.documents.keeping import Kept
from tests.domain.removal.cases.applying import EXCEEDANCE, Applied, determined
from tests.factories import AT, acting, member, organisation, somebody
from tests.worlds import remembered


@dataclass(frozen=True)
class Audited:
    """A case with an audit. Args: agency, observer: an editor of each."""

    found: Applied
    audit: int
    agency: Actor
    observer: Actor

    @property
    def own(self) -> Kept:
        """The enterprise."""
        return self.found.own

    @property
    def staff(self) -> Actor:
        """Somebody of the staff who looks after audits."""
        return self.found.reviewer

    @property
    def row(self) -> Audit:
        """The audit as it is now."""
        return Audit.objects.select_related("case__enterprise").get(pk=self.audit)

    def actor(self, party: AuditParty) -> Actor:
        """Who acts for a party."""
        return {
            AuditParty.ENTERPRISE: self.own.actor,
            AuditParty.AGENCY: self.agency,
            AuditParty.OBSERVER: self.observer,
        }.get(party, self.staff)


def needing(*, own: Kept | None = None, records: Sequence[int] = (), at: datetime = AT) -> Applied:
    """A case that needs an audit."""
    return determined(EXCEEDANCE, own=own, records=records, at=at)


@remembered
def accepted(
    *, own: Kept | None = None, records: Sequence[int] = (), has_parties: bool = True, at: datetime = AT
) -> Audited:
    """An audit that was accepted, with an agency and an observer unless told otherwise."""
    found = needing(own=own, records=records, at=at)
    audit = open_audit(found.own.actor, found.case, promised(found.row.rules), at=at)
    agency = of_organisation("agency@example.org", "样例审核机构", OrganisationKind.AGENCY)
    observer = of_organisation("ngo@example.org", "样例环保组织", OrganisationKind.NGO)
    if has_parties:
        Audit.objects.filter(pk=audit).update(
            agency=agency.seats[0].organisation_id, observer=observer.seats[0].organisation_id
        )
        on_team(audit, agency, at=at)
        observing(audit, observer, at=at)
    return Audited(found, audit, agency, observer)


def on_team(audit: int, actor: Actor, *, at: datetime = AT) -> None:
    """Makes somebody a lead auditor of the agency and of the team."""
    auditor, _ = Auditor.objects.get_or_create(
        organisation_id=actor.seats[0].organisation_id, person_id=actor.person_id, ended_at=None,
        defaults={"is_lead": True, "qualification": "样例资格", "qualified_on": at.date(), "added_by": "test",
                  "added_at": at, "confirmed_by": "test", "confirmed_at": at},
    )  # fmt: skip
    AuditTeam.objects.create(audit_id=audit, auditor=auditor, is_lead=True, named_by="test", named_at=at)


def observing(audit: int, actor: Actor, *, at: datetime = AT) -> None:
    """Names somebody as observer, for whoever observes the audit."""
    AuditObserver.objects.get_or_create(
        audit_id=audit, organisation_id=Audit.objects.get(pk=audit).observer_id, person_id=actor.person_id,
        left_at=None, defaults={"named_by": "test", "named_at": at},
    )  # fmt: skip


def of_organisation(email: str, name: str, kind: OrganisationKind) -> Actor:
    """An admin of an organisation, both made where they are not there."""
    person = Person.objects.filter(email=email).first() or somebody(email, name=name[-4:])
    if not acting(person).seats:
        organisation(person, kind=kind, name=name)
    return acting(person)


def reader_of(found: Audited, party: AuditParty) -> Actor:
    """A member who only reads."""
    number = {
        AuditParty.ENTERPRISE: found.own.organisation,
        AuditParty.AGENCY: found.row.agency_id,
        AuditParty.OBSERVER: found.row.observer_id,
    }[party]
    person = somebody(f"reads-{party}@example.org")
    member(number or 0, person, MemberRole.READER)
    return acting(person)


def at_stage(found: Audited, state: AuditState) -> None:
    """Puts an audit at a stage, whatever was done before."""
    Audit.objects.filter(pk=found.audit).update(state=state)


def all_ticked(found: Audited, *, but: str = "", at: datetime = AT) -> None:
    """Each duty of the stage is done: by hand where it is ticked by hand, else as its act leaves it."""
    row = found.row
    stage = STAGES[AuditState(row.state)]
    done = set(DutyTick.objects.filter(audit=row, back_at=None).values_list("duty", flat=True))
    for duty in duties_of(row.rules):
        if duty.until != stage or duty.id in done or duty.id == but:
            continue
        if duty.by or duty.needs_form:
            DutyTick.objects.create(audit=row, duty=duty.id, party=duty.party, done_by="#T", done_at=at)
        else:
            party = AuditParty.OBSERVER if duty.by_named and row.observer_id else duty.party
            tick_duty(found.actor(party), found.audit, duty.id, party, note="样例", at=at)
