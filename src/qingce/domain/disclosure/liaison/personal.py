"""What liaison holds about a person, and how it is forgotten."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qingce.domain.disclosure.models import Filing, Liaison, Stakeholder
from qingce.shared.changes.actions import note_changes
from qingce.shared.parties.registry import DataSubject, PersonalPart


def export_liaison(subject: DataSubject) -> list[dict[str, object]]:
    """The brands that the person is or was there for, what was filed and decided, brands named; three queries."""
    sign = subject.signature
    filings = Filing.objects.filter(Q(filed_by=sign) | Q(decided_by=sign)).order_by("pk")
    found: list[dict[str, object]] = [
        {"brand": row.brand_id, "address": row.address, "since": row.named_at, "until": row.ended_at}
        for row in Liaison.objects.filter(person=subject.person_id).order_by("pk")
    ]
    found += [{"filing": row.pk, "enterprise": row.enterprise_id, "filed_at": row.filed_at} for row in filings]
    found += [
        {"stakeholder": row.brand_id, "enterprise": row.enterprise_id, "named_at": row.named_at}
        for row in Stakeholder.objects.filter(named_by=sign).order_by("pk")
    ]
    return found


def erase_liaison(subject: DataSubject, at: datetime) -> None:
    """Ends being there for brands, and forgets the address at work; what was filed stays under the number."""
    rows = Liaison.objects.filter(person=subject.person_id)
    numbers = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.filter(ended_at=None).update(ended_at=at)
    rows.update(address="")
    note_changes("liaison", numbers, at=at)


LIAISON_OF_PERSON = PersonalPart(
    "liaison",
    _("Brands that you are there for, with your address at work; mail that you filed or decided on"),
    _("So that suppliers know whom to write to, and who filed what"),
    _("The address until another one is named; the rest for good, under the number"),
    export_liaison,
    erase_liaison,
)
