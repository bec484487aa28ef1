"""What can be asked of this room."""

from __future__ import annotations

from qingce.domain.cleaner_production.advising import LetterRow, letter_for, letters_of
from qingce.domain.cleaner_production.agreement import Agreement
from qingce.domain.cleaner_production.assigning import surveyors_for
from qingce.domain.cleaner_production.coding import Results, UnitCount, results_of
from qingce.domain.cleaner_production.counting import (
    ComparedTotal,
    Share,
    TypeCount,
    YearCount,
    compare_totals,
    series_of,
)
from qingce.domain.cleaner_production.differences import Difference, DifferenceKind, differences, not_recomputable
from qingce.domain.cleaner_production.intervals import Proportion, proportion
from qingce.domain.cleaner_production.judging import FieldState, Judged, JudgedField, Verdict, judge_publication
from qingce.domain.cleaner_production.laws import Law, TimeLine, laws
from qingce.domain.cleaner_production.loading import is_survey_there
from qingce.domain.cleaner_production.method import MethodStep, method_steps
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
from qingce.domain.cleaner_production.reporting import (
    CellChange,
    Report,
    ReportFinding,
    Told,
    read_report,
    report_years,
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
from qingce.domain.cleaner_production.survey_defaults import DesignDefaults, design_defaults
from qingce.domain.cleaner_production.survey_reading import (
    ContactRow,
    MemberRow,
    SurveyRow,
    contacts_about,
    contacts_of_unit,
    evidence_of,
    list_of,
    member_for,
    members_of,
    survey_of,
    surveys,
)
from qingce.domain.cleaner_production.units import unit_of, units

__all__ = [
    "ROSTER_FIELDS",
    "SOURCE",
    "Agreement",
    "AuditHistory",
    "AuditLine",
    "Cell",
    "CellChange",
    "ComparedTotal",
    "ContactRow",
    "DesignDefaults",
    "Difference",
    "DifferenceKind",
    "FieldState",
    "FindingRow",
    "Judged",
    "JudgedField",
    "Law",
    "LetterRow",
    "Matrix",
    "MemberRow",
    "MethodStep",
    "PrefectureCount",
    "Proportion",
    "ProposedColumn",
    "Report",
    "ReportFinding",
    "Results",
    "RosterRow",
    "Share",
    "SurveyRow",
    "TimeLine",
    "Told",
    "TypeCount",
    "UnitCount",
    "Verdict",
    "YearCount",
    "audit_histories",
    "audit_history",
    "compare_totals",
    "contacts_about",
    "contacts_of_unit",
    "copy_of",
    "count_prefectures",
    "design_defaults",
    "differences",
    "evidence_of",
    "findings_of_unit",
    "findings_of_year",
    "held_in",
    "history_of",
    "is_survey_there",
    "judge_publication",
    "laws",
    "letter_for",
    "letters_of",
    "list_of",
    "member_for",
    "members_of",
    "method_steps",
    "not_recomputable",
    "proportion",
    "propose",
    "read_matrix",
    "read_report",
    "report_years",
    "results_of",
    "roster",
    "roster_copy",
    "roster_lines",
    "roster_of_batch",
    "roster_years",
    "rosters",
    "series_of",
    "survey_of",
    "surveyors_for",
    "surveys",
    "table",
    "unit_of",
    "units",
]
