"""The public log: its entries, the rows of bulk acts, and the hashes of its tree.

What an entry says is in `body` and never changes. Who acted and the words that go with it lie beside it; in the body
stands only a commitment to them, which tells nothing once its salt is gone.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class LedgerEntry(models.Model):
    """One public act; unnumbered until the sequencer has seen it committed."""

    key = models.BinaryField(max_length=16, unique=True, help_text="The entry's own random id.")
    number = models.BigIntegerField(null=True, unique=True, help_text="Its place in the log, from 0.")
    act = models.CharField(max_length=40)
    at = models.DateTimeField()
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField(null=True, help_text="Null: a bulk act, whose rows are in `RowBlock`.")
    rows = models.PositiveIntegerField(null=True, help_text="Of a bulk act.")
    body = models.BinaryField(help_text="The entry as it is published: canonical JSON.")
    leaf = models.BinaryField(max_length=32, help_text="Its hash in the tree.")
    signed_by = models.CharField(max_length=100, blank=True, default="", help_text="Signature that was committed to.")
    person_salt = models.BinaryField(max_length=16, null=True, help_text="Null: nobody, or forgotten.")
    words = models.JSONField(null=True, help_text="Free texts that were committed to; null: none, or redacted.")
    words_salt = models.BinaryField(max_length=16, null=True)

    class Meta:
        indexes = (
            models.Index(fields=["id"], condition=Q(number=None), name="ledger_waiting"),
            models.Index(fields=["subject_kind", "subject_id"], name="ledger_subject"),
            models.Index(fields=["act", "number"], name="ledger_act"),
            models.Index(fields=["act", "at"], name="ledger_act_at"),
            models.Index(fields=["subject_kind", "number"], name="ledger_kind"),
            models.Index(fields=["subject_kind", "at"], name="ledger_kind_at"),
            models.Index(fields=["at"], name="ledger_at"),
        )

    def __str__(self) -> str:
        return f"{self.number if self.number is not None else 'unnumbered'}: {self.act}"


class RowBlock(models.Model):
    """Which rows of a bulk act have numbers within one block of 256: `offsets` are their last bytes, rising."""

    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=30)
    block = models.BigIntegerField(help_text="Number of the row's thing, without its last byte.")
    first = models.PositiveIntegerField(help_text="Place of the first of them among the act's rows.")
    offsets = models.BinaryField(max_length=256)

    class Meta:
        indexes = (models.Index(fields=["kind", "block"], name="ledger_rows"),)
        constraints = (models.UniqueConstraint(fields=["entry", "block"], name="one_block_per_entry"),)

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.kind} {self.block}"


class Tile(models.Model):
    """Up to 256 hashes beside each other: of the log, or of the rows of one bulk act."""

    LOG = 0

    tree = models.BigIntegerField(help_text="Entry of a bulk act; 0: the log itself.")
    level = models.SmallIntegerField(help_text="Of tiles: 256 hashes of one level are one of the next.")
    place = models.BigIntegerField()
    hashes = models.BinaryField(max_length=8192)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tree", "level", "place"], name="one_tile_per_place"),)

    def __str__(self) -> str:
        return f"{self.tree}: {self.level}/{self.place}"
