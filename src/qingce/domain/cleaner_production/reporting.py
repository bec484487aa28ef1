"""The yearly report: everything that it states is counted here from cells and samples, with its denominators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from qingce.domain.cleaner_production.acts import REPORT_WRITTEN
from qingce.domain.cleaner_production.coding import PUBLISHED, Results, results_of
from qingce.domain.cleaner_production.counting import YearCount, count_years, series_of
from qingce.domain.cleaner_production.enums import REPORT, UNLABELLED, CodedAs, ListKind, ListState, Series
from qingce.domain.cleaner_production.errors import FindingChanged, FindingNotFound, SurveyWrong
from qingce.domain.cleaner_production.intervals import Proportion, proportion
from qingce.domain.cleaner_production.models import ReportText
from qingce.domain.cleaner_production.reading import (
    Matrix,
    PrefectureCount,
    count_prefectures,
    known_years,
    read_matrix,
)
from qingce.domain.cleaner_production.survey import LAST_YEAR, Cell, table
from qingce.domain.cleaner_production.survey_reading import SurveyRow, surveys
from qingce.pure.kernel.text import clean
from qingce.shared.bulk.actions import one_at_a_time
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty

SPAN = 5
LONGEST = 10_000
LOCK = "cleaner-reports"
KINDS = (ListKind.ROSTER, ListKind.RESULTS)


class Told(TextChoices):
    """What a finding is about."""

    ROSTER = "roster", _("Units that published the audit roster of the year")
    RESULTS = "results", _("Units that published the acceptance results of the year")
    BOTH = "both", _("Units that published both lists of the year")
    ALL = "all", _("Units that published both lists of every year")
    LEFT = "left", _("Units that left a list of the year to lower levels")
    GROUNDS = "grounds", _("Rosters of the year that name the grounds")
    PUBLISHED = "published", _("Sampled enterprises that published anything")
    COMPLETE = "complete", _("Of these: all that its ground asks")
    INCOMPLETE = "incomplete", _("Of these: only part of it")
    CANNOT_BE_JUDGED = "cannot-be-judged", _("Of these: cannot be judged, because the roster names no ground")


@dataclass(frozen=True)
class ReportFinding:
    """So many of so many. Args: is_sample: an interval says something, because not all were looked at."""

    told: Told
    proportion: Proportion
    is_sample: bool


@dataclass(frozen=True)
class CellChange:
    """A list of a unit that counts otherwise than the year before."""

    cell: Cell
    before: ListState
    after: ListState


@dataclass(frozen=True)
class Text:
    """The recommendations. Args: id: 0: none are written yet."""

    id: int
    zh: str
    en: str
    written_at: datetime | None


@dataclass(frozen=True)
class Report:
    """A year's report. Args: survey, results: the newest survey up to this year; is_printed: the shipped one is told.

    Its span ends with the year.
    """

    year: int
    years: Sequence[int]
    matrix: Matrix
    counts: Sequence[YearCount]
    findings: Sequence[ReportFinding]
    changes: Sequence[CellChange]
    prefectures: Sequence[PrefectureCount]
    survey: SurveyRow | None
    results: Results | None
    is_printed: bool
    text: Text


def read_report(year: int) -> Report:
    """The report of a year; ten queries at most.

    Raises: FindingNotFound: nothing is known of the year.
    """
    whole = read_matrix()
    if year not in whole.years:
        raise FindingNotFound(f"There is no finding of {year}.", number=year)
    years = [each for each in whole.years if year - SPAN < each <= year]
    matrix = _cut(whole, years)
    survey = next((each for each in surveys() if each.sampled_at and each.last_year == year), None)
    results = results_of(survey) if survey else None
    is_printed = results is None and year == LAST_YEAR
    sampled = _sampled(results) if results else _printed() if is_printed else []
    return Report(
        year=year,
        years=years,
        matrix=matrix,
        counts=count_years(matrix.states),
        findings=[*_counted(matrix, year), *sampled],
        changes=_changes(matrix, year),
        prefectures=count_prefectures(first=years[0], last=year),
        survey=survey,
        results=results,
        is_printed=is_printed,
        text=report_text(year),
    )


def report_years() -> Sequence[int]:
    """The years of which there is a report, the newest first; one query."""
    return known_years()[::-1]


def report_text(year: int) -> Text:
    """The recommendations that hold; one query."""
    row = ReportText.objects.filter(year=year, replaced_at=None).first()
    if row is None:
        return Text(0, "", "", None)
    return Text(row.pk, row.recommendations_zh, row.recommendations_en, row.written_at)


def write_recommendations(actor: Actor, year: int, zh: str, en: str, *, seen: int, at: datetime) -> int:
    """Writes the recommendations of a year's report; the former ones stay, replaced.

    Args: seen: the text that the form showed; 0: none.
    Raises: DutyMissing; OutOfArea: not for the whole country; SurveyWrong; FindingChanged: somebody else was faster.
    """
    check_duty(actor, Duty.LEAD_SURVEYS, "")
    texts = {"recommendations_zh": clean(zh), "recommendations_en": clean(en)}
    for name, text in texts.items():
        if len(text) > LONGEST:
            raise SurveyWrong(f"This takes at most {LONGEST} characters.", field=name, cause="long", longest=LONGEST)
    with transaction.atomic():
        one_at_a_time(LOCK)
        if report_text(year).id != seen:
            raise FindingChanged("Somebody corrected this cell meanwhile. Look at it again before you write.")
        ReportText.objects.filter(year=year, replaced_at=None).update(replaced_at=at)
        row = ReportText.objects.create(year=year, written_by=actor.signature, written_at=at, **texts)
        note_change(REPORT, year, at=at)
        journal(REPORT_WRITTEN, by=actor.person_id or None, subject=(REPORT, year), at=at)
    return row.pk


def _cut(whole: Matrix, years: Sequence[int]) -> Matrix:
    wanted = set(years)
    return Matrix(
        {cell: state for cell, state in whole.states.items() if cell.year in wanted},
        {cell: state for cell, state in whole.voluntary.items() if cell.year in wanted},
        {key: told for key, told in whole.grounds.items() if key[1] in wanted},
    )


def _counted(matrix: Matrix, year: int) -> list[ReportFinding]:
    """What follows from the cells of the year: all units were looked at, so there is no interval."""
    series: dict[str, dict[Cell, Series]] = {}
    for cell, state in matrix.states.items():
        series.setdefault(cell.unit, {})[cell] = series_of(state)
    now = {
        unit: {cell.list: each for cell, each in cells.items() if cell.year == year} for unit, cells in series.items()
    }
    known = {unit: each for unit, each in now.items() if each}
    rosters = [told for (_unit, of), told in matrix.grounds.items() if of == year and _has_roster(matrix, _unit, of)]
    named = sum(each not in UNLABELLED for each in rosters)
    counts = {
        Told.ROSTER: sum(each.get(ListKind.ROSTER) == Series.PUBLISHED for each in known.values()),
        Told.RESULTS: sum(each.get(ListKind.RESULTS) == Series.PUBLISHED for each in known.values()),
        Told.BOTH: sum(all(each.get(kind) == Series.PUBLISHED for kind in KINDS) for each in known.values()),
        Told.ALL: sum(all(each == Series.PUBLISHED for each in series[unit].values()) for unit in known),
        Told.LEFT: sum(Series.LEFT in each.values() for each in known.values()),
    }
    found = [(told, proportion(count, len(known))) for told, count in counts.items()]
    found.append((Told.GROUNDS, proportion(named, len(rosters))))
    return [ReportFinding(told, each, is_sample=False) for told, each in found if each]


def _has_roster(matrix: Matrix, unit: str, year: int) -> bool:
    state = matrix.states.get(Cell(unit, year, ListKind.ROSTER))
    return state is not None and series_of(state) == Series.PUBLISHED


def _sampled(results: Results) -> list[ReportFinding]:
    return _of_sample({each.value: count for each, count in results.counts.items()}, results.coded)


def _printed() -> list[ReportFinding]:
    """The counts of the shipped survey, whose enterprises were chosen, not drawn."""
    counts = {row["about"]: int(row["count"]) for row in table("enterprise_counts") if not row["unit"]}
    return _of_sample(counts, counts["sampled"])


def _of_sample(counts: Mapping[str, int], coded: int) -> list[ReportFinding]:
    published = sum(counts.get(each.value, 0) for each in PUBLISHED)
    found = [(Told.PUBLISHED, proportion(published, coded))]
    found += [
        (Told(each.value), proportion(counts.get(each.value, 0), published))
        for each in (CodedAs.COMPLETE, CodedAs.INCOMPLETE, CodedAs.CANNOT_BE_JUDGED)
    ]
    return [ReportFinding(told, each, is_sample=True) for told, each in found if each]


def _changes(matrix: Matrix, year: int) -> list[CellChange]:
    found = []
    for cell, after in matrix.states.items():
        before = matrix.states.get(Cell(cell.unit, year - 1, cell.list))
        if cell.year == year and before and series_of(before) != series_of(after):
            found.append(CellChange(cell, before, after))
    return sorted(found, key=lambda each: (KINDS.index(each.cell.list), each.cell.unit))
