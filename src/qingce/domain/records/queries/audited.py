"""Who stood on a roster of cleaner production audits in some years, for whoever draws a sample of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models.functions import Coalesce

from qingce.domain.records.enums import RecordType
from qingce.domain.records.models import Record
from qingce.domain.records.permissions import visible_to
from qingce.domain.records.queries.listing import OWNER
from qingce.shared.parties.enums import NOBODY

VOLUNTARY, RESULTS = "voluntary", "results"


@dataclass(frozen=True, slots=True)
class AuditedRow:
    """A line of a roster.

    Args: enterprise_id: of the one that it is merged into. division: GB/T 2260; empty: not known. grounds: as the
        record has them. is_listed: belongs to a listed company; None: not stated.
    """

    enterprise_id: int
    division: str
    year: int
    grounds: tuple[str, ...]
    is_listed: bool | None


def audited_between(first_year: int, last_year: int) -> Iterator[AuditedRow]:
    """The lines on mandatory audits, by enterprise and year; one query."""
    rows = Record.objects.filter(
        visible_to(NOBODY), type=RecordType.CLEANER_PRODUCTION, year__gte=first_year, year__lte=last_year
    )
    columns = (
        OWNER, "division", "enterprise__division", "year", "details",
        Coalesce("enterprise__canonical__listed", "enterprise__listed"),
    )  # fmt: skip
    found = rows.order_by("enterprise_id", "year", "pk").values_list(*columns)
    for owner, own, seat, year, details, is_listed in found.iterator(chunk_size=5_000):
        if details.get("obligation") != VOLUNTARY and details.get("listed") != RESULTS:
            grounds = tuple(filter(None, details.get("grounds", "").split(";")))
            yield AuditedRow(owner, own or seat, year or first_year, grounds, is_listed)
