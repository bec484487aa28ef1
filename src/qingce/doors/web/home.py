"""The first page: search, and what there is by region and type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.records import queries as records
from qingce.domain.records.enums import RecordType
from qingce.doors.web.asked import ENTERPRISE, RECORD, Asked
from qingce.doors.web.facets import label_of
from qingce.doors.web.links import absolute
from qingce.doors.web.pages import Page, Shown, show
from qingce.doors.web.rows import show_records
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.pure.kernel.divisions import provinces
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.pure.kernel.tile_grid import tiles
from qingce.shared.ledger.queries import EntriesAsked, find_entries
from qingce.shared.parties.enums import NOBODY
from qingce.shared.search.queries import FacetCount, Order, SearchPage, SearchRequest, search

LATEST = 8
SHADES = 5
CORPS = "660000"
CORPS_PLACE = (1, 0)  # beside Xinjiang, where it lies
BAR_WIDTH = 100


@dataclass(frozen=True)
class ShownTile:
    """A province on the map: where it stands, how many records it has, and how deep its shade is."""

    code: str
    name: str
    full_name: str
    row: int
    col: int
    count: int
    shade: int
    address: str


@dataclass(frozen=True)
class Bar:
    """A type with its number of records; width in hundredths of the longest bar."""

    value: str
    label: str
    count: int
    width: str
    address: str


@dataclass(frozen=True)
class Top:
    """The most frequent value; share in per cent of all records."""

    name: str
    count: int
    share: int


@dataclass(frozen=True)
class Counts:
    """What the database holds, from one search without words."""

    records: int
    enterprises: int
    by_province: dict[str, int]
    by_type: Sequence[FacetCount]
    latest: Sequence[int]


@serves("REC-6")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page; without an index it says so and stays useful."""
    counts = _counts_if_ready()
    latest = records.rows_by_ids(counts.latest, actor=NOBODY) if counts else []
    context = {
        "counts": counts,
        "tiles": map_tiles(counts.by_province) if counts else [],
        "bars": bars(counts.by_type) if counts else [],
        "top_region": top("province", counts.by_province, counts.records) if counts else None,
        "top_type": top("type", {each.value: each.count for each in counts.by_type}, counts.records)
        if counts
        else None,
        "latest": show_records(latest),
        "latest_on": next((row.dated for row in latest if row.dated), None),
        "newest_entry": next(iter(find_entries(EntriesAsked(), count=1)), None),
        "examples": [Asked(text=text) for text in EXAMPLES],
    }
    return show(request, _page(), Shown("home.html", context))


EXAMPLES = ("印染", "超标排放", "危险废物", "上海化学")


def _counts_if_ready() -> Counts | None:
    try:
        return read_counts()
    except QingceError:
        return None


def read_counts() -> Counts:
    """Totals, and counts by province and type.

    Raises: IndexMissing.
    """
    wanted = SearchRequest(order=Order.NEWEST, size=LATEST, facets=("province", "type"))
    found: SearchPage = search(RECORD, wanted)
    return Counts(
        records=found.total,
        enterprises=search(ENTERPRISE, SearchRequest(size=1)).total,
        by_province={each.value: each.count for each in found.facets.get("province", ())},
        by_type=found.facets.get("type", ()),
        latest=found.ids,
    )


def map_tiles(by_province: dict[str, int]) -> list[ShownTile]:
    """The map's tiles, the Corps beside Xinjiang."""
    most = max(by_province.values(), default=0)
    places = [(each.province_code, each.name, each.abbr, each.row, each.col) for each in tiles()]
    corps = (CORPS, _("Corps"), "XPCC", *CORPS_PLACE)
    return [
        ShownTile(
            code=code,
            name=name if is_chinese() or code == CORPS else abbr,
            full_name=label_of("province", code),
            row=row,
            col=col,
            count=by_province.get(code, 0),
            shade=shade(by_province.get(code, 0), most),
            address=Asked(filters={"province": (code,)}).address(),
        )
        for code, name, abbr, row, col in [*places, corps]
    ]


def top(facet: str, counts: Mapping[str, int], total: int) -> Top | None:
    """The value that most records have, with its share of all; None where there is nothing to count."""
    if not counts or not total:
        return None
    value, count = max(counts.items(), key=lambda each: each[1])
    return Top(label_of(facet, value), count, round(100 * count / total))


def shade(count: int, most: int) -> int:
    """How deep a tile is, 0 (none) to 5: by the logarithm, so that one large province does not drown the others."""
    if count <= 0:
        return 0
    return 1 + round((SHADES - 1) * (log(count) / log(most) if most > 1 else 1))


def by_region(by_province: dict[str, int]) -> list[tuple[str, str, int]]:
    """Code, name and count of every province-level unit, those without records too, as the list of codes has them."""
    return [(each.code, label_of("province", each.code), by_province.get(each.code, 0)) for each in provinces()]


def bars(by_type: Sequence[FacetCount]) -> list[Bar]:
    """Types that occur, the most frequent first."""
    most = max((each.count for each in by_type), default=0)
    known = set(RecordType.values)
    return [
        Bar(
            value=each.value,
            label=label_of("type", each.value),
            count=each.count,
            width=f"{BAR_WIDTH * each.count / most:.2f}",
            address=Asked(filters={"type": (each.value,)}).address(),
        )
        for each in by_type
        if each.value in known
    ]


def _page() -> Page:
    search_action = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": absolute("/search/") + "?q={words}"},
        "query-input": "required name=words",
    }
    site = {"@type": "WebSite", "name": "清册 Qingce", "url": absolute("/"), "potentialAction": search_action}
    description = _(
        "The open register of environmental supervision of enterprises in China: search records by enterprise, "
        "place and type, with their sources."
    )
    dataset = {
        "@type": "Dataset",
        "name": _("Environmental supervision records of enterprises in China"),
        "description": description,
        "url": absolute("/"),
        "isAccessibleForFree": True,
    }
    return Page(title="", description=description, data=[site, dataset], section="home")
