"""What happens when an agency loses its accreditation in mid-audit, and when the observer leaves: papers stay."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qingce.domain.removal.audits.duties import take_back
from qingce.domain.removal.audits.enums import OPEN_AUDITS, AuditAct, AuditParty, AuditState
from qingce.domain.removal.audits.reporting import end_reports
from qingce.domain.removal.audits.stepping import take_audit_step
from qingce.domain.removal.audits.terms import duties_of
from qingce.domain.removal.audits.transitions import MACHINE
from qingce.domain.removal.cases.stepping import Stepped
from qingce.domain.removal.models import (
    AgencyQuote,
    Audit,
    AuditSignature,
    AuditTeam,
    DeclarationPaper,
    PlanAgreement,
    TeamChange,
)

LOSABLE = tuple(AuditState(each) for each in MACHINE.sources(AuditAct.LOSE_AGENCY))


def agency_lost(organisation: int, reason: str, at: datetime) -> None:
    """Takes an agency out of each audit that it has not ended; the enterprise chooses another, in the same transaction.

    What the enterprise handed in stays, with plan, meetings and statements as they were; what hangs on the agency is
    owed anew, and signatures given with it hold no longer.
    """
    with transaction.atomic():
        audits = Audit.objects.select_for_update(of=("self",)).select_related("case__enterprise")
        for audit in audits.filter(agency=organisation, state__in=OPEN_AUDITS).order_by("pk"):
            if audit.state in LOSABLE:
                _lose(audit, reason, at)


def _lose(audit: Audit, reason: str, at: datetime) -> None:
    again = [duty.id for duty in duties_of(audit.rules) if duty.again]
    take_back(audit, again, reason=reason, by="", at=at)
    PlanAgreement.objects.filter(plan__audit=audit).delete()  # the journal keeps who agreed to what
    AuditSignature.objects.filter(audit=audit, void_at=None).update(void_at=at)
    DeclarationPaper.objects.filter(audit=audit, ended_at=None).update(ended_at=at)
    AuditTeam.objects.filter(audit=audit, left_at=None).update(left_at=at)
    TeamChange.objects.filter(audit=audit, is_confirmed=None).update(is_confirmed=False, decided_at=at)
    AgencyQuote.objects.filter(audit=audit, agency=audit.agency_id).update(declined_at=at, quoted_at=None)
    end_reports(audit, at=at)
    step = Stepped(reason=reason, clause="IPE-2017 §2.2.4 (2)")
    take_audit_step(audit, AuditAct.LOSE_AGENCY, AuditParty.CLOCK, actor=None, at=at, said=step)
    audit.agency_id = None
    audit.save(update_fields=["agency"])
