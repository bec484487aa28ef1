"""The results page: what was found, the filters with counts, and what to tell of the query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from qingce.domain.records import queries as records
from qingce.doors.web.asked import ENTERPRISE, PAGE_SIZE, RECORD, Asked, BadPage, read_asked
from qingce.doors.web.facets import Facet, Value, chosen_values, facet_title, facets_of, label_of
from qingce.doors.web.messages import code_notice, notice_sentence, sentence, status, unknown_sentence
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.rows import ShownEnterprise, ShownRecord, query_of, show_enterprises, show_records
from qingce.doors.web.templatetags.qingce_web import whole
from qingce.doors.web.trends.asked import trends_of
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import NOBODY
from qingce.shared.search.queries import Order, SearchPage, SearchRequest, Unknown, search


class PastTheEnd(QingceError):
    """The page asked for lies behind the last one."""

    code = "past-the-end"

    def __init__(self, page: int, last: int) -> None:
        super().__init__(f"There is no page {page}: the last one is page {last}.", page=page, last=last)


@dataclass(frozen=True)
class Tab:
    """One kind of things, and how many were found."""

    kind: str
    label: str
    count: int
    address: str
    is_current: bool


@dataclass(frozen=True)
class Pager:
    """The way to the pages before and after."""

    page: int
    last: int
    before: str
    after: str


@dataclass(frozen=True)
class Found:
    """Everything the page shows of a search that could be made."""

    total: int
    said: str
    tabs: Sequence[Tab]
    facets: Sequence[Facet]
    records: Sequence[ShownRecord]
    enterprises: Sequence[ShownEnterprise]
    notices: Sequence[str]
    pager: Pager


@serves("REC-6")
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What an address asks for, or what is wrong with it, with the query kept."""
    try:
        asked = read_asked(request.GET)
    except BadPage as error:
        return _show(request, _bounded(read_asked(_without_page(request))), problem=error)
    try:
        return _show(request, asked, found=find(asked))
    except QingceError as error:
        return _show(request, _bounded(asked), problem=error)


def _without_page(request: HttpRequest) -> Any:
    query = request.GET.copy()
    query.pop("page", None)
    return query


def _bounded(asked: Asked) -> Asked:
    """What is kept on a page that tells of a fault: filters unless they are too many, for each names all others."""
    return replace(asked, filters={}) if asked.has_excess else asked


def find(asked: Asked) -> Found:
    """Search, and read what is shown of the hits.

    Cost: two searches and a fixed number of queries.
    Raises: QueryTooLong, TooManyTerms, PageTooFar, PastTheEnd, IndexMissing.
    """
    find_them = records.find_records if asked.kind == RECORD else records.find_enterprises
    found = find_them(asked.request, actor=NOBODY)
    hits = found.page
    last = max(1, -(-hits.total // PAGE_SIZE))
    if asked.page > last:
        raise PastTheEnd(asked.page, last)
    query = query_of(asked.text)
    return Found(
        total=hits.total,
        said=_said(asked.kind, hits.total),
        tabs=_tabs(asked, hits.total),
        facets=facets_of(asked, hits.facets),
        records=show_records(found.rows, query) if isinstance(found, records.FoundRecords) else (),
        enterprises=show_enterprises(found.rows, query, counts=found.counts)
        if isinstance(found, records.FoundEnterprises)
        else (),
        notices=_notices(asked.text, hits),
        pager=_pager(asked, last),
    )


def _said(kind: str, total: int) -> str:
    if kind == RECORD:
        return ngettext("%(count)s record", "%(count)s records", total) % {"count": whole(total)}
    return ngettext("%(count)s enterprise", "%(count)s enterprises", total) % {"count": whole(total)}


def _tabs(asked: Asked, total: int) -> list[Tab]:
    labels = {RECORD: _("Records"), ENTERPRISE: _("Enterprises")}
    return [
        Tab(
            kind=kind,
            label=label,
            count=total if kind == asked.kind else _total(asked.of_kind(kind)),
            address=asked.of_kind(kind).address(),
            is_current=kind == asked.kind,
        )
        for kind, label in labels.items()
    ]


def _total(asked: Asked) -> int:
    return search(asked.kind, SearchRequest(text=asked.text, filters=asked.filters, order=Order.NEWEST, size=1)).total


def _notices(text: str, hits: SearchPage) -> list[str]:
    told = [notice_sentence(notice) for notice in hits.notices]
    if about_code := code_notice(text):
        told.append(about_code)
    return [*told, *(_unknown(each) for each in hits.unknown if each.value is not None)]


def _unknown(each: Unknown) -> str:
    named = Unknown(each.facet, label_of(each.facet, each.value or ""))
    return unknown_sentence(named, facet_title(each.facet))


def _pager(asked: Asked, last: int) -> Pager:
    before = asked.on_page(asked.page - 1).address() if asked.page > 1 else ""
    after = asked.on_page(asked.page + 1).address() if asked.page < last else ""
    return Pager(asked.page, last, before, after)


def _show(
    request: HttpRequest, asked: Asked, *, found: Found | None = None, problem: QingceError | None = None
) -> HttpResponse:
    context = {
        "asked": asked,
        "found": found,
        "chips": chosen_values(asked),
        "orders": _orders(asked),
        "download": asked.on_page(1).address("web:download"),
        "trends": trends_of(asked),
        "as_json": asked.address("web:results-json"),
        "clear": asked.with_filters(**dict.fromkeys(asked.filters, ())).address(),
        "problem": sentence(problem) if problem else "",
    }
    page = _page(asked, found)
    return show(request, page, Shown("results.html", context, part="found"), status=status(problem) if problem else 200)


def _page(asked: Asked, found: Found | None) -> Page:
    words = [asked.text[:60], *(value.label for value in chosen_values(asked)[:4])]
    about = " ".join(word for word in words if word)
    title = _("%(about)s: search results") % {"about": about} if about else _("All records and enterprises")
    count = f"{found.said}. " if found else ""
    return Page(
        title=title,
        description=count
        + _("Search China's environmental supervision records by enterprise, place, type, year and words."),
        crumbs=(home_crumb(), Crumb(_("Search"))),
        query=asked.address().partition("?")[2] and "?" + asked.address().partition("?")[2],
        is_indexed=found is not None and not asked.text,
        data=[{"@type": "SearchResultsPage", "name": title}],
        section="results",
    )


def _orders(asked: Asked) -> list[Value]:
    labels = {Order.RELEVANCE: _("Best match"), Order.NEWEST: _("Newest")}
    return [
        Value("order", order.value, label, asked.ordered(order).address(), is_chosen=asked.order == order)
        for order, label in labels.items()
    ]
