"""Showing where a query was found: segments of the original text, marked or not; whoever shows them escapes them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from qingce.pure.kernel.text import fold_with_offsets
from qingce.shared.search.enums import Query

Segment = tuple[str, bool]


def highlight(text: str, query: Query) -> list[Segment]:
    """The text in segments, those that a term of the query stands in marked True.

    Returns: the segments joined are the text; none is empty, and no two neighbours are marked alike.
    """
    return list(_segments(text, _spans(text, query), 0, len(text)))


def snippet(text: str, query: Query, width: int = 80) -> list[Segment]:
    """Some `width` characters of the text around the first hit, or its beginning, in segments.

    Returns: as `highlight`, with "…" where text is left out.
    """
    spans = _spans(text, query)
    first = spans[0][0] if spans else 0
    start = max(0, min(first - width // 3, len(text) - width))
    stop = min(len(text), start + width)
    before = [("…", False)] if start else []
    after = [("…", False)] if stop < len(text) else []
    return _merged([*before, *_segments(text, spans, start, stop), *after])


def _spans(text: str, query: Query) -> list[tuple[int, int]]:
    """Places [start, end) of the original that the terms stand in, in order, merged where they touch."""
    folded, offsets = fold_with_offsets(text)
    found = sorted(
        (offsets[place], _end(text, offsets[place + len(term) - 1]))
        for term in query.terms
        for place in _places(folded, term)
    )
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _places(folded: str, term: str) -> Iterator[int]:
    place = folded.find(term)
    while place >= 0:
        yield place
        place = folded.find(term, place + 1)


def _end(text: str, last: int) -> int:
    """Behind a character and the accents written after it."""
    end = last + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def _segments(text: str, spans: list[tuple[int, int]], start: int, stop: int) -> Iterator[Segment]:
    place = start
    for first, end in spans:
        if end <= start or first >= stop:
            continue
        if first > place:
            yield text[place:first], False
        yield text[max(first, place) : min(end, stop)], True
        place = end
    if place < stop:
        yield text[place:stop], False


def _merged(segments: list[Segment]) -> list[Segment]:
    merged: list[Segment] = []
    for text, is_marked in segments:
        if merged and merged[-1][1] == is_marked:
            merged[-1] = (merged[-1][0] + text, is_marked)
        else:
            merged.append((text, is_marked))
    return merged
