"""What came in: one row per file taken in; and the mappings that people saved."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.shared.intake.enums import BINDING, BatchState


class Batch(models.Model):
    """One file on its way in: received, given a mapping, tried, run; the saved copy is kept by its digest."""

    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, help_text="Of the file as received; names its saved copy.")
    size_bytes = models.BigIntegerField()
    mapping = models.CharField(max_length=80, blank=True, default="", help_text="Its name.")
    mapping_sha256 = models.CharField(max_length=64, blank=True, default="")
    mapping_text = models.TextField(blank=True, default="", help_text="The mapping itself, in TOML; empty: canonical.")
    public_columns = models.JSONField(default=list, help_text="Columns of the file that anybody may read.")
    state = models.CharField(max_length=12, choices=BatchState, default=BatchState.RUNNING)
    language = models.CharField(max_length=2, default="zh", help_text="Of what is said about its rows.")
    inspection = models.JSONField(default=dict, help_text="What it holds: tables, their columns, samples.")
    trial = models.JSONField(default=dict, help_text="What a dry run found: counts, samples, problems.")
    trial_sha256 = models.CharField(max_length=64, blank=True, default="", help_text="Of the mapping then tried.")
    problem = models.JSONField(default=dict, help_text="Why it stopped: code, sentence, parameters.")
    received_at = models.DateTimeField(null=True)
    queued_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True, help_text="When the run last told its progress.")
    area = models.CharField(
        max_length=6, blank=True, default="", help_text="GB/T 2260: where its rows lie; empty: the whole country."
    )
    brought_by = models.CharField(max_length=100, help_text="Who brought the file in.")
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_known = models.PositiveIntegerField(default=0)
    rows_held = models.PositiveIntegerField(default=0, help_text="Rows that wait for a person, when it was done.")
    rows_rejected = models.PositiveIntegerField(default=0)
    undone_by = models.CharField(max_length=100, blank=True, default="")
    undo_reason = models.TextField(blank=True, default="")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["sha256", "mapping_sha256", "area"],
                condition=Q(state__in=BINDING),
                name="one_batch_per_file_mapping_area",
            ),
        )
        indexes = (models.Index(fields=["state", "queued_at"], name="batch_queue"),)

    def __str__(self) -> str:
        return self.file_name


class SavedMapping(models.Model):
    """A mapping that somebody saved for everybody; a changed one is a new version, so that a batch keeps its own."""

    name = models.CharField(max_length=80, help_text="Small letters, digits, hyphens.")
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200, help_text="For people.")
    text = models.TextField(help_text="TOML.")
    sha256 = models.CharField(max_length=64)
    header_key = models.BinaryField(max_length=16, help_text="Digest of the column names it was made for.")
    saved_by = models.CharField(max_length=100)
    saved_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["header_key"], name="savedmapping_header"),)
        constraints = (models.UniqueConstraint(fields=["name", "version"], name="one_row_per_mapping_version"),)

    def __str__(self) -> str:
        return self.name
