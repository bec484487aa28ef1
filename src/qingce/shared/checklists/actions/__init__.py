"""Writing into forms: every write is one function here."""

from qingce.shared.checklists.actions.answering import save_answer
from qingce.shared.checklists.actions.proving import add_evidence, withdraw_evidence
from qingce.shared.checklists.actions.remarking import remark_on

__all__ = ["add_evidence", "remark_on", "save_answer", "withdraw_evidence"]
