"""Requests that a record be corrected. Who asks is kept apart, in a row that can be erased."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.domain.records.enums import Outcome, RequestKind


class CorrectionRequest(models.Model):
    """What somebody says is wrong with a record, and how that was answered."""

    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="correction_requests")
    division = models.CharField(
        max_length=6, blank=True, default="", help_text="Of the record, which keeps it: GB/T 2260."
    )
    reference = models.CharField(max_length=12, unique=True, help_text="Public; people tell it on the telephone.")
    link_sha256 = models.BinaryField(max_length=32, unique=True, help_text="Of the secret in the asker's own link.")
    same_key = models.BinaryField(max_length=16, null=True, help_text="Keyed digest of all that was said.")
    kind = models.CharField(max_length=12, choices=RequestKind)
    field = models.CharField(max_length=40, blank=True, default="", help_text="The field that is wrong, if said.")
    proposed = models.TextField(blank=True, default="", help_text="What should stand there instead.")
    statement = models.TextField(help_text="As typed; not public unless released.")
    is_enterprise = models.BooleanField(default=False, help_text="Says that it is the enterprise; not verified.")
    received_at = models.DateTimeField()
    term_workdays = models.PositiveSmallIntegerField(help_text="The term of that day.")
    due_on = models.DateField(null=True, help_text="Null: the term ran into a year without a published calendar.")
    released_statement = models.TextField(blank=True, default="", help_text="What staff let the public read of it.")
    released_by = models.CharField(max_length=100, blank=True, default="")
    released_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default="", help_text="Empty: open.")
    answer = models.TextField(blank=True, default="", help_text="Public.")
    answered_by = models.CharField(max_length=100, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["received_at"], condition=Q(outcome=""), name="request_waiting"),
            models.Index(fields=["division", "received_at"], name="request_place"),
        )
        constraints = (
            models.UniqueConstraint(fields=["same_key"], condition=Q(outcome=""), name="one_open_request_per_text"),
            models.CheckConstraint(condition=Q(outcome="") | ~Q(answer=""), name="outcome_has_answer"),
        )

    def __str__(self) -> str:
        return self.reference


class RequestContact(models.Model):
    """Who asked, for the answer only: never in a page, index, export or log; erased after the answer."""

    request = models.OneToOneField(CorrectionRequest, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(max_length=100, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")

    def __str__(self) -> str:
        return f"contact of {self.request_id}"


class RequestAddition(models.Model):
    """What the asker said later; not public."""

    request = models.ForeignKey(CorrectionRequest, on_delete=models.PROTECT, related_name="additions")
    text = models.TextField(blank=True, default="")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"addition to {self.request_id}"


class RequestEvidence(models.Model):
    """A file that came with a request or an addition; not public."""

    request = models.ForeignKey(CorrectionRequest, on_delete=models.PROTECT, related_name="evidence")
    addition = models.ForeignKey(RequestAddition, on_delete=models.PROTECT, null=True, related_name="evidence")
    file = models.OneToOneField("files.StoredFile", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"evidence of {self.request_id}"
