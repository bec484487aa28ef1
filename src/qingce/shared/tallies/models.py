"""One row for each address and purpose of this hour."""

from __future__ import annotations

from django.db import models


class HourTally(models.Model):
    """How often one address came in one hour; the address itself is not kept, only a digest good for that hour."""

    key = models.BinaryField(max_length=16, unique=True)
    hour = models.DateTimeField(db_index=True)
    count = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.hour:%H}: {self.count}"
