"""Records that became public while their enterprise's promise held, each with the days that count."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.domain.disclosure.promises.enums import EndedWhy


class PromisedRecord(models.Model):
    """The term of one record. Only days are kept: whether it was met follows from them on any day."""

    # Covered by the index of enterprise and due day.
    enterprise = models.ForeignKey(
        "enterprises.Enterprise", on_delete=models.PROTECT, related_name="+", db_index=False,
        help_text="For which it counts: the one that stands for it, as merged when it was last looked at.",
    )  # fmt: skip
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="+")
    promise = models.ForeignKey("disclosure.Commitment", on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField(help_text="It became public here, or came to this enterprise.")
    told_on = models.DateField(null=True, help_text="The enterprise was told of it earlier.")
    told_reason = models.TextField(blank=True, default="", help_text="How that is known; public.")
    told_by = models.CharField(max_length=100, blank=True, default="")
    starts_on = models.DateField(help_text="The earlier of both: day zero.")
    term_workdays = models.PositiveSmallIntegerField()
    rules = models.CharField(max_length=64, help_text="Digest of the rulebook that fixed the term on that day.")
    due_on = models.DateField(null=True, help_text="Null: it runs into a year without a published calendar.")
    disclosure = models.ForeignKey(
        "disclosure.Disclosure", on_delete=models.PROTECT, null=True, related_name="+",
        help_text="The one that explains it and counts; null: there is none.",
    )  # fmt: skip
    handed_in_on = models.DateField(null=True, help_text="When that one was handed in for the first time.")
    is_public = models.BooleanField(default=False, help_text="That one was published.")
    ended_on = models.DateField(null=True, help_text="It does not count from this day on.")
    ended_why = models.CharField(max_length=12, choices=EndedWhy, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["enterprise", "-starts_on", "-id"], name="promised_enterprise"),
            models.Index(
                fields=["due_on", "id"],
                condition=Q(handed_in_on=None, ended_on=None),
                name="promised_waiting",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["record"], condition=Q(ended_on=None), name="one_running_term_per_record"),
        )

    def __str__(self) -> str:
        return f"promised record {self.pk}"


class PromiseReminder(models.Model):
    """That members were reminded of a term: once for each step of each run of it."""

    # Covered by the constraint.
    promised = models.ForeignKey(PromisedRecord, on_delete=models.PROTECT, related_name="+", db_index=False)
    starts_on = models.DateField(help_text="Of the run: a term that begins anew is told of anew.")
    step = models.CharField(max_length=5, help_text="start, working days left, or over.")
    letters = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["promised", "starts_on", "step"], name="one_reminder_per_promise_step"),
        )

    def __str__(self) -> str:
        return f"{self.promised_id}: {self.step}"
