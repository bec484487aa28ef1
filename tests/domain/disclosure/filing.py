"""A brand with its liaison, a supplier that names it, and mail filed for that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from qingce.domain.disclosure.actions import MailedText, file_mail, name_liaison, name_stakeholder
from qingce.shared.parties.enums import Actor, OrganisationKind, StaffRole
from qingce.shared.parties.models import Organisation, Person
from tests import hostile_files
from tests.domain.documents.keeping import Kept
from tests.factories import AT, acting, organisation, somebody, staff_member

WORK = "liaison@qingce.example.org"


def administrator() -> Actor:
    """Somebody of the staff who names liaisons."""
    found = Person.objects.filter(email="names@example.org").first()
    return acting(found or staff_member(StaffRole.ADMINISTRATOR, email="names@example.org"))


def a_brand(name: str = "样例服装品牌") -> int:
    """A brand that was let in."""
    known = Organisation.objects.filter(name=name).first()
    if known:
        return known.pk
    admin = somebody(f"brand{Organisation.objects.count()}@example.org")
    return organisation(admin, kind=OrganisationKind.BRAND, name=name)


def a_liaison(brand: int, *, email: str = "private@example.org", area: str = "") -> Person:
    """The liaison of a brand."""
    person = staff_member(StaffRole.BRAND_LIAISON, email=email, name="联络人", area=area)
    name_liaison(administrator(), brand, person.pk, WORK, at=AT)
    return person


def filed(own: Kept, liaison: Actor, brand: int, *, files: Sequence[bytes] = (), note: str = "盖章说明一份。") -> int:
    """Mail of an enterprise, filed."""
    sent = [(f"来件{place}.pdf", [each]) for place, each in enumerate(files or [hostile_files.plain_pdf()], 1)]
    return file_mail(liaison, own.enterprise, MailedText(brand, date(2026, 11, 19), note), sent, at=AT)


def supplied(own: Kept) -> tuple[Actor, int]:
    """The liaison of a brand that an enterprise names, and the brand."""
    brand = a_brand()
    liaison = acting(a_liaison(brand))
    name_stakeholder(own.actor, own.enterprise, brand, at=AT)
    return liaison, brand
