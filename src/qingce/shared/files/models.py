"""Files as they were handed in and as they are served; the bytes lie in the store."""

from __future__ import annotations

from django.db import models

from qingce.shared.files.enums import FileType, Scan


class StoredFile(models.Model):
    """One upload; several may share their bytes, which are named by digest."""

    name = models.CharField(max_length=120, help_text="As served: cleaned, with the extension of its true type.")
    type = models.CharField(max_length=8, choices=FileType)
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True, help_text="Of what is served.")
    original_sha256 = models.CharField(
        max_length=64, blank=True, default="", db_index=True, help_text="Of what came, if it is kept aside."
    )
    purpose = models.CharField(max_length=40, help_text="What it was handed in for; the room that asked names it.")
    received_at = models.DateTimeField(db_index=True)
    attached_at = models.DateTimeField(null=True, help_text="When it became part of something; till then it may go.")
    scan = models.CharField(
        max_length=8, choices=Scan, default=Scan.NOT_SCANNED, help_text="Whether it was looked through for viruses."
    )

    def __str__(self) -> str:
        return self.name
