"""Rows that wait for a person."""

from __future__ import annotations

from django.db import models


class HeldRow(models.Model):
    """A row that is good but for whom it is about; it becomes a record when its question is answered."""

    question = models.ForeignKey("enterprises.MatchQuestion", on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey("intake.Batch", on_delete=models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=60, blank=True, default="")
    row = models.PositiveIntegerField(help_text="Row of the file.")
    cells = models.JSONField(help_text="Its canonical columns as text: field → text.")
    released_at = models.DateTimeField(null=True, help_text="When it became a record, or met one.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["batch", "sheet", "row"], name="one_held_row_per_row"),)

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.sheet}:{self.row}"
