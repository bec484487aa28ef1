"""A survey in public: its design, frozen population, draw and sample, so that anyone re-runs it."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.cleaner_production.queries import MemberRow, members_of, results_of, survey_of
from qingce.doors.web.cleaner.shown import unit_name
from qingce.doors.web.csv_files import Line, table_response
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.pure.kernel.requirements import serves


@serves("CPA-4")
@require_safe
def one_survey(request: HttpRequest, pk: int) -> HttpResponse:
    """The design with its clauses, and how to draw the same sample."""
    survey = survey_of(pk)
    results = results_of(survey) if survey.sampled_at else None
    context = {
        "survey": survey,
        "results": results,
        "units": [(unit_name(each.unit), each) for each in results.units] if results else [],
    }
    crumbs = (home_crumb(), Crumb(_("Cleaner production"), reverse("web:cleaner")), Crumb(survey.name))
    return show(request, Page(title=survey.name, crumbs=crumbs), Shown("cleaner/one_survey.html", context))


@serves("CPA-4")
@require_safe
def population_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Everybody who could be drawn, with place in the drawn order and in the sample."""
    survey_of(pk)
    return table_response(request, f"qingce-survey-{pk}-population", _lines(members_of(pk)))


@serves("CPA-4")
@require_safe
def sample_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The sample."""
    survey_of(pk)
    return table_response(request, f"qingce-survey-{pk}-sample", _lines(members_of(pk, is_sampled=True)))


def _lines(rows: list[MemberRow]) -> Iterator[Line]:
    yield [
        _("Number"), _("Enterprise"), _("Code"), _("Unit"), _("Grounds"), _("Years"), _("Of a listed company"),
        _("Place in the draw"), _("Place in the sample"), _("Ground whose turn it was"), _("Coded twice"),
    ]  # fmt: skip
    listed = {True: _("yes"), False: _("no"), None: _("not stated")}
    for each in rows:
        yield [
            each.number, each.name, each.unit, unit_name(each.unit), ";".join(map(str, each.grounds)),
            ";".join(map(str, each.years)), listed[each.is_listed], _number(each.drawn), _number(each.place),
            "" if each.stratum is None else str(each.stratum), listed[each.is_coded_twice] if each.place else "",
        ]  # fmt: skip


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
