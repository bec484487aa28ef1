"""Rows that wait, as the match review shows them."""

from __future__ import annotations

from dataclasses import dataclass

from qingce.domain.records.models import HeldRow


@dataclass(frozen=True)
class HeldSample:
    """A row that waits, or waited, for the answer to a question; `cells`: canonical columns as text."""

    sheet: str
    row: int
    cells: dict[str, str]


def held_samples(question_id: int, *, count: int = 5) -> list[HeldSample]:
    """The first rows of a question; one query."""
    rows = HeldRow.objects.filter(question_id=question_id).order_by("pk")[:count]
    return [HeldSample(row.sheet, row.row, row.cells) for row in rows]
