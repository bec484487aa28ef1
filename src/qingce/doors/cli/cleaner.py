"""`qingce cleaner …`: the disclosure matrix of cleaner production and its totals, and the survey behind them."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from qingce.doors.cli.language import say
from qingce.pure.kernel.requirements import serves

FORMAT = click.option(
    "--format", "form", type=click.Choice(["csv"]), default="csv", help=say("输出格式。", "How it is written.")
)


@click.group(help=say("清洁生产：谁公布了名单和结果。", "Cleaner production: who published rosters and results."))
def cleaner() -> None:
    """Commands of cleaner production."""


@serves("CPA-3")
@cleaner.command(help=say("各单位各年度的公开情况。", "What each unit published, year by year."))
@FORMAT
def matrix(*, form: str) -> None:
    """Writes a line for each unit and year: codes of the vocabularies, empty where nothing is known."""
    from qingce.domain.cleaner_production.enums import ListKind
    from qingce.domain.cleaner_production.queries import Cell, read_matrix, units

    del form
    found = read_matrix()
    _write(
        ("unit", "year", "roster", "results"),
        (
            (unit.code, str(year), *(found.states.get(Cell(unit.code, year, kind), "") for kind in ListKind))
            for unit in units()
            for year in found.years
        ),
    )


@serves("CPA-3")
@cleaner.command(help=say("公布的合计与计算的合计。", "Printed totals beside the computed ones."))
@FORMAT
@click.option("--all", "every", is_flag=True, help=say("所有系列，多一列。", "Every series, in a column more."))
def totals(*, form: str, every: bool) -> None:
    """Writes how many units published, as printed and as computed; computed is empty where it cannot be."""
    from qingce.domain.cleaner_production.enums import Series
    from qingce.domain.cleaner_production.queries import compare_totals, read_matrix

    del form
    words = {True: "yes", False: "no", None: "unknown"}
    lines = [
        (
            str(each.year),
            str(each.list),
            str(each.published),
            "" if each.computed is None else str(each.computed),
            words[each.differs],
            *((str(each.series),) if every else ()),
        )
        for each in compare_totals(read_matrix().states)
        if every or each.series == Series.PUBLISHED
    ]
    _write(("year", "list", "published", "computed", "differs", *(("series",) if every else ())), lines)


@serves("CPA-3")
@cleaner.command(help=say("导入 2018—2022 年度调研（只导入一次）。", "Take the survey of 2018-2022 in, once."))
def survey() -> None:
    """Takes the shipped survey in as the first findings."""
    from qingce.domain.cleaner_production.actions import take_in_survey
    from qingce.shared.parties.queries import operator

    count = take_in_survey(operator("survey"), at=timezone.now())
    click.echo(_("%(count)d findings of the survey taken in.") % {"count": count})


def _write(heading: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(lines)
