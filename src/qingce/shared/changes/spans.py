"""Numbers that lie near each other, as spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

GAP = 8  # reading a few rows too many costs less than another row in the feed


def spans(ids: Collection[int], *, gap: int = GAP) -> Iterator[tuple[int, int]]:
    """The numbers as (first, last) spans in rising order; numbers at most `gap` apart share a span."""
    first = last = None
    for number in sorted(ids):
        if first is None or last is None:
            first = last = number
        elif number - last <= gap:
            last = number
        else:
            yield first, last
            first = last = number
    if first is not None and last is not None:
        yield first, last
