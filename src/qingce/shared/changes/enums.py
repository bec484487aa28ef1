"""The values that pass between `changes` and the rooms that write to it or follow it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class IdRange:
    """Rows of one kind, both ends included; ids inside it need not all exist."""

    kind: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class NumberedChange:
    """One entry of the feed; `at` is when the act happened, `number` its place in the feed."""

    number: int
    ids: IdRange
    at: datetime


@dataclass(frozen=True, slots=True)
class FollowerLag:
    """How far one follower is behind the feed.

    `behind` counts numbered changes still to read. `has_missed` means that changes which it never read were
    pruned: it has to be rebuilt from the database. `error` names the class of the last failure, "" when well.
    """

    name: str
    position: int
    behind: int
    has_missed: bool
    error: str
    failed_at: datetime | None
