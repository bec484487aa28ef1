"""How many cases and steps there are of each kind: kept as they are written, so that no page counts them.

Rows are only added, in the transaction of what they count, so that nobody waits for anybody else's count; the sum of a
kind's rows is its number. The nightly sweep draws rows of one kind together.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from qingce.domain.removal.cases.enums import CasePath, CaseState


class Tally(models.Model):
    """A number to be added to a kind's. Args: KIND: the columns by which it is counted."""

    KIND: ClassVar[tuple[str, ...]]
    count = models.IntegerField()

    class Meta:
        abstract = True


class StateTally(Tally):
    """Public cases by place, state and way."""

    KIND = ("state", "path", "division")
    state = models.CharField(max_length=12, choices=CaseState)
    path = models.CharField(max_length=8, choices=CasePath, blank=True, default="")
    division = models.CharField(max_length=6, blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=["state", "path", "division", "count"], name="statetally_sums"),)

    def __str__(self) -> str:
        return f"{self.state} {self.path} {self.division}: {self.count}"


class DeskTally(Tally):
    """Cases of which the staff owe a step, by who works on them."""

    KIND = ("reviewer_id",)
    reviewer = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = (models.Index(fields=["reviewer", "count"], name="desktally_sums"),)

    def __str__(self) -> str:
        return f"{self.reviewer_id}: {self.count}"


class DueTally(Tally):
    """Cases of which the staff owe a step, by the day on which it is due."""

    KIND = ("state", "due_on")
    state = models.CharField(max_length=12, choices=CaseState)
    due_on = models.DateField()

    class Meta:
        indexes = (models.Index(fields=["state", "due_on", "count"], name="duetally_sums"),)

    def __str__(self) -> str:
        return f"{self.state} {self.due_on}: {self.count}"


class StepTally(Tally):
    """Steps by the state that they ended, how many days it had lasted, and whether it was late."""

    KIND = ("source", "days", "is_late")
    source = models.CharField(max_length=12, choices=CaseState)
    days = models.PositiveIntegerField()
    is_late = models.BooleanField()

    class Meta:
        indexes = (models.Index(fields=["source", "days", "is_late", "count"], name="steptally_sums"),)

    def __str__(self) -> str:
        return f"{self.source} {self.days}: {self.count}"
