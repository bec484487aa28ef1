"""Records as programs list them: one query of bare columns, for a door that is asked hundreds of times a second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce

from qingce.domain.records.models import Record
from qingce.domain.records.permissions import visible_to
from qingce.domain.records.queries.by_numbers import ByNumbers, written
from qingce.domain.records.queries.listing import OWNER
from qingce.shared.parties.enums import Actor
from qingce.shared.search.enums import SearchPage, SearchRequest
from qingce.shared.search.queries import search

_COLUMNS = ("id", "type", "title", "doc_no", "issuer", "published_on", "decided_on", "inspected_on", "year", "division")
_NAME = Coalesce("enterprise__canonical__name", "enterprise__name")


@dataclass(frozen=True, slots=True)
class LeanRow:
    """What a list of programs says of a record; more of it stands under its number. Days as ISO 8601 writes them."""

    id: int
    type: str
    title: str
    doc_no: str
    issuer: str
    published_on: str | None
    decided_on: str | None
    inspected_on: str | None
    year: int | None
    division: str
    is_synthetic: bool
    enterprise_id: int
    enterprise: str


@dataclass(frozen=True)
class FoundLean:
    """One page of a search for records: totals and counts of the index, bare rows of the database."""

    page: SearchPage
    rows: list[LeanRow]


def find_lean(request: SearchRequest, *, actor: Actor) -> FoundLean:
    """The records a request finds that the actor may see, with what a program lists of them; one query.

    Raises: errors of `search`.
    """
    page = search("record", request)
    return FoundLean(page, lean_rows(page.ids, actor=actor))


def lean_rows(ids: Sequence[int], *, actor: Actor) -> list[LeanRow]:
    """The records with these numbers that the actor may see, in the order given; one query."""
    if not ids:
        return []
    wanted = list(dict.fromkeys(ids))
    found = {row[0]: _row(row) for row in _by_numbers(visible_to(actor), len(wanted)).bare(wanted)}
    return [found[number] for number in ids if number in found]


@lru_cache(maxsize=256)
def _by_numbers(seen: Q, count: int) -> ByNumbers:
    """By what the actor may see, for that decides its text."""
    columns = (*_COLUMNS, "is_synthetic", OWNER, _NAME)
    return written(count, lambda pks: Record.objects.filter(seen, pk__in=pks).order_by().values_list(*columns))


def _row(row: Sequence[Any]) -> LeanRow:
    published, decided, inspected = (None if day is None else str(day) for day in row[5:8])
    number, kind, title, doc_no, issuer = row[:5]
    year, division, is_synthetic, enterprise, name = row[8:]
    return LeanRow(
        number, kind, title, doc_no, issuer, published, decided, inspected,
        year, division, bool(is_synthetic), enterprise, name,
    )  # fmt: skip
