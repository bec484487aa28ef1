"""What another version of the rules would change, over every record of the database (POL-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from qingce.domain.removal.columns.following import columns_folder
from qingce.domain.removal.columns.keeping import OWN, KeptColumns
from qingce.domain.removal.current import current_book
from qingce.domain.removal.enums import TABLE
from qingce.domain.removal.given import APPLIED_ON
from qingce.pure.rules.columns import columns_of
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.diffing import AFTER, BEFORE, ROW_NUMBER, Change, diff

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book


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
    frame = facts_for(old, new, on=on)
    found = diff(compile_table(old, TABLE, on=on), compile_table(new, TABLE, on=on), frame)
    whose = frame.select("record", "violation", "is_confirmed")[found.rows.get_column(ROW_NUMBER)]
    confirmed = int(frame.get_column("is_confirmed").sum())
    return PolicyDiff(found.total, found.counts, confirmed, whose.hstack(found.rows.select(BEFORE, AFTER)))


def facts_for(*books: Book, on: date) -> pl.DataFrame:
    """The kept facts that these versions know, with the day asked about; a fact that is not kept is unknown."""
    keeping = current_book() or books[0]
    kept = KeptColumns(columns_folder(), keeping).read()
    wanted = {name: None for book in books for name in columns_of(book) if name in columns_of(keeping)}
    day = pl.lit(on, dtype=pl.Date).alias(APPLIED_ON)
    return kept.select(*OWN, *wanted).with_columns(day)
