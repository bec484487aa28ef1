"""Suppliers of an audit, and who of them explained their records: public."""

from __future__ import annotations

from django.db.models import F
from django.db.models.functions import Coalesce

from qingce.domain.disclosure.queries import explained_among
from qingce.domain.enterprises.queries import family_of
from qingce.domain.records.queries import numbers_by_enterprise
from qingce.domain.removal.audits.enums import OPEN_AUDITS
from qingce.domain.removal.models import AuditSupplier
from qingce.domain.removal.suppliers.enums import AskedSupplier, AuditSupplierRow, SupplierKind
from qingce.shared.parties.enums import NOBODY


def audit_suppliers(audit: int) -> list[AuditSupplierRow]:
    """The suppliers that an audited enterprise named, with how many of their records they explained; three queries."""
    rows = list(
        AuditSupplier.objects.filter(audit=audit, back_at=None)
        .annotate(root=Coalesce(F("enterprise__canonical"), F("enterprise")))
        .order_by("kind", "pk")
    )
    records = numbers_by_enterprise([row.root for row in rows if row.root], actor=NOBODY)
    explained = explained_among([pk for own in records.values() for pk in own])
    return [
        AuditSupplierRow(
            id=row.pk,
            kind=SupplierKind(row.kind),
            name=row.name,
            uscc=row.uscc,
            enterprise=row.root,
            records=len(records.get(row.root, ())),
            explained=len(explained.intersection(records.get(row.root, ()))),
            named_at=row.named_at,
            asked_at=row.asked_at,
        )
        for row in rows
    ]


def asked_of(enterprise: int) -> list[AskedSupplier]:
    """The audits that ask an enterprise to explain its records, as long as it owes some; three queries at most."""
    family = family_of([enterprise]).values("pk")
    rows = list(
        AuditSupplier.objects.filter(enterprise__in=family, back_at=None, audit__state__in=OPEN_AUDITS)
        .order_by("pk")
        .values_list("audit", "audit__case__enterprise__name")
    )
    if not rows:
        return []
    records = numbers_by_enterprise([enterprise], actor=NOBODY).get(enterprise, [])
    owes = len(set(records) - explained_among(records))
    return [AskedSupplier(audit, by, owes) for audit, by in dict(rows).items()] if owes else []
