"""Cleaner production in public: all units, one year, one unit, one cell with its history."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.cleaner_production.enums import Grounds, ListKind, ListState
from qingce.domain.cleaner_production.queries import (
    FindingRow,
    TimeLine,
    copy_of,
    count_places,
    findings_of_year,
    history_of,
    known_places,
    known_years,
    laws,
    matrix_of,
    own_findings,
    places_of,
    read_matrix,
    score_rule,
    score_units,
)
from qingce.domain.records.enums import RecordType
from qingce.doors.web.asked import Asked
from qingce.doors.web.cleaner.scored import shown_parts, shown_rule
from qingce.doors.web.cleaner.shown import (
    ROWS,
    TILE,
    shown_counts,
    shown_places,
    shown_prefectures,
    shown_tiles,
    shown_units,
    unit_name,
)
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.pure.kernel.requirements import serves
from qingce.shared.rulebooks.errors import NoReleaseInForce

BAR = 44


@serves("CPA-3", "CPA-6")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every unit and year at one look, the yearly counts, the map and the time line of laws."""
    matrix, rule = read_matrix(), score_rule(on=localdate())
    scores = score_units(matrix, rule)
    counts = [(kind, shown_counts(matrix.counts, kind), BAR * len(matrix.years)) for kind in ListKind if matrix.counts]
    latest = {each.list: each for each in matrix.counts}
    context = {
        "matrix": matrix,
        "units": shown_units(matrix, scores) if matrix.states else [],
        "counts": counts,
        "latest": [latest[kind] for kind in ListKind if kind in latest],
        "tiles": shown_tiles(scores, is_chinese=is_chinese()) if matrix.states else [],
        "map_height": (TILE + 3) * ROWS,
        "prefectures": [(code, unit_name(code), count) for code, count in known_places().items()],
        "rule": rule,
        "parts": shown_rule(rule),
        "line": _laws(),
        "audited": Asked(filters={"type": (RecordType.CLEANER_PRODUCTION,)}).address(),
    }
    page = Page(
        title=_("Cleaner production: who published the lists"),
        description=_("Which provinces published audit rosters and acceptance results, year by year."),
        crumbs=(home_crumb(), Crumb(_("Cleaner production"))),
    )
    return show(request, page, Shown("cleaner/overview.html", context))


@serves("CPA-3")
@require_safe
def one_year(request: HttpRequest, year: int) -> HttpResponse:
    """What each unit published for a year, with where that is known from."""
    rows = findings_of_year(year)
    if not rows:
        raise Http404
    matrix = matrix_of(rows)
    pairs: dict[str, dict[ListKind, FindingRow]] = {}
    for row in rows:
        pairs.setdefault(row.unit, {})[row.list] = row
    context = {
        "year": year,
        "years": known_years(),
        "counts": matrix.counts,
        "types": next(iter(matrix.types), None),
        "rows": [(code, unit_name(code), found) for code, found in pairs.items()],
    }
    title = _("Cleaner production lists of %(year)s") % {"year": year}
    page = Page(title=title, crumbs=(home_crumb(), _crumb(), Crumb(str(year))))
    return show(request, page, Shown("cleaner/year.html", context))


@serves("CPA-3")
@require_safe
def province(request: HttpRequest, code: str) -> HttpResponse:
    """What one unit published, year by year, and what its prefectures did."""
    own, places = own_findings(code), places_of(code)
    counted = shown_prefectures(count_places(code, places))
    name, rule = unit_name(code), score_rule(on=localdate())
    score = score_units(matrix_of(own), rule).get(code)
    context = {
        "code": code,
        "name": name,
        "years": _by_year(own),
        "places": shown_places(places),
        "owes": [each for each in own if each.state == ListState.NOT_PUBLISHED],
        "unnamed": [each for each in own if each.list == ListKind.ROSTER and each.grounds == Grounds.NOT_LABELLED],
        "counted": counted,
        "bars_height": BAR * len(counted),
        "score": score,
        "rule": rule,
        "parts": shown_parts(score),
    }
    title = _("Cleaner production lists: %(name)s") % {"name": name}
    page = Page(title=title, crumbs=(home_crumb(), _crumb(), Crumb(name)))
    return show(request, page, Shown("cleaner/province.html", context))


@serves("CPA-3", "REC-10")
@require_safe
def cell(request: HttpRequest, pk: int) -> HttpResponse:
    """One cell: what stands there, where it comes from, and what stood there before."""
    rows = history_of(pk)
    shown = next(each for each in rows if each.id == pk)
    name = unit_name(shown.unit)
    title = _("%(unit)s, %(year)s: %(list)s") % {"unit": name, "year": shown.first_year, "list": shown.list.label}
    context = {"row": shown, "rows": rows, "name": name}
    crumbs = (home_crumb(), _crumb(), Crumb(name, reverse("web:cleaner-province", args=[shown.unit])), Crumb(title))
    page = Page(title=title, crumbs=crumbs, is_indexed=False)
    return show(request, page, Shown("cleaner/cell.html", context))


@serves("CPA-3")
@require_safe
def saved_copy(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The saved copy of what a government published."""
    return file_response(copy_of(pk), {"page": request.GET["page"]} if "page" in request.GET else {})


def _by_year(rows: list[FindingRow]) -> list[tuple[int, list[FindingRow]]]:
    years = sorted({each.first_year for each in rows}, reverse=True)
    return [(year, [each for each in rows if each.first_year == year]) for year in years]


def _crumb() -> Crumb:
    return Crumb(_("Cleaner production"), reverse("web:cleaner"))


def _laws() -> TimeLine | None:
    try:
        return laws(on=localdate())
    except NoReleaseInForce:
        return None
