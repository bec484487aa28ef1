"""What is counted of all units as files: the charts by year, the rosters by ground, the scores, the prefectures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.cleaner_production.queries import (
    Matrix,
    PrefectureCount,
    Score,
    count_kinds,
    count_prefectures,
    findings_of_year,
    read_matrix,
    read_report,
    score_rule,
    score_units,
    units,
)
from qingce.doors.web.cleaner.downloads import cell_lines, matrix_lines
from qingce.doors.web.cleaner.scored import KINDS, kind_words
from qingce.doors.web.cleaner.shown import unit_name
from qingce.doors.web.csv_files import Line, table_response
from qingce.doors.web.templatetags.qingce_web import exact
from qingce.pure.kernel.requirements import serves

Prefectures = Sequence[PrefectureCount]
EMPTY = Matrix({}, {}, {})


@serves("CPA-3")
@require_safe
def counted_csv(request: HttpRequest, table: str) -> HttpResponseBase:
    """One of the tables below."""
    if table not in TABLES:
        raise Http404
    matrix = read_matrix() if table != "prefectures" else EMPTY
    prefectures = count_prefectures() if table == "prefectures" else []
    return table_response(request, f"qingce-cleaner-production-{table}", TABLES[table](matrix, prefectures))


@serves("CPA-5")
@require_safe
def report_csv(request: HttpRequest, year: int, table: str) -> HttpResponseBase:
    """The same of the years of a report."""
    if table not in TABLES:
        raise Http404
    report = read_report(year)
    lines = TABLES[table](report.matrix, report.prefectures)
    return table_response(request, f"qingce-cleaner-production-report-{year}-{table}", lines)


@serves("CPA-3")
@require_safe
def year_csv(request: HttpRequest, year: int) -> HttpResponseBase:
    """The cells of the units in a year, each with where it comes from."""
    rows = findings_of_year(year)
    if not rows:
        raise Http404
    return table_response(request, f"qingce-cleaner-production-{year}", cell_lines(rows))


def _counts(matrix: Matrix, _prefectures: Prefectures) -> Iterator[Line]:
    yield [_("List"), _("Year"), _("Made public"), _("Not published"), _("Left to lower levels"), _("Units")]
    for each in matrix.counts:
        numbers = (each.published, each.not_published, each.left, each.units)
        yield [str(each.list.label), str(each.year), *map(str, numbers)]


def _types(matrix: Matrix, _prefectures: Prefectures) -> Iterator[Line]:
    yield [_("Year"), *kind_words()]
    for year, counts in count_kinds(matrix.grounds).items():
        yield [str(year), *(str(counts[each]) for each in KINDS)]


def _scores(matrix: Matrix, _prefectures: Prefectures) -> Iterator[Line]:
    yield [
        _("Code"), _("Unit"), _("Lists known"), _("Made public"), _("Left to lower levels"), _("Points"),
        _("Points that could be had"), _("Score [%]"),
    ]  # fmt: skip
    scores = score_units(matrix, score_rule(on=localdate()))
    for unit in units():
        if score := scores.get(unit.code):
            lists = (score.due, score.published, score.left)
            yield [unit.code, unit_name(unit.code), *map(str, lists), *_points(score)]


def _points(score: Score) -> list[str]:
    if score.percent is None:
        return [""] * 3
    return [exact(Decimal(score.points)), exact(Decimal(score.most)), str(score.percent)]


def _prefectures(_matrix: Matrix, counts: Prefectures) -> Iterator[Line]:
    yield [
        _("Code"), _("Unit"), _("First year"), _("Last year"), _("List"), _("Known to publish"), _("Known not to"),
    ]  # fmt: skip
    for each in counts:
        numbers = (str(each.published), str(each.not_published))
        years = (str(each.first_year), str(each.last_year))
        yield [each.unit, unit_name(each.unit), *years, str(each.list.label), *numbers]


def _matrix(matrix: Matrix, _counts: Prefectures) -> Iterable[Line]:
    return matrix_lines(matrix)


TABLES: dict[str, Callable[[Matrix, Prefectures], Iterable[Line]]] = {
    "matrix": _matrix,
    "counts": _counts,
    "types": _types,
    "scores": _scores,
    "prefectures": _prefectures,
}
