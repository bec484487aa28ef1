"""What must hold before a step of an audit; each says what is missing and who owes it."""

from __future__ import annotations

from datetime import datetime

from qingce.domain.removal.audits.enums import STAGES, AuditState
from qingce.domain.removal.audits.errors import AuditIncomplete
from qingce.domain.removal.audits.form import check_findings_confirmed
from qingce.domain.removal.audits.terms import duties_of
from qingce.domain.removal.models import Audit, DutyTick


def check_stage(row: Audit, at: datetime) -> None:
    """Every duty of the stage is done, whoever owes it, and what was found on site is confirmed as it stands now.

    Source: IPE-2017 §2.2.4.

    Raises: AuditIncomplete.
    """
    del at
    stage = STAGES[AuditState(row.state)]
    done = set(DutyTick.objects.filter(audit=row, back_at=None).values_list("duty", flat=True))
    for duty in duties_of(row.rules):
        if duty.until == stage and duty.id not in done:
            raise AuditIncomplete(
                f"“{duty.title.en}” is not done yet; {duty.party.label} owes it.",
                cause="duty",
                zh=duty.title.zh,
                en=duty.title.en,
                party=str(duty.party.label),
            )
    if row.state == AuditState.AUDITING:
        check_findings_confirmed(row)
