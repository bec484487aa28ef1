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
from qingce.domain.cleaner_production.duties import (
    AskedField,
    DutyField,
    PublicationRow,
    Timing,
    duties_of,
    kinds_of,
    publication_copy,
    writable_fields,
)
from qingce.domain.cleaner_production.duties import Duty as PublicationDuty
from qingce.domain.cleaner_production.intervals import Proportion, proportion
from qingce.domain.cleaner_production.judging import BOOK, FieldState, Judged, JudgedField, Verdict, judge_publication
from qingce.domain.cleaner_production.laws import Law, TimeLine, laws
from qingce.domain.cleaner_production.loading import is_survey_there
from qingce.domain.cleaner_production.method import MethodStep, method_steps
from qingce.domain.cleaner_production.publication_columns import headings_of
from qingce.domain.cleaner_production.publication_file import (
    FILE_MB,
    MOST_ROWS,
    FilePlan,
    FileRow,
    plan_publications,
    read_publication_file,
)
from qingce.domain.cleaner_production.publishing import speaking_seat
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
    audit_line,
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
    "BOOK",
    "FILE_MB",
    "MOST_ROWS",
    "ROSTER_FIELDS",
    "SOURCE",
    "Agreement",
    "AskedField",
    "AuditHistory",
    "AuditLine",
    "Cell",
    "CellChange",
    "ComparedTotal",
    "ContactRow",
    "DesignDefaults",
    "Difference",
    "DifferenceKind",
    "DutyField",
    "FieldState",
    "FilePlan",
    "FileRow",
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
    "PublicationDuty",
    "PublicationRow",
    "Report",
    "ReportFinding",
    "Results",
    "RosterRow",
    "Share",
    "SurveyRow",
    "TimeLine",
    "Timing",
    "Told",
    "TypeCount",
    "UnitCount",
    "Verdict",
    "YearCount",
    "audit_histories",
    "audit_history",
    "audit_line",
    "compare_totals",
    "contacts_about",
    "contacts_of_unit",
    "copy_of",
    "count_prefectures",
    "design_defaults",
    "differences",
    "duties_of",
    "evidence_of",
    "findings_of_unit",
    "findings_of_year",
    "headings_of",
    "held_in",
    "history_of",
    "is_survey_there",
    "judge_publication",
    "kinds_of",
    "laws",
    "letter_for",
    "letters_of",
    "list_of",
    "member_for",
    "members_of",
    "method_steps",
    "not_recomputable",
    "plan_publications",
    "proportion",
    "propose",
    "publication_copy",
    "read_matrix",
    "read_publication_file",
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
    "speaking_seat",
    "survey_of",
    "surveyors_for",
    "surveys",
    "table",
    "unit_of",
    "units",
    "writable_fields",
]
