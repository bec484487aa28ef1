"""What records are counted by, read in bulk: no model objects, one query for any number of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from qingce.domain.records.models import Record
from qingce.domain.records.permissions import visible_to
from qingce.domain.records.placing import places_today
from qingce.shared.parties.enums import Actor

__all__ = ["RecordCell", "cells_between", "places_today"]
CHUNK = 5_000
INDUSTRY_DIGITS = 2


class RecordCell(NamedTuple):
    """A record as it is counted, by the same values as the search filters by; empty, or 0: not stated.

    Args: place: the deepest code of today that is known, GB/T 2260. industry: division of GB/T 4754-2017, or section.
    """

    id: int
    year: int
    place: int
    type: str
    industry: str
    issuer: str
    is_corrected: bool
    is_synthetic: bool


def cells_between(first: int, last: int, *, actor: Actor) -> Iterator[RecordCell]:
    """The records with first <= number <= last that somebody sees, by number; one query.

    What a record does not say of place and industry is taken from its enterprise, as the search does.
    """
    rows = (
        Record.objects.filter(visible_to(actor), pk__range=(first, last))
        .order_by("pk")
        .values_list(
            "pk", "year", "type", "issuer", "is_corrected", "is_synthetic", "division", "industry",
            "enterprise__canonical_id", "enterprise__division", "enterprise__industry",
            "enterprise__canonical__division", "enterprise__canonical__industry",
        )
    )  # fmt: skip
    for pk, year, kind, issuer, corrected, synthetic, division, industry, merged, *owned in rows.iterator(CHUNK):
        own_division, own_industry = owned[2:] if merged else owned[:2]
        yield RecordCell(
            pk,
            year or 0,
            _deepest(division or own_division),
            kind,
            (industry or own_industry)[:INDUSTRY_DIGITS],
            issuer,
            corrected,
            synthetic,
        )


def _deepest(code: str) -> int:
    places = places_today(code)
    return int(places.get("county") or places.get("prefecture") or places.get("province") or 0)
