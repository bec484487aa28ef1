"""The first page: search, and what there is by region, year and type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.records import queries as records
from qingce.domain.statistics.queries import NotCountedYet
from qingce.doors.web.asked import ENTERPRISE, RECORD, Asked
from qingce.doors.web.links import absolute
from qingce.doors.web.notices.shown import show_notices
from qingce.doors.web.pages import Page, Shown, show
from qingce.doors.web.rows import show_records
from qingce.doors.web.trends.asked import TrendsAsked
from qingce.doors.web.trends.charts import count_all
from qingce.doors.web.trends.drawing import DrawnChart, drawn_charts
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.ledger.queries import EntriesAsked, find_entries
from qingce.shared.notices.enums import NoticeState
from qingce.shared.notices.queries import NoticesAsked, count_notices, notices
from qingce.shared.parties.enums import NOBODY
from qingce.shared.search.queries import Order, SearchRequest, search

LATEST, NOTICES = 8, 5
CHARTS = ("region", "year", "type")
EXAMPLES = ("印染", "超标排放", "危险废物", "上海化学")


@dataclass(frozen=True)
class Counts:
    """What the database holds, from one search without words. Args: latest: numbers of the newest records."""

    records: int
    enterprises: int
    latest: Sequence[int]


@serves("REC-6")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page; without an index it says so and stays useful."""
    counts, today = _counts_if_ready(), timezone.localdate()
    latest = records.rows_by_ids(counts.latest, actor=NOBODY) if counts else []
    context = {
        "counts": counts,
        "charts": _charts() if counts else [],
        "latest": show_records(latest),
        "latest_on": next((row.dated for row in latest if row.dated), None),
        "newest_entry": next(iter(find_entries(EntriesAsked(), count=1)), None),
        "notices": show_notices(notices(NoticesAsked(), today=today, count=NOTICES)),
        "open_notices": count_notices(NoticesAsked(state=NoticeState.OPEN), today=today),
        "examples": [Asked(text=text) for text in EXAMPLES],
    }
    return show(request, _page(), Shown("home.html", context))


def _counts_if_ready() -> Counts | None:
    try:
        return read_counts()
    except QingceError:
        return None


def read_counts() -> Counts:
    """Totals, and the newest records.

    Raises: IndexMissing.
    """
    found = search(RECORD, SearchRequest(order=Order.NEWEST, size=LATEST))
    return Counts(found.total, search(ENTERPRISE, SearchRequest(size=1)).total, found.ids)


def _charts() -> list[DrawnChart]:
    """Those of the trends of all records; none while they are being counted."""
    try:
        return drawn_charts(TrendsAsked(), count_all(), CHARTS)
    except NotCountedYet:
        return []


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
