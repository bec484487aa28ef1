"""The tables of the feed: what changed, the counter that numbers it, and each follower's place."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Change(models.Model):
    """Rows first_id..last_id of a kind were written; unnumbered until the sequencer has seen it committed."""

    kind = models.CharField(max_length=40)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    at = models.DateTimeField()
    number = models.BigIntegerField(null=True, unique=True)

    class Meta:
        """The waiting index holds only unnumbered rows, so that an idle look costs one empty index page."""

        indexes = (models.Index(fields=["id"], condition=Q(number=None), name="changes_waiting"),)
        constraints = (models.CheckConstraint(condition=Q(first_id__lte=F("last_id")), name="changes_range_in_order"),)

    def __str__(self) -> str:
        return f"{self.number or 'unnumbered'}: {self.kind} {self.first_id}-{self.last_id}"


class Sequencer(models.Model):
    """The one row (id 1) whose lock lets a single sequencer number at a time; made when first needed."""

    last_number = models.BigIntegerField(default=0)
    pruned_through = models.BigIntegerField(default=0)
    numbered_at = models.DateTimeField(null=True)

    class Meta:
        """Never a second row: its lock would let two sequencers number at once."""

        constraints = (models.CheckConstraint(condition=Q(id=1), name="changes_one_sequencer"),)

    def __str__(self) -> str:
        return f"numbered through {self.last_number}"

    @classmethod
    def read(cls) -> Sequencer:
        """As it stands now, without a lock."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @classmethod
    def lock(cls) -> Sequencer:
        """As it stands once nobody else is numbering; held until the transaction ends."""
        return cls.objects.select_for_update().get_or_create(pk=1)[0]


class FollowerPosition(models.Model):
    """The number of the last change a follower has applied, and how its last attempt went.

    The name is the follower's key; it names the place too where each place has a follower of its own. A position of
    `NOTHING` is that of a new place, which has to be built from the database first.
    """

    NOTHING = -1

    name = models.CharField(max_length=40, primary_key=True)
    position = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=200, default="", blank=True)
    failed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.position}"
