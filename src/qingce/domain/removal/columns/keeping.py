"""The files: one Arrow file for each range of record numbers, with a row per violation.

They are made from the database and can be deleted at any time. A fact of choice of several has one column for each
choice; null means that the fact is unknown. A file is written whole beside the old one and put in its place.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from qingce.domain.removal.suggesting.columns import suggest_columns
from qingce.pure.rules.columns import columns_of
from qingce.pure.rules.values import choice_key

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.values import Value

PART = 65_536  # record numbers in a file
HINT = "hint:"
OWN = {"record": pl.Int64(), "violation": pl.UInt8(), "is_confirmed": pl.Boolean()}


@dataclass(frozen=True, slots=True)
class Row:
    """One violation on its way into the columns.

    Args: facts: that are known, or hinted at by fields. text: its words, which hint at more; None: a person confirmed
        the facts, and no word counts any more.
    """

    record: int
    violation: int
    facts: Mapping[str, Value]
    text: str | None = None


class KeptColumns:
    """The columns of one version's facts in a folder.

    Args: folder: made when first written to. book: whose facts are kept.
    """

    def __init__(self, folder: Path, book: Book) -> None:
        self.folder = folder
        self.schema = {**OWN, **columns_of(book)}
        self._book = book
        self._bits = {
            name: {choice.id: 1 << place for place, choice in enumerate(fact.choice)}
            for name, fact in book.facts.items()
            if fact.type == "choices"
        }

    def put(self, first: int, last: int, rows: Iterable[Row]) -> None:
        """Replaces what is kept of the records with first <= number <= last, which lie in one part.

        Args: rows: of what there is now; a record that is gone has none.
        """
        path = self._path(first // PART)
        frame = self._frame(rows)
        if path.exists():
            kept = self._part(path).filter(~pl.col("record").is_between(first, last))
            frame = pl.concat([kept, frame]).sort("record", "violation")
        _write_whole(path, frame)

    def make(self, part: int, rows: Iterable[Row]) -> None:
        """Makes one part anew, whatever was kept of it."""
        _write_whole(self._path(part), self._frame(rows))

    def drop_after(self, part: int) -> None:
        """Deletes the parts behind one."""
        for path in self._paths():
            if int(path.stem) > part:
                path.unlink(missing_ok=True)

    def read(self, facts: Collection[str] | None = None) -> pl.DataFrame:
        """Every violation that is kept, by record and violation.

        Args: facts: the columns of these alone beside the row's own; None: all.
        """
        names = [name for name in self.schema if name in OWN or facts is None or name.partition("=")[0] in facts]
        paths = self._paths()
        if not paths:
            return pl.DataFrame(schema=self.schema).select(names)
        if all(pl.read_ipc_schema(path) == self.schema for path in paths):
            return pl.scan_ipc(paths).select(names).collect()
        return pl.concat([self._part(path) for path in paths]).select(names)

    def _part(self, path: Path) -> pl.DataFrame:
        """One file; what another version of the rulebook left is taken as far as it goes, until it is made anew."""
        frame = pl.read_ipc(path)
        if frame.schema == self.schema:
            return frame
        fitting = {name: kind for name, kind in self.schema.items() if frame.schema.get(name) == kind}
        missing = [pl.lit(None, kind).alias(name) for name, kind in self.schema.items() if name not in fitting]
        return frame.select(*fitting, *missing).select(*self.schema)

    def _paths(self) -> list[Path]:
        return sorted(self.folder.glob("*.arrow"), key=lambda path: int(path.stem))

    def _path(self, part: int) -> Path:
        return self.folder / f"{part}.arrow"

    def _frame(self, rows: Iterable[Row]) -> pl.DataFrame:
        """One pass over the rows; the choices of a fact come as one number and are laid apart by the engine."""
        names = list(self._book.facts)
        columns: dict[str, list[object]] = {name: [] for name in (*OWN, *names)}
        texts: list[str | None] = []
        for row in rows:
            for name, value in zip(OWN, (row.record, row.violation, row.text is None), strict=True):
                columns[name].append(value)
            for name in names:
                columns[name].append(self._plain(name, row.facts.get(name)))
            texts.append(row.text)
        types = {name: pl.Int64() if name in self._bits else self.schema[name] for name in columns}
        frame = pl.DataFrame(columns, schema=types).select(*OWN, *chain.from_iterable(map(self._laid_apart, names)))
        return self._with_hints(frame, suggest_columns(pl.Series(texts, dtype=pl.String)))

    def _with_hints(self, frame: pl.DataFrame, hints: pl.DataFrame) -> pl.DataFrame:
        """What words hint at, beside what is known: of several choices all that either has, else what is known."""
        known = [name for name in hints.columns if name in self.schema]
        both = frame.hstack(hints.select(pl.col(known).name.prefix(HINT)))
        return both.with_columns(self._joined(name) for name in known).select(frame.columns)

    def _joined(self, name: str) -> pl.Expr:
        stated, hinted = pl.col(name), pl.col(HINT + name)
        if self.schema[name] != pl.Boolean():
            return pl.coalesce(stated, hinted).alias(name)
        either = pl.when(stated.is_null()).then(hinted).when(hinted.is_null()).then(stated).otherwise(stated | hinted)
        return either.alias(name)

    def _plain(self, name: str, value: Value | None) -> object:
        bits = self._bits.get(name)
        return value if bits is None or not isinstance(value, tuple) else sum(bits[each] for each in value)

    def _laid_apart(self, name: str) -> list[pl.Expr]:
        if name not in self._bits:
            return [pl.col(name)]
        bits = self._bits[name].items()
        return [((pl.col(name) & bit) != 0).alias(choice_key(name, choice)) for choice, bit in bits]


def _write_whole(path: Path, frame: pl.DataFrame) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_name(f"{path.name}-{secrets.token_hex(8)}")
    try:
        frame.write_ipc(written, compression="uncompressed")
        written.replace(path)
    finally:
        written.unlink(missing_ok=True)
