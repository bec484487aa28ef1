"""Surveys of who published: who could be drawn and who was, and what reports count, as data (CPA-4, CPA-5)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.domain.cleaner_production.enums import Stratum
from qingce.domain.cleaner_production.queries import Told, members_after, read_report, report_years
from qingce.domain.statistics.datasets.cleaner_lists import UNIT_COLUMNS, unit_name
from qingce.domain.statistics.datasets.shapes import Asked, Column, Dataset, Filter, Kind, Piece, nested, numbered

DESIGN = "调研方法"


def _members(asked: Asked) -> Piece:
    rows = [
        (
            each.id,
            (
                each.survey_id, each.number, each.enterprise_id, each.name, each.unit, unit_name(each.unit),
                ";".join(one.value for one in each.grounds if one.value), ";".join(map(str, each.years)),
                each.is_listed, each.drawn, each.place, each.stratum.value if each.stratum else "",
                each.is_coded_twice,
            ),
        )
        for each in members_after(asked.place(0), asked.limit + 1, survey=asked.number("survey"))
    ]  # fmt: skip
    return numbered(rows, asked.limit)


def _findings(asked: Asked) -> Piece:
    """A year at a time, the earliest first: each is counted anew from its cells and samples."""
    years = [
        each
        for each in sorted(report_years())
        if each >= asked.place(0) and each == (asked.number("year") or each)
    ]  # fmt: skip
    if not years:
        return Piece([])
    rows = [
        (
            years[0], each.told.value, each.proportion.count, each.proportion.of, round(each.proportion.share, 6),
            round(each.proportion.low, 6) if each.is_sample else None,
            round(each.proportion.high, 6) if each.is_sample else None, each.is_sample,
        )
        for each in read_report(years[0]).findings
    ]  # fmt: skip
    piece = nested([(years[0], rows)], asked, is_last=True)
    return piece if piece.after or len(years) == 1 else Piece(piece.rows, (years[1], 0))


MEMBERS = Dataset(
    name="cleaner-survey-members",
    title=_("Cleaner production: who could be drawn for a survey, and who was"),
    row=_("An enterprise of the frozen population of a survey"),
    basis=DESIGN,
    columns=(
        Column("survey", Kind.INTEGER, _("Number of the survey, as in the address of its page")),
        Column("number", Kind.TEXT, _("Number in the pool of the draw")),
        Column("enterprise", Kind.INTEGER, _("Number of the enterprise, as in the address of its page")),
        Column("enterprise_name", Kind.TEXT, _("Name of the enterprise")),
        *UNIT_COLUMNS,
        Column("grounds", Kind.CODES, _("Grounds named on rosters"), clause="办法第八条", choices=Stratum),
        Column("years", Kind.TEXT, _("Years of its rosters, between semicolons")),
        Column("is_listed", Kind.BOOLEAN, _("Whether of a listed company; empty: not stated")),
        Column("drawn", Kind.INTEGER, _("Place in the draw, from 1")),
        Column("place", Kind.INTEGER, _("Place in its unit's sample; empty: not sampled")),
        Column("stratum", Kind.CODE, _("Ground whose turn it was"), choices=Stratum),
        Column("is_coded_twice", Kind.BOOLEAN, _("Whether two people code it")),
    ),
    read=_members,
    filters=(Filter("survey", _("Number of a survey")),),
    page="cleaner-survey",
)
FINDINGS = Dataset(
    name="cleaner-report-findings",
    title=_("Cleaner production: findings of the yearly reports"),
    row=_("So many of so many, in the report of a year"),
    basis=DESIGN,
    columns=(
        Column("year", Kind.INTEGER, _("Year of the report")),
        Column("about", Kind.CODE, _("What is counted"), choices=Told),
        Column("count", Kind.INTEGER, _("So many"), unit=_("units or enterprises")),
        Column("of", Kind.INTEGER, _("Of so many"), unit=_("units or enterprises")),
        Column("share", Kind.NUMBER, _("Share, from 0 to 1")),
        Column("low", Kind.NUMBER, _("Lower end of the interval at 0.95 confidence; empty: all were looked at")),
        Column("high", Kind.NUMBER, _("Upper end of the interval at 0.95 confidence; empty: all were looked at")),
        Column("is_sample", Kind.BOOLEAN, _("Whether a sample was looked at, not all")),
    ),
    read=_findings,
    filters=(Filter("year", _("Year of the report"), least=1900, most=2200),),
    depth=2,
    page="cleaner",
)
