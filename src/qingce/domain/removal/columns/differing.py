"""What another version of the rules would change, over every record of the database (POL-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from qingce.domain.removal.columns.following import columns_folder
from qingce.domain.removal.columns.keeping import KeptColumns
from qingce.domain.removal.current import current_book
from qingce.domain.removal.enums import TABLE
from qingce.domain.removal.given import APPLIED_ON
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.diffing import AFTER, BEFORE, ROW_NUMBER, Change, diff

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.compiling import CompiledTable


@dataclass(frozen=True)
class PolicyDiff:
    """What a change of the rules would change.

    Args: counts: every pair of outcomes that occurs, those that change first. confirmed: how many of the violations
        rest on facts that a person confirmed; the others on what their words suggest. changed: columns record,
        violation, is_confirmed, before, after (null: facts are missing); by record.
    """

    total: int
    counts: tuple[Change, ...]
    confirmed: int
    changed: pl.DataFrame


def policy_diff(old: Book, new: Book, *, on: date) -> PolicyDiff:
    """Decides every violation by two versions, as if it were applied for on a day.

    Facts that nobody confirmed are taken as the records' words suggest them; `changed` tells them apart.
    """
    before, after = (compile_table(book, TABLE, on=on) for book in (old, new))
    frame = facts_for(before, after, on=on)
    found = diff(before, after, frame)
    whose = frame.select("record", "violation", "is_confirmed")[found.rows.get_column(ROW_NUMBER)]
    confirmed = int(frame.get_column("is_confirmed").sum())
    return PolicyDiff(found.total, found.counts, confirmed, whose.hstack(found.rows.select(BEFORE, AFTER)))


def facts_for(*tables: CompiledTable, on: date) -> pl.DataFrame:
    """The kept facts that these tables ask for, with the day asked about; a fact that is not kept is unknown."""
    keeping = current_book() or tables[0].book
    asked = {fact for table in tables for fact in table.facts} - {APPLIED_ON}
    kept = KeptColumns(columns_folder(), keeping).read(asked)
    return kept.with_columns(pl.lit(on, dtype=pl.Date).alias(APPLIED_ON))
