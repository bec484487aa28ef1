"""The survey of 2018-2022: its totals beside the computed ones, where it disagrees with itself, what else it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.cleaner_production.enums import Grounds, ListState
from qingce.domain.cleaner_production.queries import (
    SOURCE,
    ComparedTotal,
    Difference,
    DifferenceKind,
    compare_totals,
    differences,
    not_recomputable,
    read_matrix,
    table,
)
from qingce.doors.web.cleaner.shown import unit_name
from qingce.doors.web.cleaner.words import count_words, finding_words, prefecture_words
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.pure.kernel.requirements import serves


@dataclass(frozen=True)
class ShownDifference:
    """A difference in words. Args: first, second: what stands against what."""

    of: Difference
    unit: str
    first: str
    second: str


@serves("CPA-3", "CPA-2")
@require_safe
def survey(request: HttpRequest) -> HttpResponse:
    """Totals cell by cell, differences one by one, and the findings about prefectures and enterprises."""
    totals = compare_totals(read_matrix().states)
    context = {
        "source": SOURCE,
        "totals": by_series(totals),
        "differing": sum(1 for each in totals if each.differs),
        "differences": [(kind, shown) for kind in DifferenceKind if (shown := shown_differences(kind))],
        "not_recomputable": not_recomputable(),
        "departments": _named(table("departments")),
        "prefectures": prefecture_words(),
        "delegation": _named(table("delegation")),
        "letters": _named(table("letters")),
        "counts": count_words(),
        "published_by_unit": _published(),
        "enterprises": finding_words(),
    }
    page = Page(
        title=_("The survey of 2018-2022, checked against itself"),
        description=_("Printed totals beside those computed from its tables, and every difference."),
        crumbs=(home_crumb(), Crumb(_("Cleaner production"), reverse("web:cleaner")), Crumb(_("Survey"))),
    )
    return show(request, page, Shown("cleaner/survey.html", context))


def by_series(totals: Sequence[ComparedTotal]) -> list[tuple[ComparedTotal, list[ComparedTotal]]]:
    """The totals of each list and series, by year; the first one stands for all."""
    found: dict[tuple[str, str], list[ComparedTotal]] = {}
    for each in totals:
        found.setdefault((each.list, each.series), []).append(each)
    return [(rows[0], rows) for rows in found.values()]


def shown_differences(kind: DifferenceKind) -> list[ShownDifference]:
    """The differences of a kind, in words."""
    return [
        ShownDifference(each, unit_name(each.unit) if each.unit else "", _value(each, first=True), _value(each))
        for each in differences()
        if each.kind == kind
    ]


def _value(each: Difference, *, first: bool = False) -> str:
    code = each.first if first else each.second
    if each.kind == DifferenceKind.TOTAL:
        return code
    if each.kind == DifferenceKind.PROVINCE:
        return unit_name(code)
    if each.kind in (DifferenceKind.FULLER, DifferenceKind.VOLUNTARY) and first:
        return _("published")
    if each.kind == DifferenceKind.GROUNDS or (each.kind == DifferenceKind.TYPES and not first):
        return str(Grounds(code).label)
    return str(ListState(code).label)


def _named(rows: Sequence[Mapping[str, str]]) -> list[tuple[str, Mapping[str, str]]]:
    return [(unit_name(row["unit"]), row) for row in rows]


def _published() -> list[tuple[str, str]]:
    rows = [row for row in table("enterprise_counts") if row["about"] == "published" and row["unit"]]
    return [(unit_name(row["unit"]), row["count"]) for row in sorted(rows, key=lambda row: -int(row["count"]))]
