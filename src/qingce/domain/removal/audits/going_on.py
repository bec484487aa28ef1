"""From stage to stage: the agency begins the audit on site and ends it; the enterprise may withdraw."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qingce.domain.removal.audits.enums import OPEN_AUDITS, AuditAct, AuditParty, AuditState
from qingce.domain.removal.audits.holding import audit_for, audit_text, check_audit_seen
from qingce.domain.removal.audits.stepping import take_audit_step
from qingce.domain.removal.cases import opening
from qingce.domain.removal.cases.holding import own_case
from qingce.domain.removal.cases.stepping import Stepped
from qingce.domain.removal.models import Audit
from qingce.shared.parties.enums import Actor

_STEPS = {
    AuditState.CONFIRMING: (AuditAct.BEGIN, "IPE-2017 §2.2.4 实施现场审核"),
    AuditState.AUDITING: (AuditAct.LEAVE, "IPE-2017 §2.2.4 编制初步报告"),
    AuditState.REPORTING: (AuditAct.FOLLOW, "IPE-2017 §2.2.4 后续跟进"),
}


@transaction.atomic
def go_on_with_audit(actor: Actor, pk: int, *, seen: int, at: datetime) -> None:
    """Ends a stage that the agency leads, once each of its duties is done: the next one begins.

    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; AuditChanged; AuditIncomplete.
    """
    audit = audit_for(actor, pk, AuditParty.AGENCY, *_STEPS)
    check_audit_seen(audit, seen)
    act, clause = _STEPS[AuditState(audit.state)]
    take_audit_step(audit, act, AuditParty.AGENCY, actor=actor, at=at, said=Stepped(clause=clause))


@transaction.atomic
def withdraw_audit(actor: Actor, pk: int, *, reason: str = "", at: datetime) -> None:
    """Takes an audit back; the case still needs one, and the enterprise may accept another one at any time.

    Raises: AuditNotFound; NotYourAudit; EnterpriseNotSpokenFor; RoleTooSmall; AuditElsewhere; AuditTextWrong.
    """
    audit = audit_for(actor, pk, AuditParty.ENTERPRISE)
    _withdraw(audit, actor, audit_text(reason), at=at)


@transaction.atomic
def withdraw_case(actor: Actor, pk: int, *, reason: str = "", at: datetime) -> None:
    """Takes an application back, and with it the audit that it has; that it was, and why if it is said, stays public.

    Raises: CaseNotFound; CaseElsewhere; CaseTextWrong; AuditElsewhere: its notice runs, so that it cannot be taken
        back any more.
    """
    own_case(actor, pk)
    audits = Audit.objects.select_for_update(of=("self",)).select_related("case__enterprise")
    audit = audits.filter(case=pk, state__in=OPEN_AUDITS).first()
    if audit is not None:
        _withdraw(audit, actor, audit_text(reason), at=at)
    opening.withdraw_case(actor, pk, reason=reason, at=at)


def _withdraw(audit: Audit, actor: Actor, reason: str, *, at: datetime) -> None:
    step = Stepped({"reason": reason}, reason=reason)
    take_audit_step(audit, AuditAct.WITHDRAW, AuditParty.ENTERPRISE, actor=actor, at=at, said=step)
