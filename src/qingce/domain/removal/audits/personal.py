"""What audits hold about a person, and how it is forgotten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.models import Audit, AuditStep, DutyTick
from qingce.shared.parties.registry import DataSubject, PersonalPart


def export_audits(subject: DataSubject) -> list[dict[str, object]]:
    """What the person did in audits, in whatever name; four queries."""
    by = subject.signature
    rows: list[QuerySet[Any, Any]] = [
        Audit.objects.filter(opened_by=by).order_by("pk").values("id", "opened_at"),
        AuditStep.objects.filter(taken_by=by).order_by("pk").values("audit", "act", "at", "reason"),
        DutyTick.objects.filter(done_by=by).order_by("pk").values("audit", "duty", "note", "done_at"),
        DutyTick.objects.filter(back_by=by).order_by("pk").values("audit", "duty", "back_reason", "back_at"),
    ]
    return [dict(row) for each in rows for row in each]


def erase_audits(subject: DataSubject, at: datetime) -> None:
    """Nothing: what was done in an audit stays with it, under the number."""
    del subject, at


AUDITS_OF_PERSON = PersonalPart(
    "audits",
    _("What you did in on-site audits"),
    _("So that it is known who did which duty, took which step and signed"),
    _("For good, under the number: the audit has to stay open to be checked"),
    export_audits,
    erase_audits,
)
