"""The values that this room hands out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from qingce.domain.removal.accreditation.enums import (
    AGENCY_PAPER,
    APPLYING,
    EVER_GRANTED,
    IN_FORCE,
    WITHDRAW_ACCREDITATION,
    AccreditationAct,
    AccreditationParty,
    AccreditationState,
    AccreditedAgency,
    AgencyText,
    AuditorRow,
    AuditorText,
    AuditsDone,
    TieKind,
    TieRow,
    TieText,
)
from qingce.domain.removal.alliance.enums import (
    RECEIPT,
    Candidate,
    CostKind,
    CostRow,
    CostText,
    MemberRow,
    Nearness,
    NothingElse,
    ObservationRow,
    ObservingState,
)
from qingce.domain.removal.audits.enums import (
    ALWAYS,
    DECLARATION_FILE,
    OPEN_AUDITS,
    PROOF,
    STAGES,
    AuditAct,
    AuditParty,
    AuditRow,
    AuditState,
    AuditStepRow,
    DutyStanding,
    MeetingKind,
    MeetingText,
    PlanText,
    Signing,
)
from qingce.domain.removal.audits.enums import Duty as AuditDuty
from qingce.domain.removal.audits.report_enums import (
    AuditReportRow,
    AuditReportText,
    AuditResult,
    NotedFinding,
    ReportedFinding,
    ReportKind,
)
from qingce.domain.removal.cases.enums import (
    DECIDED_CASES,
    ENTERPRISE_STATES,
    OPEN_CASES,
    STAFF_STATES,
    CaseAct,
    CaseParty,
    CasePath,
    CaseRow,
    CaseState,
    Declared,
    Doubt,
    Judgement,
    NeededLine,
    ReportText,
    Result,
    StepRow,
    UnlistedText,
)
from qingce.domain.removal.suppliers.enums import AskedSupplier, AuditSupplierRow, SupplierKind, SupplierText

__all__ = [
    "AGENCY_PAPER",
    "ALWAYS",
    "APPLYING",
    "BOOK",
    "DECIDED_CASES",
    "DECLARATION_FILE",
    "ENTERPRISE_STATES",
    "EVER_GRANTED",
    "EVIDENCE",
    "IN_FORCE",
    "OPEN_AUDITS",
    "OPEN_CASES",
    "PROOF",
    "RECEIPT",
    "RESTORE_CASE",
    "STAFF_STATES",
    "STAGES",
    "TABLE",
    "WITHDRAW_ACCREDITATION",
    "AccreditationAct",
    "AccreditationParty",
    "AccreditationState",
    "AccreditedAgency",
    "AgencyText",
    "AskedSupplier",
    "AuditAct",
    "AuditDuty",
    "AuditParty",
    "AuditReportRow",
    "AuditReportText",
    "AuditResult",
    "AuditRow",
    "AuditState",
    "AuditStepRow",
    "AuditSupplierRow",
    "AuditorRow",
    "AuditorText",
    "AuditsDone",
    "Candidate",
    "CaseAct",
    "CaseParty",
    "CasePath",
    "CaseRow",
    "CaseState",
    "ConfirmationRow",
    "CostKind",
    "CostRow",
    "CostText",
    "Declared",
    "Doubt",
    "DutyStanding",
    "Judgement",
    "MeetingKind",
    "MeetingText",
    "MemberRow",
    "Nearness",
    "NeededLine",
    "NotedFinding",
    "NothingElse",
    "ObservationRow",
    "ObservingState",
    "OverrideRow",
    "PlanText",
    "RecordDetermination",
    "ReportKind",
    "ReportText",
    "ReportedFinding",
    "Result",
    "Signing",
    "StatedViolation",
    "StepRow",
    "SupplierKind",
    "SupplierText",
    "TieKind",
    "TieRow",
    "TieText",
    "UnlistedText",
    "ViolationDetermination",
]

if TYPE_CHECKING:
    from qingce.domain.removal.suggesting import Suggestion
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.deciding import CaseDecision, Decision
    from qingce.pure.rules.values import Value

BOOK = TABLE = "removal"
RESTORE_CASE = "restore-case"  # the act of two people
EVIDENCE = "restoration-evidence"  # what its files are kept for


@dataclass(frozen=True)
class StatedViolation:
    """One violation as somebody states it: its words, and its facts by name, as a form or a file writes them."""

    text: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class ConfirmationRow:
    """What was confirmed of a record."""

    place: int
    violations: tuple[StatedViolation, ...]
    on: date
    digest: str
    outcome: str
    confirmed_by: str
    confirmed_at: datetime
    entry: str


@dataclass(frozen=True)
class OverrideRow:
    """What was decided in place of the rules; `outcome` empty: the rules decide again."""

    place: int
    outcome: str
    former: str
    reason: str
    digest: str
    decided_by: str
    decided_at: datetime
    entry: str


@dataclass(frozen=True)
class ViolationDetermination:
    """What the rules say of one violation.

    Args: facts: what the record itself gives and what a person confirmed. suggestions: what the words hint at; none
        once a person confirmed. decision: by the facts alone. likely: by facts and suggestions, if there are any.
    """

    number: int
    text: str
    facts: Mapping[str, Value]
    suggestions: Sequence[Suggestion]
    decision: Decision
    likely: Decision | None


@dataclass(frozen=True)
class RecordDetermination:
    """How a record could be removed, on a day, by the version of the rulebook that holds then.

    Args: decision: over all violations, by the facts alone. likely: by facts and suggestions; None: confirmed, or
        nothing is suggested. override: what counts in place of the rules, if anything.
    """

    record: int
    on: date
    book: Book
    violations: tuple[ViolationDetermination, ...]
    decision: CaseDecision
    likely: CaseDecision | None
    confirmation: ConfirmationRow | None
    override: OverrideRow | None

    @property
    def outcome(self) -> str | None:
        """What counts: the override, else what the rules say of the facts; None: facts are missing."""
        return self.override.outcome if self.override and self.override.outcome else self.decision.outcome
