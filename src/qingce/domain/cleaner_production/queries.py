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
from qingce.domain.cleaner_production.roster_columns import FIELDS as ROSTER_FIELDS
from qingce.domain.cleaner_production.roster_columns import ProposedColumn, propose
from qingce.domain.cleaner_production.roster_reading import (
    AuditHistory,
    AuditLine,
    RosterRow,
    audit_histories,
    audit_history,
    roster,
    roster_copy,
    roster_lines,
    roster_of_batch,
    roster_years,
    rosters,
)
from qingce.domain.cleaner_production.survey import SOURCE, Cell, table
from qingce.domain.cleaner_production.units import unit_of, units

__all__ = [
    "ROSTER_FIELDS",
    "SOURCE",
    "AuditHistory",
    "AuditLine",
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
    "ProposedColumn",
    "RosterRow",
    "Share",
    "TimeLine",
    "TypeCount",
    "Verdict",
    "YearCount",
    "audit_histories",
    "audit_history",
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
    "propose",
    "read_matrix",
    "roster",
    "roster_copy",
    "roster_lines",
    "roster_of_batch",
    "roster_years",
    "rosters",
    "series_of",
    "table",
    "unit_of",
    "units",
]
