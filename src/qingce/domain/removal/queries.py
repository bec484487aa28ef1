"""Reading how records can be removed, the cases in which they are, and what a change of the rules would change."""

from qingce.domain.removal.audits.opening import promised
from qingce.domain.removal.audits.reading import (
    AuditDetail,
    audits_for_office,
    audits_of,
    audits_of_case,
    count_audits_for_office,
    get_audit,
    public_among_audits,
    public_audit,
    public_audits,
    staff_audit,
    waiting_audits,
)
from qingce.domain.removal.audits.terms import audit_terms, duties_of
from qingce.domain.removal.cases.confirming import OpenRecord, found_in_case, open_records
from qingce.domain.removal.cases.drafting import DraftRecord, DraftViolation, draft_book, drafts_of
from qingce.domain.removal.cases.figures import CaseFigures, case_figures
from qingce.domain.removal.cases.files import case_file, public_case_file, staff_case_file
from qingce.domain.removal.cases.reading import (
    CaseDetail,
    CaseRecordRow,
    DeclaredRow,
    Load,
    MessageRow,
    ReportRow,
    case_of_record,
    cases_about,
    cases_for_office,
    cases_of,
    count_cases_for_office,
    get_case,
    public_among_cases,
    public_case,
    public_cases,
    staff_case_detail,
    waiting_cases,
    workloads,
)
from qingce.domain.removal.cases.standing import HandedIn, LineStanding
from qingce.domain.removal.cases.terms import CaseTerms, case_terms, declarations_of, report_sections
from qingce.domain.removal.cases.terms import declaration_of_version as declared_text
from qingce.domain.removal.cases.terms import review_checks as case_checks
from qingce.domain.removal.columns.changing import (
    UNKNOWN,
    ChangedViolation,
    ChangedViolations,
    changes_seen,
    kept_policy_diff,
)
from qingce.domain.removal.columns.differing import PolicyDiff, facts_for, policy_diff
from qingce.domain.removal.determining import (
    confirmations_of,
    determination_as_confirmed,
    determination_of,
    overrides_of,
)
from qingce.domain.removal.queueing import removable_types
from qingce.domain.removal.suggesting import Exceedance, exceedances_in
from qingce.domain.removal.waiting import COUNTED, count_waiting, waiting_records

__all__ = [
    "COUNTED",
    "UNKNOWN",
    "AuditDetail",
    "CaseDetail",
    "CaseFigures",
    "CaseRecordRow",
    "CaseTerms",
    "ChangedViolation",
    "ChangedViolations",
    "DeclaredRow",
    "DraftRecord",
    "DraftViolation",
    "Exceedance",
    "HandedIn",
    "LineStanding",
    "Load",
    "MessageRow",
    "OpenRecord",
    "PolicyDiff",
    "ReportRow",
    "audit_terms",
    "audits_for_office",
    "audits_of",
    "audits_of_case",
    "case_checks",
    "case_figures",
    "case_file",
    "case_of_record",
    "case_terms",
    "cases_about",
    "cases_for_office",
    "cases_of",
    "changes_seen",
    "confirmations_of",
    "count_audits_for_office",
    "count_cases_for_office",
    "count_waiting",
    "declarations_of",
    "declared_text",
    "determination_as_confirmed",
    "determination_of",
    "draft_book",
    "drafts_of",
    "duties_of",
    "exceedances_in",
    "facts_for",
    "found_in_case",
    "get_audit",
    "get_case",
    "kept_policy_diff",
    "open_records",
    "overrides_of",
    "policy_diff",
    "promised",
    "public_among_audits",
    "public_among_cases",
    "public_audit",
    "public_audits",
    "public_case",
    "public_case_file",
    "public_cases",
    "removable_types",
    "report_sections",
    "staff_audit",
    "staff_case_detail",
    "staff_case_file",
    "waiting_audits",
    "waiting_cases",
    "waiting_records",
    "workloads",
]
