"""What cases hold about a person, and how it is forgotten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.models import (
    Absence,
    Case,
    CaseHand,
    CaseMessage,
    CasePaper,
    CaseReport,
    CaseStep,
    Declaration,
    Excuse,
    RestorationFile,
)
from qingce.shared.parties.registry import DataSubject, PersonalPart


def export_cases(subject: DataSubject) -> list[dict[str, object]]:
    """What the person did in cases, in whatever name; eleven queries."""
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
        CaseHand.objects.filter(reviewed_by=by).order_by("pk").values("case", "reviewed_at"),
        RestorationFile.objects.filter(added_by=by).order_by("pk").values("case", "proposal", "added_at"),
        CaseReport.objects.filter(written_by=by).order_by("pk").values("case", "round", "texts", "result"),
    ]
    for each in rows:
        found += [dict(row) for row in each]
    return found


def erase_cases(subject: DataSubject, at: datetime) -> None:
    """Nothing: what was done in a case stays with it, under the number."""
    del subject, at


def export_absences(subject: DataSubject) -> list[dict[str, object]]:
    """When the person was away, stood in for somebody, or entered or ended an absence; one query."""
    by, person = subject.signature, subject.person_id
    mine = Q(person=person) | Q(stand_in=person) | Q(said_by=by) | Q(ended_by=by)
    return [
        {
            "as": "away" if row.person_id == person else "stand-in" if row.stand_in_id == person else "entered",
            "since": row.begins_on,
            "until": row.ends_on,
            "entered_at": row.said_at,
            "ended_at": row.ended_at,
        }
        for row in Absence.objects.filter(mine).order_by("pk")
    ]


def erase_absences(subject: DataSubject, at: datetime) -> None:
    """Own absences go; who stands in for a colleague does so under the number, until that absence is over."""
    del at
    Absence.objects.filter(person=subject.person_id).delete()


ABSENCES_OF_PERSON = PersonalPart(
    "absences",
    _("When you were away from your desk, and who stood in"),
    _("So that cases do not wait for your return"),
    _("Until your account is closed"),
    export_absences,
    erase_absences,
)


CASES_OF_PERSON = PersonalPart(
    "cases",
    _("What you did in applications for the removal of records"),
    _("So that it is known who applied, reviewed and approved"),
    _("For good, under the number: the case has to stay open to be checked"),
    export_cases,
    erase_cases,
)
