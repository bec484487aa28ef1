"""What is held of who named suppliers."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.models import AuditSupplier
from qingce.shared.parties.registry import DataSubject, PersonalPart


def export_suppliers(subject: DataSubject) -> list[dict[str, object]]:
    """The suppliers that the person named; one query."""
    rows = AuditSupplier.objects.filter(named_by=subject.signature).order_by("pk")
    return [dict(row) for row in rows.values("audit", "kind", "name", "named_at")]


def erase_suppliers(subject: DataSubject, at: datetime) -> None:
    """Nothing: it was done for the enterprise, and stays under the number."""
    del subject, at


SUPPLIERS_OF_PERSON = PersonalPart(
    "audit-suppliers",
    _("Suppliers that you named for an on-site audit"),
    _("So that it is known who named them"),
    _("For good, under the number: the audit has to stay open to be checked"),
    export_suppliers,
    erase_suppliers,
)
