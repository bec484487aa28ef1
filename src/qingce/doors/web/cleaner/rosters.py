"""Published rosters and results in public: all lists, one with its lines, and the audits of one enterprise (CPA-1)."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.cleaner_production.enums import ListKind
from qingce.domain.cleaner_production.queries import (
    RostersAsked,
    count_rosters,
    roster,
    roster_copy,
    roster_lines,
    roster_years,
    rosters,
    units,
)
from qingce.doors.web.asked import read_page
from qingce.doors.web.cleaner.audits import field_duty
from qingce.doors.web.cleaner.lines import ground_words
from qingce.doors.web.cleaner.shown import unit_name
from qingce.doors.web.csv_files import Line, table_response
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.numbers import number_in
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.doors.web.results import PastTheEnd
from qingce.doors.web.templatetags.qingce_web import place_of
from qingce.pure.kernel.requirements import serves

PAGE_SIZE = 100
PIECE = 5_000


@serves("CPA-1")
@require_safe
def all_rosters(request: HttpRequest) -> HttpResponse:
    """Every published list that was taken in, by unit, year and kind."""
    asked = {name: request.GET.get(name, "") for name in ("unit", "year", "list")}
    kind = ListKind(asked["list"]) if asked["list"] in ListKind else None
    unit = asked["unit"] if asked["unit"] in {each.code for each in units()} else ""
    narrowed = RostersAsked([unit] if unit else None, number_in(asked["year"]), kind)
    paging = paging_of(request, count_rosters(narrowed), **asked)
    context = {
        "rows": [(each, unit_name(each.unit)) for each in rosters(narrowed, start=paging.start, count=PER_PAGE)],
        "paging": paging,
        "units": [(each.code, unit_name(each.code)) for each in units()],
        "years": roster_years(),
        "kinds": ListKind.choices,
        "asked": asked,
    }
    page = Page(
        title=_("Published rosters and results"),
        description=_("Rosters of cleaner production audits and acceptance results, line by line, with their sources."),
        crumbs=(home_crumb(), _crumb(), Crumb(_("Published rosters and results"))),
    )
    return show(request, page, Shown("cleaner/rosters.html", context))


@serves("CPA-1")
@require_safe
def one_roster(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: where it was published, and its lines."""
    found = roster(pk)
    number = read_page(request.GET)
    last = max(1, -(-found.lines // PAGE_SIZE))
    if number > last:
        raise PastTheEnd(number, last)
    lines = roster_lines(found, offset=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    duties = field_duty(lines, on=localdate())
    context = {
        "row": found,
        "unit": unit_name(found.unit),
        "lines": [(each, ground_words(each), duties.get(each.row.id)) for each in lines],
        "page_number": number,
        "last_page": last,
    }
    crumbs = (
        home_crumb(),
        _crumb(),
        Crumb(_("Published rosters and results"), reverse("web:cleaner-rosters")),
        Crumb(found.title, is_data=True),
    )
    return show(request, Page(title=found.title, crumbs=crumbs), Shown("cleaner/roster.html", context))


@serves("CPA-1")
@require_safe
def roster_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The lines of one list as CSV."""
    found = roster(pk)
    return table_response(request, f"qingce-cleaner-production-roster-{found.id}", _lines(pk))


@serves("CPA-1")
@require_safe
def roster_saved_copy(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The saved copy of a published list."""
    return file_response(roster_copy(pk), {"page": request.GET["page"]} if "page" in request.GET else {})


def _lines(pk: int) -> Iterator[Line]:
    yield [
        _("Record"), _("Enterprise"), _("Region"), _("Years of the list"), _("Audit"), _("Grounds"),
        _("Department in charge"),
        _("Batch"), _("Evaluation and acceptance"), _("On no roster known here"), _("Note on the list"), _("Source"),
        _("Published on"), _("Address"),
    ]  # fmt: skip
    found = roster(pk)
    for start in range(0, found.lines, PIECE):
        for each in roster_lines(found, offset=start, limit=PIECE):
            yield [
                str(each.row.id), each.row.enterprise, place_of(each.row.division), each.years,
                str(each.obligation.label) if each.obligation else "", ground_words(each), each.department,
                each.batch_name, str(each.result.label) if each.result else "",
                _("yes") if each.is_off_roster else "", each.note, found.title,
                found.published_on.isoformat() if found.published_on else "", found.link,
            ]  # fmt: skip


def _crumb() -> Crumb:
    return Crumb(_("Cleaner production"), reverse("web:cleaner"))
