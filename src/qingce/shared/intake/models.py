"""What came in: one row per file taken in."""

from __future__ import annotations

from django.db import models

from qingce.shared.intake.enums import BatchState


class Batch(models.Model):
    """One file, one mapping, one run; the saved copy is kept by its digest."""

    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, help_text="Of the file as received; names its saved copy.")
    size_bytes = models.BigIntegerField()
    mapping = models.CharField(max_length=80)
    mapping_sha256 = models.CharField(max_length=64)
    public_columns = models.JSONField(default=list, help_text="Columns of the file that anybody may read.")
    state = models.CharField(max_length=12, choices=BatchState, default=BatchState.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    brought_by = models.CharField(max_length=100, help_text="Who brought the file in.")
    rows_read = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_known = models.PositiveIntegerField(default=0)
    rows_rejected = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["sha256", "mapping_sha256"], name="one_batch_per_file_and_mapping"),
        )

    def __str__(self) -> str:
        return self.file_name
