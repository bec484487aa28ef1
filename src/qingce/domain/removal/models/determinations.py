"""What people said a record's removal is decided on, and where they decided otherwise; and what
waits for them. Rows are only added, but for those of the queue."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Confirmation(models.Model):
    """What somebody confirmed of a record's violations; the one of the highest place counts."""

    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField(help_text="From 1.")
    violations = models.JSONField(help_text="Of each violation: its words, and its facts by name.")
    on = models.DateField(help_text="The day it was decided for.")
    digest = models.CharField(max_length=64, help_text="Of the version of the rulebook that it was decided by.")
    outcome = models.CharField(max_length=80, blank=True, default="", help_text="Empty: facts are still missing.")
    confirmed_by = models.CharField(max_length=100)
    confirmed_at = models.DateTimeField()
    entry = models.CharField(max_length=32, help_text="Id of the ledger's entry.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["record", "place"], name="one_confirmation_per_place"),)

    def __str__(self) -> str:
        return f"{self.record_id}/{self.place}"


class Override(models.Model):
    """A determination that somebody took in place of the rules, or ended again; the highest place counts."""

    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField(help_text="From 1.")
    outcome = models.CharField(max_length=80, blank=True, default="", help_text="Empty: the rules decide again.")
    former = models.CharField(max_length=80, blank=True, default="", help_text="What the rules said; empty: nothing.")
    reason = models.TextField()
    digest = models.CharField(max_length=64, help_text="Of the version of the rulebook that said the former.")
    decided_by = models.CharField(max_length=100)
    decided_at = models.DateTimeField()
    entry = models.CharField(max_length=32, help_text="Id of the ledger's entry.")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["record", "place"], name="one_override_per_place"),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.record_id}/{self.place}"


class WaitingRecord(models.Model):
    """A listed record whose facts nobody has confirmed: the queue of the office, kept by `queueing.py`."""

    record = models.OneToOneField("records.Record", on_delete=models.PROTECT, primary_key=True, related_name="+")
    division = models.CharField(
        max_length=6, blank=True, default="", help_text="Of the record, else of its enterprise: GB/T 2260."
    )

    class Meta:
        indexes = (models.Index(fields=["division", "record"], name="waitingrecord_division"),)

    def __str__(self) -> str:
        return f"{self.record_id} waits"
