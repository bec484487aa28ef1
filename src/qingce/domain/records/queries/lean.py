"""Records as programs list them: one query of bare columns, for a door that is asked hundreds of times a second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Coalesce

from qingce.domain.records.models import Record
from qingce.domain.records.permissions import visible_to
from qingce.domain.records.queries.reading import OWNER
from qingce.shared.parties.enums import Actor
from qingce.shared.search.enums import SearchPage, SearchRequest
from qingce.shared.search.queries import search

_COLUMNS = ("id", "type", "title", "doc_no", "issuer", "published_on", "decided_on", "inspected_on", "year", "division")
_NAME = Coalesce("enterprise__canonical__name", "enterprise__name")


@dataclass(frozen=True, slots=True)
class LeanRow:
    """What a list of programs says of a record; more of it stands under its number."""

    id: int
    type: str
    title: str
    doc_no: str
    issuer: str
    published_on: date | None
    decided_on: date | None
    inspected_on: date | None
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
    rows = Record.objects.filter(visible_to(actor), pk__in=ids).order_by()
    found = {row[0]: LeanRow(*row) for row in rows.values_list(*_COLUMNS, "is_synthetic", OWNER, _NAME)}
    return [found[number] for number in ids if number in found]
