"""What audits hold about a person, and how it is forgotten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.models import (
    AgencyQuote,
    Audit,
    AuditFormField,
    AuditMeeting,
    AuditPaper,
    AuditPlan,
    AuditReport,
    AuditSignature,
    AuditStep,
    AuditTeam,
    DeclarationPaper,
    DutyProof,
    DutyTick,
    FurtherVisit,
    PlanAgreement,
    ReadinessStatement,
    Remedy,
    ReportComment,
    TeamChange,
)
from qingce.shared.parties.registry import DataSubject, PersonalPart


def export_audits(subject: DataSubject) -> list[dict[str, object]]:
    """What the person did in audits, in whatever name; twenty-seven queries."""
    by = subject.signature
    rows: list[QuerySet[Any, Any]] = [
        Audit.objects.filter(opened_by=by).order_by("pk").values("id", "opened_at"),
        AuditStep.objects.filter(taken_by=by).order_by("pk").values("audit", "act", "at", "reason"),
        DutyTick.objects.filter(done_by=by).order_by("pk").values("audit", "duty", "note", "done_at"),
        AuditReport.objects.filter(Q(written_by=by) | Q(handed_by=by) | Q(completed_by=by) | Q(confirmed_by=by))
        .order_by("pk")
        .values("audit", "kind", "written_at", "handed_at", "completed_at", "confirmed_at"),
        ReportComment.objects.filter(said_by=by).order_by("pk").values("report", "text", "said_at"),
        ReportComment.objects.filter(answered_by=by).order_by("pk").values("report", "answer", "answered_at"),
        Remedy.objects.filter(handed_by=by).order_by("pk").values("finding", "text", "handed_at"),
        Remedy.objects.filter(judged_by=by).order_by("pk").values("finding", "is_effective", "why", "judged_at"),
        FurtherVisit.objects.filter(called_by=by).order_by("pk").values("audit", "on", "why", "called_at"),
        FurtherVisit.objects.filter(told_by=by).order_by("pk").values("audit", "result", "told_at"),
        DutyTick.objects.filter(back_by=by).order_by("pk").values("audit", "duty", "back_reason", "back_at"),
        DutyProof.objects.filter(added_by=by).order_by("pk").values("tick", "note", "added_at"),
        AuditPaper.objects.filter(added_by=by).order_by("pk").values("audit", "line", "text", "added_at"),
        AuditFormField.objects.filter(written_by=by).order_by("pk").values("audit", "field", "text", "written_at"),
        AuditPlan.objects.filter(written_by=by).order_by("pk").values("audit", "number", "text", "written_at"),
        PlanAgreement.objects.filter(agreed_by=by).order_by("pk").values("plan", "party", "agreed_at"),
        AuditMeeting.objects.filter(written_by=by).order_by("pk").values("audit", "kind", "held_on", "minutes"),
        ReadinessStatement.objects.filter(stated_by=by).order_by("pk").values("audit", "facts", "explanation"),
        ReadinessStatement.objects.filter(confirmed_by=by).order_by("pk").values("audit", "confirmed_at"),
        AuditSignature.objects.filter(signed_by=by).order_by("pk").values("audit", "party", "name", "signed_at"),
        DeclarationPaper.objects.filter(added_by=by).order_by("pk").values("audit", "party", "sha256", "added_at"),
        DeclarationPaper.objects.filter(checked_by=by).order_by("pk").values("audit", "note", "checked_at"),
        AgencyQuote.objects.filter(asked_by=by).order_by("pk").values("audit", "agency", "asked_at"),
        AgencyQuote.objects.filter(quoted_by=by).order_by("pk").values("audit", "agency", "amount_cny", "quoted_at"),
        AuditTeam.objects.filter(named_by=by).order_by("pk").values("audit", "auditor", "named_at"),
        TeamChange.objects.filter(asked_by=by).order_by("pk").values("audit", "reason", "asked_at"),
        TeamChange.objects.filter(decided_by=by).order_by("pk").values("audit", "note", "decided_at"),
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
