"""What is kept of determinations, of the queue of facts, of cases, and of their audits on site."""

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
    "Audit",
    "AuditReminder",
    "AuditStep",
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
    "Override",
    "UnlistedRecord",
    "WaitingRecord",
]
