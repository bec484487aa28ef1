"""What is counted of all units as files: the charts by year, the rosters by ground, the scores, the prefectures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.cleaner_production.queries import (
    Score,
    count_kinds,
    count_prefectures,
    findings_of_year,
    read_matrix,
    score_rule,
    score_units,
    units,
)
from qingce.doors.web.cleaner.downloads import cell_lines
from qingce.doors.web.cleaner.scored import KINDS, kind_words
from qingce.doors.web.cleaner.shown import unit_name
from qingce.doors.web.csv_files import Line, table_response
from qingce.doors.web.templatetags.qingce_web import exact
from qingce.pure.kernel.requirements import serves


@serves("CPA-3")
@require_safe
def counted_csv(request: HttpRequest, table: str) -> HttpResponseBase:
    """One of the tables below."""
    if table not in TABLES:
        raise Http404
    return table_response(request, f"qingce-cleaner-production-{table}", TABLES[table]())


@serves("CPA-3")
@require_safe
def year_csv(request: HttpRequest, year: int) -> HttpResponseBase:
    """The cells of the units in a year, each with where it comes from."""
    rows = findings_of_year(year)
    if not rows:
        raise Http404
    return table_response(request, f"qingce-cleaner-production-{year}", cell_lines(rows))


def _counts() -> Iterator[Line]:
    yield [_("List"), _("Year"), _("Made public"), _("Not published"), _("Left to lower levels"), _("Units")]
    for each in read_matrix().counts:
        numbers = (each.published, each.not_published, each.left, each.units)
        yield [str(each.list.label), str(each.year), *map(str, numbers)]


def _types() -> Iterator[Line]:
    yield [_("Year"), *kind_words()]
    for year, counts in count_kinds(read_matrix().grounds).items():
        yield [str(year), *(str(counts[each]) for each in KINDS)]


def _scores() -> Iterator[Line]:
    yield [
        _("Code"), _("Unit"), _("Lists known"), _("Made public"), _("Left to lower levels"), _("Points"),
        _("Points that could be had"), _("Score [%]"),
    ]  # fmt: skip
    scores = score_units(read_matrix(), score_rule(on=localdate()))
    for unit in units():
        if score := scores.get(unit.code):
            lists = (score.due, score.published, score.left)
            yield [unit.code, unit_name(unit.code), *map(str, lists), *_points(score)]


def _points(score: Score) -> list[str]:
    if score.percent is None:
        return [""] * 3
    return [exact(Decimal(score.points)), exact(Decimal(score.most)), str(score.percent)]


def _prefectures() -> Iterator[Line]:
    yield [
        _("Code"), _("Unit"), _("First year"), _("Last year"), _("List"), _("Known to publish"), _("Known not to"),
    ]  # fmt: skip
    for each in count_prefectures():
        numbers = (str(each.published), str(each.not_published))
        years = (str(each.first_year), str(each.last_year))
        yield [each.unit, unit_name(each.unit), *years, str(each.list.label), *numbers]


TABLES: dict[str, Callable[[], Iterable[Line]]] = {
    "counts": _counts,
    "types": _types,
    "scores": _scores,
    "prefectures": _prefectures,
}
