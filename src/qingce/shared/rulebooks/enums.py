"""The values that this room hands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A released version, without its bytes.

    Args: entry: id of the ledger's entry that released it.
    """

    id: int
    book: str
    version: str
    jurisdiction: str
    status: str
    effective_on: date
    digest: str
    released_at: datetime
    entry: str

    @property
    def key(self) -> str:
        """How the version is called: `removal/2017-06-01`."""
        return f"{self.book}/{self.version}"
