"""What is wrong with the rows of a table, however many are: the first in memory, the rest beside it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qingce.shared.intake.enums import Problem
from qingce.shared.intake.staging import Stage, StagingFolder
from qingce.shared.intake.tables import PROBLEM_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

_ROWS_TOGETHER = 20_000


class ProblemLog:
    """Problems of one table, put down part by part in the order of the file.

    `rows` counts rows with a problem, `height` problems, `codes` problems by code.
    """

    def __init__(self) -> None:
        self._stage = Stage("row", StagingFolder())
        self.rows = 0
        self.codes: Counter[str] = Counter()

    @property
    def height(self) -> int:
        """How many problems there are."""
        return self._stage.height

    def add(self, problems: pl.DataFrame) -> None:
        """Puts the problems of a part down: row, column, code, value, detail; no later part has the same rows.

        Raises: DiskFull.
        """
        self._stage.add(problems.sort("row", maintain_order=True))
        self.rows += problems["row"].n_unique()
        self.codes.update(dict(problems["code"].value_counts().iter_rows()))

    def between(self, first: int, last: int) -> pl.DataFrame:
        """The problems of the rows from the first to the last, both included."""
        return self._stage.rows(PROBLEM_SCHEMA).between(first, last)

    def __iter__(self) -> Iterator[Problem]:
        """Each problem, in the order of the file, with a part in memory at a time."""
        for part in self._stage.rows(PROBLEM_SCHEMA).slices(_ROWS_TOGETHER):
            yield from (Problem(**row) for row in part.iter_rows(named=True))
