"""A sample agency that applies and is accredited, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from qingce.domain.removal.actions import (
    Granted,
    add_agency_papers,
    add_auditor,
    apply_for_accreditation,
    begin_accreditation,
    check_accreditation,
    grant_accreditation,
    judge_auditor,
    save_competence,
)
from qingce.domain.removal.cases.enums import Declared
from qingce.domain.removal.enums import AGENCY_PAPER, AgencyText, AuditorText
from qingce.domain.removal.models import Accreditation, Auditor
from qingce.domain.removal.queries import independence_texts
from qingce.shared.files.actions import keep_upload
from qingce.shared.files.enums import FileType
from qingce.shared.parties.enums import Actor, StaffRole
from qingce.shared.parties.models import Membership, Organisation, Person
from tests import hostile_files
from tests.factories import AT, acting, member, organisation, somebody, staff_member
from tests.worlds import remembered

ALL = [Declared(each.id, each.version) for each in independence_texts()]
TEXT = AgencyText(("wastewater", "waste-gas"), ("papers", "site"), "样例业绩")


@dataclass(frozen=True)
class Agency:
    """A sample agency, its admin, its application and who works on it."""

    organisation: int
    admin: Actor
    pk: int
    lead: int
    checker: Actor
    approver: Actor

    @property
    def row(self) -> Accreditation:
        """As it is now."""
        return Accreditation.objects.get(pk=self.pk)

    @property
    def seen(self) -> int:
        """What somebody saw who looks now."""
        return self.row.version


def staff(email: str, role: StaffRole = StaffRole.REVIEWER) -> Actor:
    """Somebody of the staff, of the whole country."""
    return acting(Person.objects.filter(email=email).first() or staff_member(role, name="样员", email=email))


def a_file() -> int:
    """An upload that waits to be attached."""
    kept = keep_upload([hostile_files.plain_pdf()], name="证书.pdf", accepts=FileType, purpose=AGENCY_PAPER, at=AT)
    return kept.id


def an_auditor(
    organisation_id: int,
    person: Person,
    *,
    is_lead: bool = True,
    valid_until: date | None = None,
    qualified_on: date | None = date(2020, 5, 1),
    at: datetime = AT,
) -> int:
    """Enters a member of an agency as an auditor."""
    seat = Membership.objects.get(organisation=organisation_id, person=person, ended_at=None)
    admin = Membership.objects.filter(organisation=organisation_id, role="admin", ended_at=None)[0].person
    text = AuditorText(seat.pk, is_lead, "样例注册审核员", "样0001", qualified_on, valid_until)
    return add_auditor(acting(admin), organisation_id, text, at=at)


@remembered
def prepared(name: str = "样例审核服务有限公司", *, email: str = "agency@example.org", area: str = "") -> Agency:
    """An application that is filled in and can be handed in."""
    admin = somebody(email, name="样审")
    number = organisation(admin, name=name, area=area)
    actor = acting(admin)
    pk = begin_accreditation(actor, number, at=AT)
    save_competence(actor, pk, TEXT, at=AT)
    lead = an_auditor(number, admin)
    for slot in ("competence", "independence"):
        add_agency_papers(actor, pk, slot, files=[a_file()], at=AT)
    add_agency_papers(actor, pk, "", auditor=lead, files=[a_file()], at=AT)
    return Agency(
        number, actor, pk, lead, staff("check@example.org"), staff("grant@example.org", StaffRole.SENIOR_REVIEWER)
    )


@remembered
def applied(**more: str) -> Agency:
    """One that was handed in."""
    found = prepared(**more)
    apply_for_accreditation(found.admin, found.pk, ALL, at=AT)
    return found


@remembered
def checked(**more: str) -> Agency:
    """One that another person decides on."""
    found = applied(**more)
    judge_auditor(found.checker, found.pk, found.lead, is_right=True, at=AT)
    check_accreditation(found.checker, found.pk, note="齐全", seen=found.seen, at=AT)
    return found


@remembered
def accredited(*, conditions: str = "每年报告一次", valid_until: date | None = None, **more: str) -> Agency:
    """One that was accredited."""
    found = checked(**more)
    granted = Granted(conditions, None, valid_until)
    grant_accreditation(found.approver, found.pk, granted, seen=found.seen, at=AT)
    return found


def another_auditor(found: Agency, email: str, *, is_lead: bool = False, valid_until: date | None = None) -> Auditor:
    """A further member who was found qualified."""
    person = somebody(email, name="样员乙")
    member(found.organisation, person)
    pk = an_auditor(found.organisation, person, is_lead=is_lead, valid_until=valid_until)
    add_agency_papers(found.admin, found.pk, "", auditor=pk, files=[a_file()], at=AT)
    judge_auditor(found.checker, found.pk, pk, is_right=True, at=AT)
    return Auditor.objects.get(pk=pk)


def agency_of(found: Agency) -> Organisation:
    """The organisation."""
    return Organisation.objects.get(pk=found.organisation)
