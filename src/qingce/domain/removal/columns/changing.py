"""The list behind a policy diff: what changes, as far as somebody may see it, a page at a time."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qingce.domain.records.queries import numbers_placed
from qingce.domain.removal.columns.differing import PolicyDiff, policy_diff
from qingce.domain.removal.columns.following import columns_folder
from qingce.pure.rules.diffing import AFTER, BEFORE
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of

if TYPE_CHECKING:
    import polars as pl

    from qingce.pure.rules.book import Book

PIECE, MOST_ASKED = 5_000, 100_000  # records of one query, and of all before it is less work to read every one
KEPT = 2  # policy diffs in memory: those whose pages somebody turns
ALL, UNKNOWN = "", "unknown"
_Key = tuple[str, str, date, str]
_kept: OrderedDict[_Key, PolicyDiff] = OrderedDict()


@dataclass(frozen=True, slots=True)
class ChangedViolation:
    """A violation that comes to another outcome; None: facts are missing."""

    record: int
    violation: int
    is_confirmed: bool
    before: str | None
    after: str | None


class ChangedViolations:
    """What changes, by record. Args: frame: as `PolicyDiff.changed`."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    @property
    def total(self) -> int:
        """How many there are."""
        return self._frame.height

    @property
    def confirmed(self) -> int:
        """How many of them rest on facts that a person confirmed."""
        return int(self._frame.get_column("is_confirmed").sum())

    def page(self, start: int, count: int) -> list[ChangedViolation]:
        """A part of the list. Args: start: how many stand before it."""
        return [ChangedViolation(*row) for row in self._frame.slice(start, count).iter_rows()]


def changes_seen(found: PolicyDiff, *, actor: Actor, before: str = ALL, after: str = ALL) -> ChangedViolations:
    """What of a policy diff somebody sees: records that lie where the person compares rules.

    Cost: for whoever compares them in the whole country no query; else one for each 5,000 records that change, or,
        where more than 100,000 do, one that reads every record.

    Args: before, after: only from this outcome, or to this one; "unknown": facts are missing.
    """
    frame = found.changed
    for column, wanted in ((BEFORE, before), (AFTER, after)):
        if wanted:
            outcome = None if wanted == UNKNOWN else wanted
            frame = frame.filter(frame.get_column(column).eq_missing(outcome))
    if not actor.reaches("", *roles_of(Duty.COMPARE_RULES)):
        numbers = numbers_placed(_pieces(frame), actor=actor, duty=Duty.COMPARE_RULES)
        frame = frame.filter(frame.get_column("record").is_in(numbers))
    return ChangedViolations(frame)


def _pieces(frame: pl.DataFrame) -> list[list[int]] | None:
    """The records of changed violations, in pieces; None: so many that it is less work to read which lie there."""
    records = frame.get_column("record").unique()
    if records.len() > MOST_ASKED:
        return None
    return [records.slice(start, PIECE).to_list() for start in range(0, records.len(), PIECE)]


def kept_policy_diff(old: Book, new: Book, *, on: date) -> PolicyDiff:
    """As `policy_diff`; asked again, it is not computed again as long as the kept facts stay the same."""
    key = (old.digest, new.digest, on, _state())
    if key not in _kept:
        _kept[key] = policy_diff(old, new, on=on)
    _kept.move_to_end(key)
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return _kept[key]


def _state() -> str:
    """Tells apart what the files held at different times: each is written whole and put in the place of the last."""
    files = sorted(columns_folder().glob("*.arrow"))
    return " ".join(f"{each.name}:{each.stat().st_mtime_ns}:{each.stat().st_ino}" for each in files)
