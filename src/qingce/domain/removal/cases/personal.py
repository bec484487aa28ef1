"""What cases hold about a person, and how it is forgotten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.models import (
    Case,
    CaseMessage,
    CasePaper,
    CaseReport,
    CaseStep,
    Declaration,
    Excuse,
)
from qingce.shared.parties.registry import DataSubject, PersonalPart


def export_cases(subject: DataSubject) -> list[dict[str, object]]:
    """What the person did in cases, in whatever name; nine queries."""
    by = subject.signature
    found: list[dict[str, object]] = [
        {"case": pk, "opened_at": at}
        for pk, at in Case.objects.filter(opened_by=by).order_by("pk").values_list("pk", "opened_at")
    ]
    rows: list[QuerySet[Any, Any]] = [
        CaseStep.objects.filter(taken_by=by).order_by("pk").values("case", "act", "at", "reason"),
        CaseMessage.objects.filter(said_by=by).order_by("pk").values("case", "text", "said_at"),
        Declaration.objects.filter(declared_by=by).order_by("pk").values("case", "party", "kind", "declared_at"),
        CasePaper.objects.filter(added_by=by).order_by("pk").values("document", "line", "added_at"),
        CasePaper.objects.filter(judged_by=by).order_by("pk").values("document", "line", "verdict", "proves"),
        Excuse.objects.filter(said_by=by).order_by("pk").values("line", "reason", "said_at"),
        Excuse.objects.filter(decided_by=by).order_by("pk").values("line", "why", "decided_at"),
        CaseReport.objects.filter(written_by=by).order_by("pk").values("case", "round", "texts", "result"),
    ]
    for each in rows:
        found += [dict(row) for row in each]
    return found


def erase_cases(subject: DataSubject, at: datetime) -> None:
    """Nothing: what was done in a case stays with it, under the number."""
    del subject, at


CASES_OF_PERSON = PersonalPart(
    "cases",
    _("What you did in applications for the removal of records"),
    _("So that it is known who applied, reviewed and approved"),
    _("For good, under the number: the case has to stay open to be checked"),
    export_cases,
    erase_cases,
)
