"""Where the findings of a report come from: the auditor's form."""

from __future__ import annotations

from qingce.domain.removal.audits.form import findings_of
from qingce.domain.removal.audits.report_enums import NotedFinding
from qingce.domain.removal.models import Audit


def noted_findings(audit: Audit) -> tuple[NotedFinding, ...]:
    """What the auditor's form says now has to be put right, in its order.

    Args: audit: with its case and enterprise.
    """
    return tuple(
        NotedFinding(
            each.item, {"zh": each.grade.title.zh, "en": each.grade.title.en}, each.finding, each.action, each.deadline
        )
        for each in findings_of(audit)
    )
