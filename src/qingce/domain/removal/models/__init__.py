"""What is kept of determinations, of cases and their counts, of audits and who audits, and of who is away."""

from qingce.domain.removal.models.accreditation import (
    Accreditation,
    AccreditationPaper,
    AccreditationStep,
    Auditor,
    AuditorTie,
    IndependenceDeclaration,
)
from qingce.domain.removal.models.alliance import (
    AlliancePlace,
    AuditObserver,
    MoneyDeclaration,
    Observation,
    ObservationCost,
)
from qingce.domain.removal.models.audit_course import (
    AgencyQuote,
    AuditFormField,
    AuditMeeting,
    AuditPaper,
    AuditPlan,
    AuditSignature,
    AuditTeam,
    PlanAgreement,
    ReadinessStatement,
    TeamChange,
)
from qingce.domain.removal.models.audit_declarations import DeclarationPaper
from qingce.domain.removal.models.audit_reports import (
    AuditFinding,
    AuditReport,
    FurtherVisit,
    Remedy,
    RemedyPaper,
    ReportComment,
)
from qingce.domain.removal.models.audits import Audit, AuditReminder, AuditStep, DutyProof, DutyTick
from qingce.domain.removal.models.cases import (
    Case,
    CaseMessage,
    CaseRecord,
    CaseReminder,
    CaseStep,
    Declaration,
    UnlistedRecord,
)
from qingce.domain.removal.models.desks import Absence, CaseHand
from qingce.domain.removal.models.determinations import Confirmation, Override, WaitingRecord
from qingce.domain.removal.models.evidence import RestorationFile
from qingce.domain.removal.models.reviews import CasePaper, CaseReport, Excuse
from qingce.domain.removal.models.suppliers import AuditSupplier
from qingce.domain.removal.models.tallies import DeskTally, DueTally, StateTally, StepTally

__all__ = [
    "Absence",
    "Accreditation",
    "AccreditationPaper",
    "AccreditationStep",
    "AgencyQuote",
    "AlliancePlace",
    "Audit",
    "AuditFinding",
    "AuditFormField",
    "AuditMeeting",
    "AuditObserver",
    "AuditPaper",
    "AuditPlan",
    "AuditReminder",
    "AuditReport",
    "AuditSignature",
    "AuditStep",
    "AuditSupplier",
    "AuditTeam",
    "Auditor",
    "AuditorTie",
    "Case",
    "CaseHand",
    "CaseMessage",
    "CasePaper",
    "CaseRecord",
    "CaseReminder",
    "CaseReport",
    "CaseStep",
    "Confirmation",
    "Declaration",
    "DeclarationPaper",
    "DeskTally",
    "DueTally",
    "DutyProof",
    "DutyTick",
    "Excuse",
    "FurtherVisit",
    "IndependenceDeclaration",
    "MoneyDeclaration",
    "Observation",
    "ObservationCost",
    "Override",
    "PlanAgreement",
    "ReadinessStatement",
    "Remedy",
    "RemedyPaper",
    "ReportComment",
    "RestorationFile",
    "StateTally",
    "StepTally",
    "TeamChange",
    "UnlistedRecord",
    "WaitingRecord",
]
