"""Trends and map: the page, and each chart of it as a table, a picture and JSON."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from qingce.domain.statistics.queries import NOT_STATED, Counted, NotCountedYet, count_records
from qingce.doors.web.csv_files import csv_response
from qingce.doors.web.links import absolute
from qingce.doors.web.messages import sentence, status
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.templatetags.qingce_web import day, whole
from qingce.doors.web.trends.asked import TrendsAsked, read_filters, read_trends
from qingce.doors.web.trends.charts import CHARTS, chart, dimension_of, label, lines, needed
from qingce.doors.web.trends.drawing import drawn, drawn_charts
from qingce.doors.web.trends.form import chips, choosers, hidden, years_typed
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves

ROBOTS = {"X-Robots-Tag": "noindex"}
HEAD = 92  # pixels above the drawing of a file
FOOT = 44


@serves("REC-8")
@require_safe
def trends(request: HttpRequest) -> HttpResponse:
    """The page, or what is wrong with its address, with what was typed kept."""
    asked, found, problem = TrendsAsked(), None, None
    try:
        asked = read_filters(request.GET)  # kept where a year is wrong
        asked = read_trends(request.GET)
        found = count_records(asked.question, needed(asked))
    except NotCountedYet:
        pass
    except QingceError as error:
        problem = error
    context = {
        "asked": asked,
        "found": found,
        "said": _said(found.total) if found else "",
        "charts": drawn_charts(asked, found) if found and found.total else [],
        "search": asked.search(found) if found else "",
        "chips": chips(asked),
        "choosers": choosers(asked, found),
        "hidden": hidden(asked),
        "years": years_typed(request.GET, problem),
        "problem": sentence(problem) if problem else "",
        "json": asked.address("web:trends-json"),
    }
    code = status(problem) if problem else 200
    return show(request, _page(asked, found), Shown("trends/page.html", context), status=code)


def _said(total: int) -> str:
    return ngettext("%(count)s record", "%(count)s records", total) % {"count": whole(total)}


def _page(asked: TrendsAsked, found: Counted | None) -> Page:
    about = _about(asked)
    title = _("%(about)s: trends and map") % {"about": about} if about else _("Trends and map")
    return Page(
        title=title,
        description=_("How many supervision records there are by year, region, type, industry and issuing body."),
        crumbs=(home_crumb(), Crumb(_("Trends and map"))),
        query=f"?{asked.query}" if asked.query else "",
        is_indexed=found is not None and found.total > 0 and len(asked.filters) <= 1,
        section="trends",
    )


def _about(asked: TrendsAsked) -> str:
    return " · ".join(each.label for each in chips(asked)[:4])


@serves("REC-8")
@require_safe
def trends_csv(request: HttpRequest, name: str) -> HttpResponseBase:
    """One chart as a table: every value, also those that the page has no room for.

    Raises: NotCountedYet; as `read_trends`.
    """
    asked, found = _asked(request, name)
    return csv_response(f"qingce-by-{name}.csv", lines(name, asked, found))


@serves("REC-8")
@require_safe
def trends_svg(request: HttpRequest, name: str) -> HttpResponse:
    """One chart as a picture, drawn by the template that draws it on the page, with what it says, of when and of what.

    Raises: NotCountedYet; as `read_trends`.
    """
    asked, found = _asked(request, name)
    one = chart(name, asked, found)
    drawing = drawn(one, on=timezone.localtime(found.until).date())
    context = {
        "chart": one,
        "drawing": drawing.ready,
        "base": absolute(""),
        "height": HEAD + drawing.height + FOOT,
        "foot_y": HEAD + drawing.height + FOOT - 14,
        "head": HEAD,
        "about": _about(asked) or _("All records"),
        "said": _said(found.total),
        "found": found,
        "source": _("Qingce, %(day)s. %(address)s")
        % {"day": day(found.until), "address": absolute(asked.address())[:100]},
    }
    response = render(request, "web/trends/file.svg", context, content_type="image/svg+xml; charset=utf-8")
    for header, value in {**ROBOTS, "Content-Disposition": f'attachment; filename="qingce-by-{name}.svg"'}.items():
        response[header] = value
    return response


@serves("REC-8")
@require_safe
def trends_json(request: HttpRequest) -> JsonResponse:
    """All figures of a page; a value of null is not stated."""
    try:
        asked = read_trends(request.GET)
        found = count_records(asked.question, needed(asked))
    except QingceError as error:
        return JsonResponse({"error": error.code, "detail": sentence(error)}, status=status(error), headers=ROBOTS)
    value = {
        "filters": {name: list(values) for name, values in asked.filters.items()},
        "from": asked.first,
        "to": asked.last,
        "until": found.until.isoformat(),
        "records": found.total,
        "synthetic": found.synthetic,
        "by": {name: _values(name, asked, found) for name in CHARTS},
    }
    return JsonResponse(value, json_dumps_params={"ensure_ascii": False}, headers=ROBOTS)


def _values(name: str, asked: TrendsAsked, found: Counted) -> list[dict[str, object]]:
    dimension = dimension_of(name, asked)
    counts = sorted(found.by[dimension].items(), key=lambda each: (-each[1], each[0]))
    return [
        {"value": value or None, "label": label(dimension, value) if value != NOT_STATED else None, "records": count}
        for value, count in counts
    ]


def _asked(request: HttpRequest, name: str) -> tuple[TrendsAsked, Counted]:
    if name not in CHARTS:
        raise Http404
    asked = read_trends(request.GET)
    return asked, count_records(asked.question, needed(asked))
