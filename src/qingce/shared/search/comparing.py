"""Telling by which documents the index differs from the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import tantivy

from qingce.shared.search.enums import Difference
from qingce.shared.search.layout import rank_key
from qingce.shared.search.readers import Reader, reader_of
from qingce.shared.search.reading import Rows
from qingce.shared.search.registry import Document, fingerprint

_CHUNK = 10_000
_LAST_ID = 2**62


def compare(kind: str) -> Difference:
    """Compare ids and fingerprints of every document, range by range.

    What changes while it runs may show as a difference; mending it is harmless.

    Raises: IndexMissing; UnknownKind.
    """
    reader = reader_of(kind, fresh=True)
    rows = Rows(reader.layout.indexed, lambda documents: [_stamp_of(each) for each in documents])
    missing: list[int] = []
    surplus: list[int] = []
    stale: list[int] = []
    for first, last in _covering(reader.layout.indexed.ranges()):
        there = _stamps(reader, first, last)
        wanted = dict(rows.between(first, last))
        missing += sorted(wanted.keys() - there.keys())
        surplus += sorted(there.keys() - wanted.keys() - set(rows.unreadable))
        stale += sorted(each for each in wanted.keys() & there.keys() if wanted[each] != there[each])
    return Difference(tuple(missing), tuple(surplus), tuple(stale), tuple(rows.unreadable))


def _stamp_of(document: Document) -> tuple[int, int]:
    rank_key(document)  # what the index refuses for its id or boost counts as unreadable, not as missing
    return document.id, fingerprint(document)


def _covering(ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The ranges, and the gaps between and around them, which may hold what is indexed in vain."""
    place = 1
    for first, last in sorted(ranges):
        if place < first:
            yield place, first - 1
        yield first, last
        place = max(place, last + 1)
    yield place, _LAST_ID


def _stamps(reader: Reader, first: int, last: int) -> dict[int, int | None]:
    """Id and fingerprint of everything indexed in a range; None, equal to nothing, for what is indexed twice."""
    stamps: dict[int, int | None] = {}
    for key, stamp in _entries(reader, first, last):
        stamps[key] = None if key in stamps else stamp
    return stamps


def _entries(reader: Reader, first: int, last: int) -> Iterator[tuple[int, int]]:
    while first <= last:
        match = tantivy.Query.range_query(reader.schema, "id", tantivy.FieldType.Integer, first, last)
        hits = reader.searcher.search(match, _CHUNK, count=False, order_by_field="id", order=tantivy.Order.Asc).hits
        stamps = reader.searcher.fast_field_values("stamp", [address for _, address in hits])
        yield from zip((key for key, _ in hits), (int(stamp or 0) for stamp in stamps), strict=True)
        if len(hits) < _CHUNK:
            return
        first = hits[-1][0] + 1
