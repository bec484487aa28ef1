"""Brands that enterprises name as stakeholders, who of the staff is there for each, and what they filed of the mail."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.domain.disclosure.enums import FilingState


class Stakeholder(models.Model):
    """That an enterprise supplies a brand, as the enterprise says."""

    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="+")
    brand = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    named_by = models.CharField(max_length=100)
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["enterprise", "brand"], condition=Q(ended_at=None), name="one_naming_per_brand"
            ),
        )
        indexes = (models.Index(fields=["named_by"], name="stakeholder_named_by"),)

    def __str__(self) -> str:
        return f"{self.enterprise_id} → {self.brand_id}"


class Liaison(models.Model):
    """Who of the staff is there for a brand and its suppliers; ended, the row stays without the address."""

    brand = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    address = models.EmailField(max_length=254, blank=True, default="", help_text="At work; suppliers see it.")
    named_by = models.CharField(max_length=100)
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["brand"], condition=Q(ended_at=None), name="one_liaison_per_brand"),
        )

    def __str__(self) -> str:
        return f"liaison {self.pk}"


class Filing(models.Model):
    """What an enterprise sent by mail, as a liaison filed it; it counts for nothing until the enterprise confirms."""

    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="+")
    brand = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField()
    note = models.TextField(help_text="What came, in the liaison's words; the enterprise reads it.")
    state = models.CharField(max_length=12, choices=FilingState, default=FilingState.WAITING)
    filed_by = models.CharField(max_length=100)
    filed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=100, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, default="", help_text="Why it was refused, or taken back.")
    disclosure = models.ForeignKey(
        "disclosure.Disclosure", on_delete=models.PROTECT, null=True, related_name="+",
        help_text="The one that its files became part of; null: they did not.",
    )  # fmt: skip

    class Meta:
        indexes = (
            models.Index(fields=["state", "filed_at"], name="filing_queue"),
            models.Index(fields=["filed_by"], name="filing_filed_by"),
        )

    def __str__(self) -> str:
        return f"filing {self.pk}"


class FiledFile(models.Model):
    """A file of a filing; confirmed, it is a file of the disclosure instead, refused, it is gone."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="files")
    file = models.OneToOneField("files.StoredFile", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"filed file {self.pk}"
