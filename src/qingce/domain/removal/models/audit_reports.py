"""The reports of an audit, what was said to them, and how its findings were put right and judged."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.domain.removal.audits.enums import AuditParty
from qingce.domain.removal.audits.report_enums import AuditResult, ReportKind
from qingce.domain.removal.models.audits import Audit


class AuditReport(models.Model):
    """A report of the agency; one of each kind holds, others were ended by another agency or an objection."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=12, choices=ReportKind)
    texts = models.JSONField(default=dict, help_text="By section of `data/audit_report.toml`.")
    result = models.CharField(max_length=12, choices=AuditResult, blank=True, default="", help_text="Of the final one.")
    reason = models.TextField(blank=True, default="", help_text="Why it does not pass.")
    facts = models.JSONField(default=dict, help_text="What the audit itself said when the report was handed over.")
    kept = models.JSONField(default=dict, help_text="What form, papers, meetings and signatures said then: closed.")
    revision = models.PositiveIntegerField(default=1, help_text="Grows with each saving.")
    written_by = models.CharField(max_length=100)
    written_at = models.DateTimeField()
    handed_by = models.CharField(max_length=100, blank=True, default="")
    handed_at = models.DateTimeField(null=True)
    completed_by = models.CharField(max_length=100, blank=True, default="")
    completed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=100, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="When it stopped being the report of the audit.")
    notice = models.ForeignKey("notices.Notice", on_delete=models.PROTECT, null=True, related_name="+")
    issued = models.ForeignKey("issuing.IssuedDocument", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["audit", "kind"], condition=Q(ended_at=None), name="one_standing_report_per_kind"
            ),
        )
        indexes = (
            models.Index(fields=["written_by"], name="auditreport_written_by"),
            models.Index(fields=["handed_by"], name="auditreport_handed_by"),
            models.Index(fields=["completed_by"], name="auditreport_completed_by"),
            models.Index(fields=["confirmed_by"], name="auditreport_confirmed_by"),
        )

    def __str__(self) -> str:
        return f"{self.audit_id}: {self.kind}"


class ReportComment(models.Model):
    """What a party says to a report; the platform's are each settled by an answer of the agency."""

    report = models.ForeignKey(AuditReport, on_delete=models.PROTECT, related_name="comments")
    party = models.CharField(max_length=12, choices=AuditParty)
    text = models.TextField(help_text="For the parties only.")
    said_by = models.CharField(max_length=100)
    said_at = models.DateTimeField()
    answer = models.TextField(blank=True, default="")
    answered_by = models.CharField(max_length=100, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["said_by"], name="reportcomment_said_by"),
            models.Index(fields=["answered_by"], name="reportcomment_answered_by"),
        )

    def __str__(self) -> str:
        return f"{self.report_id}: {self.party}"


class AuditFinding(models.Model):
    """Something that has to be put right, as the preliminary report stated it."""

    report = models.ForeignKey(AuditReport, on_delete=models.PROTECT, related_name="findings", db_index=False)
    item = models.CharField(max_length=80, help_text="Of the rulebook's list `audit-items`.")
    grade = models.JSONField(default=dict, help_text="What it is called, by language.")
    finding = models.TextField()
    action = models.TextField(blank=True, default="")
    deadline = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "item"], name="one_finding_per_item"),)

    def __str__(self) -> str:
        return f"{self.report_id}: {self.item}"


class Remedy(models.Model):
    """What the enterprise did about a finding, and whether the agency judges that it worked."""

    finding = models.ForeignKey(AuditFinding, on_delete=models.PROTECT, related_name="remedies")
    text = models.TextField(help_text="For the parties only.")
    handed_by = models.CharField(max_length=100)
    handed_at = models.DateTimeField()
    is_effective = models.BooleanField(null=True, help_text="Null: not judged.")
    why = models.TextField(blank=True, default="", help_text="Of the agency; public with the report.")
    judged_by = models.CharField(max_length=100, blank=True, default="")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["finding"], condition=Q(is_effective=None), name="one_open_remedy_per_finding"
            ),
        )
        indexes = (
            models.Index(fields=["handed_by"], name="remedy_handed_by"),
            models.Index(fields=["judged_by"], name="remedy_judged_by"),
        )

    def __str__(self) -> str:
        return f"{self.finding_id}: {self.is_effective}"


class RemedyPaper(models.Model):
    """A document of the shelf that shows it; for the parties only."""

    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="papers", db_index=False)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    document_version = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["remedy", "document"], name="one_paper_per_remedy"),)

    def __str__(self) -> str:
        return f"{self.remedy_id}: {self.document_id}"


class FurtherVisit(models.Model):
    """A further audit on site, where papers do not show that something was put right."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="visits")
    on = models.DateField()
    why = models.TextField()
    called_by = models.CharField(max_length=100)
    called_at = models.DateTimeField()
    result = models.TextField(blank=True, default="", help_text="What was seen.")
    told_by = models.CharField(max_length=100, blank=True, default="")
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="When another agency took over.")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["audit"], condition=Q(told_at=None, ended_at=None), name="one_open_visit_per_audit"
            ),
        )
        indexes = (
            models.Index(fields=["called_by"], name="furthervisit_called_by"),
            models.Index(fields=["told_by"], name="furthervisit_told_by"),
        )

    def __str__(self) -> str:
        return f"{self.audit_id}: {self.on}"
