"""What the alliance's acts hold about a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.models import (
    AlliancePlace,
    AuditObserver,
    MoneyDeclaration,
    Observation,
    ObservationCost,
)
from qingce.shared.parties.registry import DataSubject, PersonalPart


def export_observing(subject: DataSubject) -> list[dict[str, object]]:
    """What the person did as or for an observer; eight queries."""
    by = subject.signature
    rows: list[QuerySet[Any, Any]] = [
        AlliancePlace.objects.filter(claimed_by=by).order_by("pk").values("key", "claimed_at"),
        Observation.objects.filter(observer=subject.person_id).order_by("pk").values("audit", "state", "answered_at"),
        AuditObserver.objects.filter(person=subject.person_id).order_by("pk").values("audit", "named_at", "left_at"),
        AuditObserver.objects.filter(named_by=by).order_by("pk").values("audit", "person", "named_at"),
        AuditObserver.objects.filter(left_by=by).order_by("pk").values("audit", "person", "reason", "left_at"),
        Observation.objects.filter(answered_by=by).order_by("pk").values("audit", "state", "reason"),
        ObservationCost.objects.filter(declared_by=by).order_by("pk").values("audit", "kind", "amount_cny", "spent_on"),
        MoneyDeclaration.objects.filter(declared_by=by).order_by("pk").values("audit", "party", "declared_at"),
    ]
    return [dict(row) for each in rows for row in each]


def erase_observing(subject: DataSubject, at: datetime) -> None:
    """Nothing: who observed stays known by the number."""
    del subject, at


OBSERVING_OF_PERSON = PersonalPart(
    "observing",
    _("What you did as an observer of audits"),
    _("So that it is known who observed, and what that cost"),
    _("For good, under the number: the audit has to stay open to be checked"),
    export_observing,
    erase_observing,
)
