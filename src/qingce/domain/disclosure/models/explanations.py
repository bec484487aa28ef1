"""What an enterprise committed to, and what it wrote about its records, with every version."""

from __future__ import annotations

from django.db import models

from qingce.domain.disclosure.enums import CommitmentKind


class Commitment(models.Model):
    """An answer to a commitment: which text, by whom, when; a later answer does not change it, it follows it."""

    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=CommitmentKind)
    version = models.CharField(max_length=16, help_text="Of the text, as `data/commitments.toml` names it.")
    language = models.CharField(max_length=2, help_text="In which it was read: zh, en.")
    text_sha256 = models.CharField(max_length=64, help_text="Of the text that was read.")
    is_accepted = models.BooleanField(help_text="False: declined, which stops there.")
    answered_by = models.CharField(max_length=100)
    answered_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["enterprise", "kind", "-answered_at"], name="commitment_newest"),
            models.Index(fields=["answered_by"], name="commitment_answered_by"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class Written(models.Model):
    """The three texts."""

    violation = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    corrective_action = models.TextField(blank=True, default="")

    class Meta:
        abstract = True


class Explanation(Written):
    """What an organisation writes about one record, as it stands now."""

    # Covered by the constraint.
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1, help_text="Counts every saving, so that none overwrites another.")
    version = models.PositiveIntegerField(default=1, help_text="Number of its newest version.")
    tab = models.CharField(max_length=40, blank=True, default="", help_text="From which open page it was saved last.")
    record_version = models.CharField(max_length=40, help_text="Of the record, when this was written.")
    saved_by = models.CharField(max_length=100)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation", "record"], name="one_explanation_per_record"),)
        indexes = (models.Index(fields=["saved_by"], name="explanation_saved_by"),)

    def __str__(self) -> str:
        return f"explanation {self.pk}"


class ExplanationVersion(Written):
    """What one person wrote within one sitting; a later sitting, or another person, begins the next version."""

    explanation = models.ForeignKey(
        "disclosure.Explanation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number_of = models.PositiveIntegerField(help_text="1: the first.")
    saved_by = models.CharField(max_length=100)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["explanation", "number_of"], name="one_row_per_explanation_version"),
        )
        indexes = (models.Index(fields=["saved_by"], name="explanationversion_saved_by"),)

    def __str__(self) -> str:
        return f"{self.explanation_id}/{self.number_of}"
