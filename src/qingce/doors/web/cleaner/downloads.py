"""Tables of cleaner production as CSV: the matrix, the totals, the differences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from qingce.domain.cleaner_production.enums import ListKind
from qingce.domain.cleaner_production.queries import (
    Cell,
    DifferenceKind,
    FindingRow,
    Matrix,
    Score,
    compare_totals,
    findings_of_unit,
    read_matrix,
    score_rule,
    score_units,
    score_years,
    units,
)
from qingce.doors.web.cleaner.shown import unit_name
from qingce.doors.web.cleaner.survey import shown_differences
from qingce.doors.web.csv_files import Line, table_response
from qingce.doors.web.links import absolute
from qingce.pure.kernel.requirements import serves


@serves("CPA-3")
@require_safe
def matrix_csv(request: HttpRequest) -> HttpResponseBase:
    """A line for each unit and year."""
    return table_response(request, "qingce-cleaner-production-matrix", matrix_lines(read_matrix()))


@serves("CPA-3")
@require_safe
def totals_csv(request: HttpRequest) -> HttpResponseBase:
    """Printed totals beside the computed ones."""
    return table_response(request, "qingce-cleaner-production-totals", _totals())


@serves("CPA-3")
@require_safe
def differences_csv(request: HttpRequest) -> HttpResponseBase:
    """Every difference of the survey with itself."""
    return table_response(request, "qingce-cleaner-production-differences", _differences())


@serves("CPA-3")
@require_safe
def province_csv(request: HttpRequest, code: str) -> HttpResponseBase:
    """The cells of a unit and of its prefectures, each with where it comes from."""
    return table_response(request, f"qingce-cleaner-production-{code}", cell_lines(findings_of_unit(code)))


def matrix_lines(matrix: Matrix) -> Iterator[Line]:
    """A line for each unit and year, with the scores of the year and of all years of the matrix."""
    yield [
        _("Code"), _("Unit"), _("Year"), _("Audit roster"), _("Acceptance results"), _("Voluntary part of the results"),
        _("Grounds named on the roster"), _("Score of the year [%]"), _("Score of all years [%]"),
    ]  # fmt: skip
    rule = score_rule(on=localdate())
    whole, yearly = score_units(matrix, rule), score_years(matrix, rule)
    for unit in units():
        for year in matrix.years:
            roster, results = Cell(unit.code, year, ListKind.ROSTER), Cell(unit.code, year, ListKind.RESULTS)
            states = [matrix.states.get(each) for each in (roster, results)]
            part, grounds = matrix.voluntary.get(results), matrix.grounds.get((unit.code, year))
            labels = [str(each.label) if each else "" for each in (*states, part, grounds)]
            scores = [yearly.get((unit.code, year)), whole.get(unit.code)]
            yield [unit.code, unit_name(unit.code), str(year), *labels, *map(_percent, scores)]


def _percent(score: Score | None) -> str:
    return "" if score is None or score.percent is None else str(score.percent)


def _totals() -> Iterator[Line]:
    yield [_("Year"), _("List"), _("What is counted"), _("Printed"), _("Computed"), _("Differs"), _("Printed in")]
    for each in compare_totals(read_matrix().states):
        differs = {True: _("yes"), False: _("no"), None: _("cannot be computed")}[each.differs]
        computed = "" if each.computed is None else str(each.computed)
        told_in = _("text") if each.told_in == "text" else _("chart")
        yield [
            str(each.year), str(each.list.label), str(each.series.label), str(each.published), computed, differs,
            told_in,
        ]  # fmt: skip


def cell_lines(rows: Iterable[FindingRow]) -> Iterator[Line]:
    """Cells, each with where it comes from."""
    yield [
        _("Unit"), _("Place"), _("First year"), _("Last year"), _("List"), _("State"),
        _("Voluntary part of the results"), _("Grounds named on the roster"), _("Published on"), _("How it was found"),
        _("Source"), _("Link"), pgettext("web", "Address"),
    ]  # fmt: skip
    for each in rows:
        part = each.voluntary_part.label if each.voluntary_part else ""
        grounds = each.grounds.label if each.list == ListKind.ROSTER else ""
        yield [
            unit_name(each.unit), each.place, str(each.first_year), str(each.last_year), str(each.list.label),
            str(each.state.label), str(part), str(grounds), each.published_on.isoformat() if each.published_on else "",
            str(each.how_found.label), each.source, each.link, absolute(reverse("web:cleaner-cell", args=[each.id])),
        ]  # fmt: skip


def _differences() -> Iterator[Line]:
    yield [_("What is set against what"), _("Unit"), _("Year"), _("List"), _("First"), _("Second"), _("Enterprise")]
    for kind in DifferenceKind:
        for each in shown_differences(kind):
            year, listed = each.of.year, each.of.list
            yield [
                str(kind.label), each.unit, str(year) if year else "", str(listed.label) if listed else "", each.first,
                each.second, each.of.name,
            ]  # fmt: skip
