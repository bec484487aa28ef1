"""What is kept of determinations, of the queue of facts, and of cases."""

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
    "Case",
    "CaseMessage",
    "CasePaper",
    "CaseRecord",
    "CaseReminder",
    "CaseReport",
    "CaseStep",
    "Confirmation",
    "Declaration",
    "Excuse",
    "Override",
    "UnlistedRecord",
    "WaitingRecord",
]
