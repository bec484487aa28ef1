"""What the log looked like at which size, who signed that, and by which keys."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class LogState(models.Model):
    """The one row (id 1) whose lock lets a single sequencer number at a time; made when first needed."""

    size = models.BigIntegerField(default=0, help_text="Entries numbered.")
    numbered_at = models.DateTimeField(null=True)

    class Meta:
        """Never a second row: its lock would let two sequencers number at once."""

        constraints = (models.CheckConstraint(condition=Q(id=1), name="ledger_one_sequencer"),)

    def __str__(self) -> str:
        return f"{self.size} entries"

    @classmethod
    def read(cls) -> LogState:
        """As it stands now, without a lock."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @classmethod
    def lock(cls) -> LogState:
        """As it stands once nobody else is numbering; held until the transaction ends."""
        return cls.objects.select_for_update().get_or_create(pk=1)[0]


class Checkpoint(models.Model):
    """A signed statement of the log's size and root."""

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField(help_text="The signed note as published, without co-signatures.")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.size} entries"


class Cosignature(models.Model):
    """A witness has seen a checkpoint and that the log only grew up to it."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="cosignatures")
    witness = models.CharField(max_length=200)
    key_id = models.BinaryField(max_length=4)
    line = models.CharField(max_length=400, help_text="The signature's line below the note.")
    seen_at = models.DateTimeField(help_text="As the witness says.")
    received_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["checkpoint", "witness", "key_id"], name="one_cosignature_per_witness"),
        )

    def __str__(self) -> str:
        return self.witness


class LogKey(models.Model):
    """A public key of the log, noted when it first signed."""

    key = models.CharField(max_length=400, unique=True)
    first_size = models.BigIntegerField(help_text="Of the first checkpoint that it signed.")
    first_used_at = models.DateTimeField()
    last_size = models.BigIntegerField(null=True, help_text="Of the last one; null: it signs still.")

    def __str__(self) -> str:
        return self.key
