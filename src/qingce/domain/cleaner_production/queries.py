"""What can be asked of this room."""

from __future__ import annotations

from qingce.domain.cleaner_production.counting import (
    ComparedTotal,
    Share,
    TypeCount,
    YearCount,
    compare_totals,
    series_of,
)
from qingce.domain.cleaner_production.differences import Difference, DifferenceKind, differences, not_recomputable
from qingce.domain.cleaner_production.judging import FieldState, Judged, JudgedField, Verdict, judge_publication
from qingce.domain.cleaner_production.laws import Law, TimeLine, laws
from qingce.domain.cleaner_production.loading import is_survey_there
from qingce.domain.cleaner_production.reading import (
    FindingRow,
    Matrix,
    PrefectureCount,
    copy_of,
    count_prefectures,
    findings_of_unit,
    findings_of_year,
    held_in,
    history_of,
    read_matrix,
)
from qingce.domain.cleaner_production.survey import SOURCE, Cell, table
from qingce.domain.cleaner_production.units import unit_of, units

__all__ = [
    "SOURCE",
    "Cell",
    "ComparedTotal",
    "Difference",
    "DifferenceKind",
    "FieldState",
    "FindingRow",
    "Judged",
    "JudgedField",
    "Law",
    "Matrix",
    "PrefectureCount",
    "Share",
    "TimeLine",
    "TypeCount",
    "Verdict",
    "YearCount",
    "compare_totals",
    "copy_of",
    "count_prefectures",
    "differences",
    "findings_of_unit",
    "findings_of_year",
    "held_in",
    "history_of",
    "is_survey_there",
    "judge_publication",
    "laws",
    "not_recomputable",
    "read_matrix",
    "series_of",
    "table",
    "unit_of",
    "units",
]
