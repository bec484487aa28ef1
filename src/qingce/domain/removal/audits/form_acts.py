"""What who observes does with the form as a whole: confirms the findings, which is a duty of its own."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qingce.domain.removal.audits.acts import DUTY_DONE
from qingce.domain.removal.audits.duties import tick_by_act
from qingce.domain.removal.audits.enums import AuditParty, AuditState
from qingce.domain.removal.audits.form import check_findings_confirmed
from qingce.domain.removal.audits.holding import audit_for, check_observing, note_audit
from qingce.shared.parties.enums import Actor

FINDINGS = "findings"  # as the table of duties calls the act


@transaction.atomic
def confirm_findings(actor: Actor, pk: int, party: AuditParty, *, at: datetime) -> None:
    """Says that every finding of the form is confirmed as it stands (IPE-2017 §2.2.4); doing it twice changes nothing.

    Args: party: the observer, or the platform itself.
    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; NotTheObserver; AuditIncomplete: a finding is not
        confirmed in the form.
    """
    audit = audit_for(actor, pk, party, AuditState.AUDITING)
    check_observing(audit, actor)
    check_findings_confirmed(audit)
    tick_by_act(audit, FINDINGS, party, signature=actor.signature, at=at)
    note_audit(audit, actor, DUTY_DONE, at=at, duty="confirm-findings")
