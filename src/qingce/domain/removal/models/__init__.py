"""What is kept of determinations, of the queue of facts, of cases, of their audits on site, and of who audits."""

from qingce.domain.removal.models.accreditation import (
    Accreditation,
    AccreditationPaper,
    AccreditationStep,
    Auditor,
    AuditorTie,
    IndependenceDeclaration,
)
from qingce.domain.removal.models.audits import Audit, AuditReminder, AuditStep, DutyTick
from qingce.domain.removal.models.cases import (
    Case,
    CaseMessage,
    CaseRecord,
    CaseReminder,
    CaseStep,
    Declaration,
    UnlistedRecord,
)
from qingce.domain.removal.models.determinations import Confirmation, Override, WaitingRecord
from qingce.domain.removal.models.reviews import CasePaper, CaseReport, Excuse

__all__ = [
    "Accreditation",
    "AccreditationPaper",
    "AccreditationStep",
    "Audit",
    "AuditReminder",
    "AuditStep",
    "Auditor",
    "AuditorTie",
    "Case",
    "CaseMessage",
    "CasePaper",
    "CaseRecord",
    "CaseReminder",
    "CaseReport",
    "CaseStep",
    "Confirmation",
    "Declaration",
    "DutyTick",
    "Excuse",
    "IndependenceDeclaration",
    "Override",
    "UnlistedRecord",
    "WaitingRecord",
]
