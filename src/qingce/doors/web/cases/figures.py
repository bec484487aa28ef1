"""Public figures on cases, with how they are counted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.removal.enums import CasePath
from qingce.domain.removal.queries import case_figures as figures_of
from qingce.doors.web.csv_files import csv_response
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.pure.kernel.requirements import serves

PATHS = dict(CasePath.choices)


@serves("REM-3")
@require_safe
def case_figures(request: HttpRequest) -> HttpResponse:
    """Cases by path, stage and outcome; median days of each step; overdue by whom."""
    found = figures_of(on=timezone.localdate())
    context = {
        "found": found,
        "states": [(_path(each.path), each.state, each.count) for each in found.states],
    }
    page = Page(
        title=_("Figures on cases"),
        description=_("How many cases there are, how long each step takes, and what is overdue."),
        crumbs=(home_crumb(), Crumb(_("Cases"), reverse("web:cases")), Crumb(_("Figures"))),
        section="cases",
    )
    return show(request, page, Shown("cases/figures.html", context))


@serves("REM-3")
@require_safe
def case_figures_csv(request: HttpRequest) -> HttpResponseBase:
    """The same as a table of everything."""
    del request
    found = figures_of(on=timezone.localdate())
    rows = [("figure", "path", "state", "count", "median_days", "late")]
    rows += [("state", each.path, each.state.value, str(each.count), "", "") for each in found.states]
    rows += [
        ("step", "", each.state.value, str(each.count), str(each.median_days), str(each.late)) for each in found.steps
    ]
    rows += [("overdue", "", party.value, str(count), "", "") for party, count in found.overdue]
    return csv_response("qingce-cases.csv", rows)


def _path(path: str) -> str:
    return str(PATHS.get(path, _("not determined yet")))
