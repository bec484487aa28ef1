"""The counts of one folder in memory; what changed there is added to them.

Changes are rows of their own beside the others, the former ones with their number negative, until so many have come
that all is laid together, in a thread of its own, while questions go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock, Thread

import polars as pl

from qingce.domain.statistics.keeping import KeptCells, Mark, Stamp
from qingce.domain.statistics.names import Names
from qingce.domain.statistics.piles import Pile, laid_together

MOST_CHANGES = 400_000  # rows beside the others


@dataclass(frozen=True)
class State:
    """The counts at one moment. Args: piles: add up. codes: dimension → code → value."""

    piles: tuple[Pile, Pile]
    pairs: pl.DataFrame
    codes: dict[str, dict[int, str]]
    mark: Mark


class Cube:
    """The counts of one folder."""

    def __init__(self, kept: KeptCells) -> None:
        self.kept = kept
        self.laying: Thread | None = None
        self._lock = Lock()
        self._mark: Mark | None = None
        self._names = Names()
        self._parts: dict[int, tuple[Stamp, pl.DataFrame]] = {}
        self._laid = self._changed = self._pile([])
        self._later: list[pl.DataFrame] = []

    def state(self) -> State | None:
        """The counts as of the last mark; None: there is none yet. Where it is the same nothing else is read."""
        mark = self.kept.mark()
        if mark is None:
            return None
        with self._lock:
            if mark != self._mark:
                self._read(is_first=self._mark is None)
                self._mark = mark
            names = self._names
            codes = {name: names.values(name) for name in names.codes}
            return State((self._laid, self._changed), names.pairs, codes, mark)

    def _read(self, *, is_first: bool) -> None:
        stamps = self.kept.stamps()
        read = [part for part, stamp in stamps.items() if part not in self._parts or self._parts[part][0] != stamp]
        gone = [part for part in self._parts if part in read or part not in stamps]
        changes = [self._parts.pop(part)[1].with_columns(-pl.col("n")) for part in gone]
        for part in read:
            rows = self._names.rows(self.kept.read(part))
            self._parts[part] = stamps[part], rows
            changes.append(rows)
        if is_first:
            self._laid = self._pile(changes)
        else:
            self._add(changes)

    def _add(self, changes: Sequence[pl.DataFrame]) -> None:
        self._later += changes
        self._changed = self._pile([self._changed.rows, *changes])
        if self._changed.rows.height > MOST_CHANGES and not (self.laying and self.laying.is_alive()):
            self._later = []
            self.laying = Thread(target=self._lay, args=(self._laid.rows, self._changed.rows), daemon=True)
            self.laying.start()

    def _lay(self, *rows: pl.DataFrame) -> None:
        laid = self._pile(rows)
        with self._lock:
            self._laid, self._changed, self._later = laid, self._pile(self._later), []

    def _pile(self, rows: Sequence[pl.DataFrame]) -> Pile:
        return Pile(laid_together(rows, self._names.pairs))
