"""Who took part in a review, and who of the reviewers is away."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class CaseHand(models.Model):
    """That somebody reviewed in a case: whoever did, the stand-in too, never approves its report."""

    case = models.ForeignKey("removal.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    reviewed_by = models.CharField(max_length=100)
    reviewed_at = models.DateTimeField(help_text="The first time.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "reviewed_by"], name="one_hand_per_person"),)
        indexes = (models.Index(fields=["reviewed_by"], name="casehand_reviewed_by"),)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.reviewed_by}"


class Absence(models.Model):
    """From when to when a reviewer is away, both days included, and who stands in; it ends by itself."""

    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    stand_in = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    begins_on = models.DateField()
    ends_on = models.DateField()
    said_by = models.CharField(max_length=100)
    said_at = models.DateTimeField()
    ended_by = models.CharField(max_length=100, blank=True, default="", help_text="If it was ended before its time.")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="absence_ends_after_it_begins"),
        )
        indexes = (
            models.Index(fields=["ends_on"], name="absence_ends", condition=Q(ended_at=None)),
            models.Index(fields=["said_by"], name="absence_said_by"),
            models.Index(fields=["ended_by"], name="absence_ended_by"),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.begins_on} – {self.ends_on}"
