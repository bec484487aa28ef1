"""Explanations of one panel that were sent together: what they say, the sealed papers, what the staff decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.domain.disclosure.enums import OPEN_DISCLOSURES, DisclosureState


class Disclosure(models.Model):
    """One sending; nothing that it says changes afterwards. To say otherwise is to send anew."""

    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=24, help_text="Of its records: the panel.")
    language = models.CharField(max_length=2, help_text="Of the document: zh, en.")
    state = models.CharField(max_length=12, choices=DisclosureState, default=DisclosureState.SENT)
    truthfulness = models.ForeignKey("disclosure.Commitment", on_delete=models.PROTECT, related_name="+")
    promise = models.ForeignKey("disclosure.Commitment", on_delete=models.PROTECT, related_name="+")
    issued = models.ForeignKey(
        "issuing.IssuedDocument", on_delete=models.PROTECT, null=True, related_name="+",
        help_text="The document to be sealed; null: not made yet.",
    )  # fmt: skip
    sent_by = models.CharField(max_length=100)
    sent_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=100, blank=True, default="")
    submitted_at = models.DateTimeField(null=True)
    first_submitted_at = models.DateTimeField(
        null=True, help_text="The first time: what it says was fixed by then, whatever form had to be put right."
    )
    checks = models.JSONField(default=list, help_text="What the staff found in order, by `data/review.toml`.")
    note = models.TextField(blank=True, default="", help_text="What has to be changed, where it went back.")
    comment = models.TextField(blank=True, default="", help_text="Of the staff, public with it.")
    decided_by = models.CharField(max_length=100, blank=True, default="")
    decided_at = models.DateTimeField(null=True, help_text="Published, or sent back.")
    ended_at = models.DateTimeField(null=True, help_text="Taken back, replaced or withdrawn.")
    end_reason = models.TextField(blank=True, default="", help_text="Public, where it was withdrawn.")

    class Meta:
        indexes = (
            models.Index(fields=["state", "submitted_at"], name="disclosure_queue"),
            models.Index(fields=["sent_by"], name="disclosure_sent_by"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "enterprise", "type"],
                condition=Q(state__in=OPEN_DISCLOSURES),
                name="one_open_disclosure_per_panel",
            ),
        )

    def __str__(self) -> str:
        return f"disclosure {self.pk}"


class DisclosureLine(models.Model):
    """What a disclosure says about one record."""

    # Covered by the constraint.
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="lines", db_index=False)
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField(help_text="Of the explanation, when it was sent.")
    title = models.CharField(max_length=300, help_text="Of the record, when it was sent.")
    source = models.CharField(max_length=400, help_text="Issuing body, document number and day, when it was sent.")
    violation = models.TextField()
    reason = models.TextField()
    corrective_action = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["disclosure", "record"], name="one_line_per_record"),)

    def __str__(self) -> str:
        return f"{self.disclosure_id}/{self.place}"


class Paper(models.Model):
    """A file with the sealed or signed document that came back."""

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="papers")
    file = models.OneToOneField("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, help_text="Of the file as it came.")
    pages = models.JSONField(help_text="What was read on its pages: codes, text, red ink.")
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["added_by"], name="disclosurepaper_added_by"),)

    def __str__(self) -> str:
        return f"paper {self.pk}"
