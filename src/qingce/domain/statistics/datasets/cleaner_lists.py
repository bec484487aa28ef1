"""What governments published of cleaner production audits, as data (CPA-1, CPA-3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.domain.cleaner_production.enums import Grounds, HowFound, ListKind, ListState, Obligation, Series
from qingce.domain.cleaner_production.queries import DifferenceKind as Against
from qingce.domain.cleaner_production.queries import (
    RostersAsked,
    compare_totals,
    differences,
    findings_after,
    read_matrix,
    rosters_after,
    score_rule,
    score_units,
    units,
)
from qingce.domain.statistics.datasets.shapes import Asked, Column, Dataset, Filter, Kind, Piece, counted, numbered

LAW = "办法第十、十八条"
UNIT = Filter("unit", _("Province-level unit: a GB/T 2260 code"), tuple(each.code for each in units()))
YEAR = Filter("year", _("A year that the list covers"), least=1900, most=2200)
LIST = Filter("list", _("Audit roster or acceptance results"), tuple(ListKind.values))
UNIT_COLUMNS = (
    Column("unit", Kind.TEXT, _("Province-level unit: a GB/T 2260 code"), clause="GB/T 2260"),
    Column("unit_name", Kind.TEXT, _("Official name of the unit, in Chinese")),
)
LIST_COLUMN = Column("list", Kind.CODE, _("Audit roster or acceptance results"), clause=LAW, choices=ListKind)
YEAR_COLUMNS = (
    Column("first_year", Kind.INTEGER, _("First year that the list covers")),
    Column("last_year", Kind.INTEGER, _("Last year that the list covers; mostly the same")),
)


def unit_name(code: str) -> str:
    """The official name of a unit; empty: there is none."""
    return next((each.name for each in units() if each.code == code), "")


def _kind(asked: Asked) -> ListKind | None:
    return ListKind(asked.text("list")) if asked.text("list") else None


def _cells(asked: Asked) -> Piece:
    found = findings_after(
        asked.place(0), asked.limit + 1, unit=asked.text("unit"), year=asked.number("year"), kind=_kind(asked)
    )
    rows = [
        (
            each.id,
            (
                each.id, each.unit, unit_name(each.unit), each.place, each.first_year, each.last_year, each.list.value,
                each.state.value, each.voluntary_part.value if each.voluntary_part else "",
                each.grounds.value if each.list == ListKind.ROSTER else "", each.published_on, each.how_found.value,
                each.source, each.link, each.copy.sha256 if each.copy else "", each.reason,
            ),
        )
        for each in found
    ]  # fmt: skip
    return numbered(rows, asked.limit)


def _rosters(asked: Asked) -> Piece:
    units_asked = [asked.text("unit")] if asked.text("unit") else None
    narrowed = RostersAsked(units_asked, asked.number("year"), _kind(asked))
    rows = [
        (
            each.id,
            (
                each.id, each.unit, unit_name(each.unit), each.list.value, each.first_year, each.last_year,
                each.obligation.value if each.obligation else "", each.department, each.batch_name, each.title,
                each.issuer, each.published_on, each.link, each.has_copy, each.lines,
            ),
        )
        for each in rosters_after(asked.place(0), asked.limit + 1, narrowed)
    ]  # fmt: skip
    return numbered(rows, asked.limit)


def _totals(asked: Asked) -> Piece:
    found = [
        (each.year, each.list.value, each.series.value, each.published, each.computed, each.differs, each.told_in)
        for each in compare_totals(read_matrix().states)
        if each.year == (asked.number("year") or each.year) and each.list == (asked.text("list") or each.list)
    ]
    return counted(found, asked)


def _scores(asked: Asked) -> Piece:
    matrix, rule = read_matrix(), score_rule(on=asked.on)
    wanted = asked.text("unit")
    found = [
        (
            unit, unit_name(unit), each.published, each.left, each.due, float(each.points) if rule else None,
            float(each.most) if rule else None, each.percent, rule.version if rule else "",
        )
        for unit, each in sorted(score_units(matrix, rule).items())
        if unit == (wanted or unit)
    ]  # fmt: skip
    return counted(found, asked)


def _differences(asked: Asked) -> Piece:
    found = [
        (
            each.kind.value, each.unit, unit_name(each.unit), each.year, each.list.value if each.list else "",
            each.series.value if each.series else "", each.first, each.second, each.name,
        )
        for each in differences()
    ]  # fmt: skip
    return counted(found, asked)


CELLS = Dataset(
    name="cleaner-cells",
    title=_("Cleaner production: what each government published"),
    row=_("A list (audit roster or acceptance results) of a unit, or of a prefecture of it, for a year"),
    basis=LAW,
    columns=(
        Column("id", Kind.INTEGER, _("Number of the cell, as in the address of its page")),
        *UNIT_COLUMNS,
        Column("place", Kind.TEXT, _("Prefecture or division; empty: the unit itself")),
        *YEAR_COLUMNS,
        LIST_COLUMN,
        Column("state", Kind.CODE, _("Whether it was published, and by whom"), choices=ListState),
        Column("voluntary_part", Kind.CODE, _("State of voluntary audits, where it differs"), choices=ListState),
        Column("grounds", Kind.CODE, _("Grounds that the roster names"), clause="办法第八条", choices=Grounds),
        Column("published_on", Kind.DATE, _("Day of publication; empty: not known")),
        Column("how_found", Kind.CODE, _("How it became known"), choices=HowFound),
        Column("source", Kind.TEXT, _("Document and place in it from which it is known")),
        Column("link", Kind.TEXT, _("Address where it was published; empty: none noted")),
        Column("copy_sha256", Kind.TEXT, _("SHA-256 of the saved copy; empty: none kept")),
        Column("reason", Kind.TEXT, _("Why a former entry was corrected; empty: it was not")),
    ),
    read=_cells,
    filters=(UNIT, YEAR, LIST),
    page="cleaner",
)
ROSTERS = Dataset(
    name="cleaner-rosters",
    title=_("Cleaner production: published rosters and results"),
    row=_("A published list as a whole"),
    basis=LAW,
    columns=(
        Column("id", Kind.INTEGER, _("Number of the list, as in the address of its page")),
        *UNIT_COLUMNS,
        LIST_COLUMN,
        *YEAR_COLUMNS,
        Column("obligation", Kind.CODE, _("Mandatory or voluntary, as far as said of the whole"), choices=Obligation),
        Column("department", Kind.TEXT, _("Department in charge")),
        Column("batch", Kind.TEXT, _("Batch of the year, as the list calls it")),
        Column("title", Kind.TEXT, _("Title")),
        Column("issuer", Kind.TEXT, _("Who published it")),
        Column("published_on", Kind.DATE, _("Day of publication; empty: not known")),
        Column("link", Kind.TEXT, _("Address where it was published; empty: none noted")),
        Column("has_copy", Kind.BOOLEAN, _("Whether its page has a saved copy")),
        Column("lines", Kind.INTEGER, _("Lines on the public list"), unit=_("enterprises")),
    ),
    read=_rosters,
    filters=(UNIT, YEAR, LIST),
    page="cleaner-rosters",
)
SCORES = Dataset(
    name="cleaner-scores",
    title=_("Cleaner production: the score of each government"),
    row=_("A unit, with the points that its lists of all known years bring"),
    basis=LAW,
    columns=(
        *UNIT_COLUMNS,
        Column("published", Kind.INTEGER, _("Lists that it published itself"), unit=_("lists")),
        Column("left", Kind.INTEGER, _("Lists that it left to lower levels"), unit=_("lists")),
        Column("due", Kind.INTEGER, _("Lists of which something is known"), unit=_("lists")),
        Column("points", Kind.NUMBER, _("Points by the rules; empty: no rule holds"), unit=_("points")),
        Column("most", Kind.NUMBER, _("Points that these lists could bring; empty: no rule holds"), unit=_("points")),
        Column("percent", Kind.INTEGER, _("Points of those that could be had, rounded down"), unit="%"),
        Column("rules", Kind.TEXT, _("Version of the rules; empty: none holds")),
    ),
    read=_scores,
    filters=(UNIT,),
    page="cleaner",
)
TOTALS = Dataset(
    name="cleaner-totals",
    title=_("Cleaner production: printed totals beside computed ones"),
    row=_("A yearly total that the survey of 2018-2022 printed"),
    basis="CP",
    columns=(
        Column("year", Kind.INTEGER, _("Year")),
        LIST_COLUMN,
        Column("series", Kind.CODE, _("What is counted"), choices=Series),
        Column("published", Kind.INTEGER, _("As printed"), unit=_("units")),
        Column("computed", Kind.INTEGER, _("As the cells come to; empty: cannot be computed"), unit=_("units")),
        Column("differs", Kind.BOOLEAN, _("Whether the two differ; empty: cannot be told")),
        Column("told_in", Kind.TEXT, _("Where it is printed: text or chart")),
    ),
    read=_totals,
    filters=(YEAR, LIST),
    page="cleaner-survey",
)
DIFFERENCES = Dataset(
    name="cleaner-differences",
    title=_("Cleaner production: where the survey disagrees with itself"),
    row=_("Two statements of the survey of 2018-2022 that differ"),
    basis="CP",
    columns=(
        Column("kind", Kind.CODE, _("What is set against what"), choices=Against),
        *UNIT_COLUMNS,
        Column("year", Kind.INTEGER, _("Year; empty: no single one")),
        LIST_COLUMN,
        Column("series", Kind.CODE, _("What is counted"), choices=Series),
        Column("first", Kind.TEXT, _("The first statement: a number or a code")),
        Column("second", Kind.TEXT, _("The second statement: a number or a code")),
        Column("name", Kind.TEXT, _("Enterprise; empty: it is about none")),
    ),
    read=_differences,
    page="cleaner-survey",
)
