"""Searching the public list: what the index finds, read again from the database before it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from qingce.domain.enterprises import queries as enterprises
from qingce.domain.enterprises.queries import EnterpriseRow
from qingce.domain.records.queries.listing import RecordRow, rows_by_ids
from qingce.domain.records.queries.reading import count_records_of
from qingce.shared.parties.enums import Actor
from qingce.shared.search.enums import SearchPage, SearchRequest
from qingce.shared.search.queries import iterate_ids, search

RECORD_FACETS = (
    "type",
    "year",
    "province",
    "prefecture",
    "county",
    "issuer",
    "industry",
    "category",
    "pollutant",
    "status",
)
ENTERPRISE_FACETS = ("province", "prefecture", "county", "industry", "type")
PIECE = 1000


@dataclass(frozen=True)
class FoundRecords:
    """One page of a search for records: totals and counts of the index, rows of the database."""

    page: SearchPage
    rows: list[RecordRow]


@dataclass(frozen=True)
class FoundEnterprises:
    """One page of a search for enterprises, and how many records each has."""

    page: SearchPage
    rows: list[EnterpriseRow]
    counts: dict[int, int]


def find_records(request: SearchRequest, *, actor: Actor) -> FoundRecords:
    """The records a request finds that the actor may see (REC-6).

    Raises: errors of `search`: a query too long, a page too far, no index.
    """
    page = search("record", request)
    return FoundRecords(page, rows_by_ids(page.ids, actor=actor))


def find_enterprises(request: SearchRequest, *, actor: Actor) -> FoundEnterprises:
    """The enterprises a request finds that the actor may see.

    Raises: errors of `search`.
    """
    page = search("enterprise", request)
    counts = count_records_of(page.ids, actor=actor)
    return FoundEnterprises(page, enterprises.rows_by_ids(page.ids, actor=actor), counts)


def iterate_found(request: SearchRequest, *, limit: int, actor: Actor) -> Iterator[RecordRow]:
    """The first `limit` records a request finds, for downloads; a bounded piece in memory at a time."""
    ids = iterate_ids("record", request, limit)
    while piece := list(islice(ids, PIECE)):
        yield from rows_by_ids(piece, actor=actor)
