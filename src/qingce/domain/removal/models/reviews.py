"""What is handed in for a case, and what the review finds."""

from __future__ import annotations

from django.db import models

from qingce.domain.removal.cases.enums import Result


class CasePaper(models.Model):
    """A document of the shelf, in one of its versions, handed in for a line of a record's list."""

    case_record = models.ForeignKey(
        "removal.CaseRecord", on_delete=models.PROTECT, related_name="papers", db_index=False
    )
    line = models.CharField(max_length=160, help_text="List and line of the rulebook, and the violation if it matters.")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    document_version = models.PositiveIntegerField()
    round = models.PositiveSmallIntegerField()
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()
    verdict = models.JSONField(default=dict, help_text="By line of the review's list; empty: not judged.")
    proves = models.TextField(blank=True, default="", help_text="What it proves, or why it does not; public.")
    judged_by = models.CharField(max_length=100, blank=True, default="")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case_record", "line", "document", "document_version"], name="one_paper_per_line"
            ),
        )
        indexes = (
            models.Index(fields=["added_by"], name="casepaper_added_by"),
            models.Index(fields=["judged_by"], name="casepaper_judged_by"),
        )

    def __str__(self) -> str:
        return f"{self.case_record_id}: {self.line}"


class Excuse(models.Model):
    """Why a line of the list has no paper: the enterprise says why, the staff waive it or not."""

    case_record = models.ForeignKey(
        "removal.CaseRecord", on_delete=models.PROTECT, related_name="excuses", db_index=False
    )
    line = models.CharField(max_length=160)
    reason = models.TextField(help_text="Of the enterprise; public.")
    said_by = models.CharField(max_length=100)
    said_at = models.DateTimeField()
    is_waived = models.BooleanField(null=True, help_text="Null: not decided.")
    why = models.TextField(blank=True, default="", help_text="Of the staff; public.")
    decided_by = models.CharField(max_length=100, blank=True, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case_record", "line"], name="one_excuse_per_line"),)
        indexes = (
            models.Index(fields=["said_by"], name="caseexcuse_said_by"),
            models.Index(fields=["decided_by"], name="caseexcuse_decided_by"),
        )

    def __str__(self) -> str:
        return f"{self.case_record_id}: {self.line}"


class CaseReport(models.Model):
    """The report of a round: written by the reviewer, approved by another person."""

    case = models.ForeignKey("removal.Case", on_delete=models.PROTECT, related_name="reports", db_index=False)
    round = models.PositiveSmallIntegerField()
    texts = models.JSONField(default=dict, help_text="By section of `data/report.toml`.")
    result = models.CharField(max_length=12, choices=Result, blank=True, default="")
    missing = models.TextField(blank=True, default="", help_text="Where it does not pass: what is missing, and why.")
    revision = models.PositiveIntegerField(default=1, help_text="Grows with each saving.")
    written_by = models.CharField(max_length=100)
    written_at = models.DateTimeField()
    finished_on = models.DateField(null=True, help_text="The day from which the approval's term counts.")
    note = models.TextField(blank=True, default="", help_text="Of the one who sent it back to be changed.")
    approved_by = models.CharField(max_length=100, blank=True, default="")
    approved_at = models.DateTimeField(null=True)
    issued = models.ForeignKey("issuing.IssuedDocument", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "round"], name="one_report_per_round"),)
        indexes = (
            models.Index(fields=["written_by"], name="casereport_written_by"),
            models.Index(fields=["approved_by"], name="casereport_approved_by"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: report {self.round}"
