"""What this room holds about a person."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qingce.domain.cleaner_production.models import (
    Coding,
    Contact,
    Finding,
    Letter,
    Publication,
    PublicationFile,
    ReportText,
    Roster,
    Survey,
    SurveyMember,
)
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


def export_survey_work(subject: DataSubject) -> list[dict[str, object]]:
    """What the person designed, was given, noted, coded and wrote; six queries."""
    own = subject.signature
    given = SurveyMember.objects.filter(Q(first_coder=own) | Q(second_coder=own)).order_by("pk")
    designed: list[dict[str, object]] = [
        {"survey": each.pk, "designed_at": each.designed_at} for each in Survey.objects.filter(designed_by=own)
    ]
    return [
        *designed,
        *[dict[str, object](survey=each.survey_id, given=each.enterprise_id) for each in given],
        *(
            {"contact": each.pk, "kind": each.kind, "note": each.note, "entered_at": each.entered_at}
            for each in Contact.objects.filter(entered_by=own).order_by("pk")
        ),
        *(
            {"coding": each.pk, "coded_as": each.coded_as, "coded_at": each.coded_at}
            for each in Coding.objects.filter(coded_by=own).order_by("pk")
        ),
        *(
            {"letter": each.pk, "advice": each.advice_zh, "written_at": each.written_at}
            for each in Letter.objects.filter(written_by=own).order_by("pk")
        ),
        *(
            {"report": each.year, "recommendations": each.recommendations_zh, "written_at": each.written_at}
            for each in ReportText.objects.filter(written_by=own).order_by("pk")
        ),
    ]


SURVEYS_OF_PERSON = PersonalPart(
    "cleaner-surveys",
    _("What you did in surveys of cleaner production"),
    _("So that each finding of a survey leads to who made it"),
    _("For good, under the number"),
    export_survey_work,
    None,
)


def export_publications(subject: DataSubject) -> list[dict[str, object]]:
    """What the person published of audits, noted, withdrew, and brought as files; two queries."""
    own = subject.signature
    rows = Publication.objects.filter(Q(entered_by=own) | Q(withdrawn_by=own, withdrawn_at__isnull=False))
    told: list[dict[str, object]] = [
        {
            "publication": row.pk,
            "record": row.record_id,
            "kind": row.kind,
            "texts": row.texts,
            "entered_at": row.entered_at if row.entered_by == own else None,
            "withdrawn_at": row.withdrawn_at if row.withdrawn_by == own else None,
            "reason": row.withdraw_reason if row.withdrawn_by == own else "",
        }
        for row in rows.order_by("pk")
    ]
    files = PublicationFile.objects.filter(brought_by=own).order_by("pk")
    return told + [dict[str, object](file=each.pk, name=each.name, brought_at=each.brought_at) for each in files]


PUBLICATIONS_OF_PERSON = PersonalPart(
    "cleaner-publications",
    _("What you published of cleaner production audits, noted or withdrew"),
    _("So that each publication leads to who entered it, or took it back"),
    _("For good, under the number"),
    export_publications,
    None,
)
