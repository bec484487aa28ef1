"""Draws, the values they were held with, and replacements. Rows are only added; who acted stands in the ledger."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.shared.draws.enums import DrawState


class Draw(models.Model):
    """A draw as it was frozen; only its state moves on."""

    state = models.CharField(max_length=10, choices=DrawState, default=DrawState.FROZEN)
    area = models.CharField(max_length=6, blank=True, default="", help_text="GB/T 2260; empty: the whole country.")
    purpose = models.CharField(max_length=300)
    occasion = models.CharField(max_length=100)
    occasion_key = models.CharField(max_length=64, help_text="Digest of the occasion, however it is spelt.")
    count = models.PositiveIntegerField(help_text="How many are drawn.")
    eligible = models.PositiveIntegerField(help_text="How many can be drawn.")
    first_due_at = models.DateTimeField(help_text="From when on a value could be known.")
    due_at = models.DateTimeField(help_text="From when on all values can be known.")
    frozen_at = models.DateTimeField()
    says = models.TextField(help_text="All that is frozen: canonical JSON, whose hash is in the ledger.")
    after = models.OneToOneField("draws.Draw", on_delete=models.PROTECT, null=True, related_name="+")
    entry = models.CharField(max_length=32, help_text="Id of the ledger's entry that froze it.")
    void_entry = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["occasion_key"], condition=~Q(state=DrawState.VOIDED), name="one_draw_per_occasion"
            ),
        )
        indexes = (models.Index(fields=["state", "due_at"], name="draws_waiting"),)

    def __str__(self) -> str:
        return f"{self.pk}: {self.purpose}"


class DrawValue(models.Model):
    """What the announced sources said; a later place corrects the one before, which stays."""

    draw = models.ForeignKey("draws.Draw", on_delete=models.PROTECT, related_name="draw_values")
    place = models.PositiveSmallIntegerField(help_text="From 1.")
    says = models.TextField(help_text="Values, key and result: canonical JSON, whose hash is in the ledger.")
    entered_at = models.DateTimeField()
    entry = models.CharField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["draw", "place"], name="one_value_per_place"),)

    def __str__(self) -> str:
        return f"{self.draw_id}/{self.place}"


class Replacement(models.Model):
    """Somebody who was drawn and declined, and the next of the order."""

    value = models.ForeignKey("draws.DrawValue", on_delete=models.PROTECT, related_name="replacements")
    place = models.PositiveIntegerField(help_text="From 1.")
    declined = models.CharField(max_length=20)
    drawn = models.CharField(max_length=20)
    says = models.TextField(help_text="Canonical JSON, whose hash is in the ledger.")
    at = models.DateTimeField()
    entry = models.CharField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["value", "place"], name="one_replacement_per_place"),
            models.UniqueConstraint(fields=["value", "declined"], name="declines_once"),
        )

    def __str__(self) -> str:
        return f"{self.declined} → {self.drawn}"
