"""What enterprises commit to, write, hand in and disclose."""

from qingce.domain.disclosure.models.disclosures import Disclosure, DisclosureLine, Paper
from qingce.domain.disclosure.models.explanations import Commitment, Explanation, ExplanationVersion
from qingce.domain.disclosure.models.liaison import FiledFile, Filing, Liaison, Stakeholder
from qingce.domain.disclosure.models.monitoring import MonitoringLine, MonitoringNote
from qingce.domain.disclosure.models.promises import PromisedRecord, PromiseReminder
from qingce.domain.disclosure.models.supports import Support

__all__ = [
    "Commitment",
    "Disclosure",
    "DisclosureLine",
    "Explanation",
    "ExplanationVersion",
    "FiledFile",
    "Filing",
    "Liaison",
    "MonitoringLine",
    "MonitoringNote",
    "Paper",
    "PromiseReminder",
    "PromisedRecord",
    "Stakeholder",
    "Support",
]
