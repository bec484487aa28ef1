"""What this room holds about a person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.domain.cleaner_production.models import Finding, Roster
from qingce.shared.parties.registry import DataSubject, PersonalPart


def export_findings(subject: DataSubject) -> list[dict[str, object]]:
    """The cells that the person entered; one query."""
    rows = Finding.objects.filter(entered_by=subject.signature).order_by("pk")
    return [
        {"finding": row.pk, "unit": row.unit, "year": row.first_year, "list": row.list, "entered_at": row.entered_at}
        for row in rows
    ]


FINDINGS_OF_PERSON = PersonalPart(
    "cleaner-findings",
    _("What you noted of cleaner production lists"),
    _("So that each cell leads to who entered it"),
    _("For good, under the number"),
    export_findings,
    None,
)


def export_rosters(subject: DataSubject) -> list[dict[str, object]]:
    """The rosters that the person brought; one query."""
    rows = Roster.objects.filter(brought_by=subject.signature).order_by("pk")
    return [{"roster": row.pk, "title": row.title, "brought_at": row.brought_at} for row in rows]


ROSTERS_OF_PERSON = PersonalPart(
    "cleaner-rosters",
    _("Rosters of cleaner production audits that you brought"),
    _("So that each roster leads to who brought it"),
    _("For good, under the number"),
    export_rosters,
    None,
)
