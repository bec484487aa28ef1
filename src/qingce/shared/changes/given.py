"""What a follower was already given in one go, so that it does not read the same rows again for a later change."""

from __future__ import annotations

from collections import defaultdict
from heapq import merge
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from qingce.shared.changes.enums import IdRange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_Spans = list[tuple[int, int]]


class Given:
    """Ids given to one follower while the feed's last number stayed the same for it.

    Every change up to that number was visible before the first of them was read. So what was read of these ids holds
    the later ones of those changes, too. It lives no longer than that: a killed process reads again, which is harmless.
    """

    def __init__(self) -> None:
        self._spans: defaultdict[str, _Spans] = defaultdict(list)

    def new_of(self, ranges: Sequence[IdRange]) -> list[IdRange]:
        """The ids of ranges that were not given yet.

        Args: ranges: as `merge_ranges` returns them. Returns: the same.
        """
        return [
            IdRange(kind, first, last)
            for kind in dict.fromkeys(each.kind for each in ranges)
            for first, last in _without(
                [(each.first, each.last) for each in ranges if each.kind == kind], self._spans[kind]
            )
        ]

    def add(self, ranges: Iterable[IdRange]) -> None:
        """Remember that these were given."""
        for kind, each in groupby(sorted(ranges), key=attrgetter("kind")):
            self._spans[kind] = list(_joined(merge(self._spans[kind], ((one.first, one.last) for one in each))))


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans in order, those that touch as one."""
    current: tuple[int, int] | None = None
    for first, last in spans:
        if current and first <= current[1] + 1:
            current = current[0], max(current[1], last)
        else:
            if current:
                yield current
            current = first, last
    if current:
        yield current


def _without(wanted: _Spans, given: _Spans) -> Iterator[tuple[int, int]]:
    """What of spans lies in none of others; in either list they are in order and share nothing."""
    place = 0
    for first, last in wanted:
        while place < len(given) and given[place][1] < first:
            place += 1
        start, ahead = first, place
        while ahead < len(given) and given[ahead][0] <= last:
            if start < given[ahead][0]:
                yield start, given[ahead][0] - 1
            start = given[ahead][1] + 1
            ahead += 1
        if start <= last:
            yield start, last
