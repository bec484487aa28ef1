"""Keeping the indexes in step with the database. `building` says why a crash loses nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from qingce.shared.changes.actions import advance_follower
from qingce.shared.changes.enums import IdRange
from qingce.shared.changes.queries import last_number
from qingce.shared.search.building import Progress, apply, build
from qingce.shared.search.comparing import compare
from qingce.shared.search.enums import Difference
from qingce.shared.search.layout import Layout
from qingce.shared.search.readers import look_again, reader_of
from qingce.shared.search.registry import follower_name, indexed

__all__ = ["apply_changes", "build_anew", "compare", "mend", "rebuild", "refresh"]

_NEAR_IDS = 100


def apply_changes(ranges: Sequence[IdRange]) -> None:
    """Bring the index up to date with what the rows of these ranges are now; doing it twice changes nothing more.

    Where there is no index yet, all of it is built.

    Raises: IndexBusy: another process writes; UnknownKind.
    """
    by_kind: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for each in ranges:
        by_kind[each.kind].append((each.first, each.last))
    for kind, pairs in by_kind.items():
        apply(Layout(indexed(kind)), pairs)
        look_again(kind)


def rebuild(kind: str, progress: Progress | None = None) -> int:
    """Build the index anew while the old one serves, then put it in its place.

    This home's follower, if behind the moment at which reading began, is moved up to it: all before has been read.

    Args: progress: told now and then how many documents were read so far.
    Returns: how many documents were read.
    Raises: IndexBusy: another process builds; UnknownKind.
    """
    position = last_number()
    count = build_anew(kind, progress)
    advance_follower(follower_name(kind), position=position)
    return count


def build_anew(kind: str, progress: Progress | None = None) -> int:
    """As `rebuild`, but the follower stays where it is: it is the follower itself that asks.

    Returns: how many documents were read.
    Raises: IndexBusy: another process builds; UnknownKind.
    """
    count = build(Layout(indexed(kind)), progress)
    look_again(kind)
    return count


def mend(kind: str) -> Difference:
    """Bring every document that differs from the database up to date; one that is still unreadable is left out.

    Returns: what differed.
    Raises: IndexMissing: there is nothing to mend, rebuild it; IndexBusy; UnknownKind.
    """
    difference = compare(kind)
    ids = sorted({*difference.missing, *difference.surplus, *difference.stale, *difference.unreadable})
    if ids:
        apply(Layout(indexed(kind)), _ranges_of(ids))
        look_again(kind)
    return difference


def _ranges_of(ids: list[int]) -> list[tuple[int, int]]:
    """Few ranges that hold these ids, in order; near ones share a range, so that the rows are read in bulk."""
    ranges: list[tuple[int, int]] = []
    for each in ids:
        if ranges and each - ranges[-1][1] <= _NEAR_IDS:
            ranges[-1] = (ranges[-1][0], each)
        else:
            ranges.append((each, each))
    return ranges


def refresh(kind: str) -> None:
    """Let this process see another's newest commit at once instead of within a fifth of a second.

    Raises: IndexMissing; UnknownKind.
    """
    reader_of(kind, fresh=True)
