"""Released versions of rulebooks, each with the bytes as they were released. Rows are only added."""

from __future__ import annotations

from django.db import models


class Release(models.Model):
    """One version of one book, from the day of its release on the one that counts."""

    book = models.CharField(max_length=80)
    version = models.CharField(max_length=10, help_text="Its day of effect, as the folder is named.")
    jurisdiction = models.CharField(max_length=6, blank=True, default="", help_text="GB/T 2260; empty: the country.")
    status = models.CharField(max_length=10)
    effective_on = models.DateField()
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the bytes, hexadecimal.")
    packed = models.BinaryField(help_text="All files of the version: canonical JSON, file name → text.")
    released_at = models.DateTimeField()
    entry = models.CharField(max_length=32, help_text="Id of the ledger's entry that released it.")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["book", "jurisdiction", "effective_on"], name="one_version_per_day"),
        )

    def __str__(self) -> str:
        return f"{self.book}/{self.version}"
