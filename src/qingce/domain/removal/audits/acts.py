"""What the journal calls the acts of audits, and which of them the public ledger holds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.audits.enums import AuditAct
from qingce.shared.ledger.registry import ActSchema, Fact, FactKind

DUTY_DONE, DUTY_BACK = "audit-duty-done", "audit-duty-taken-back"
PRIVATE = {
    DUTY_DONE: _("Duty of an on-site audit done"),
    DUTY_BACK: _("Duty of an on-site audit taken back"),
}
ACTS = PRIVATE | {each.value: each.label for each in AuditAct}

_ABOUT = {
    "enterprise": Fact(FactKind.NUMBER, _("Number of the enterprise")),
    "case": Fact(FactKind.NUMBER, _("Number of the case")),
}
_RULES = {"digest": Fact(FactKind.HASH, _("SHA-256 of the released rulebook"))}
_AGENCY = {"agency": Fact(FactKind.NUMBER, _("Number of the agency"))}
_REASON = {"reason": _("Reason")}


def _schema(act: AuditAct, *facts: dict[str, Fact], has_reason: bool = False) -> ActSchema:
    merged = {name: fact for each in (_ABOUT, *facts) for name, fact in each.items()}
    return ActSchema(act.value, act.label, "audit", merged, words=_REASON if has_reason else {})


PUBLIC_ACTS = (
    _schema(AuditAct.OPEN, _RULES),
    _schema(AuditAct.BEGIN, _AGENCY),
    _schema(AuditAct.LEAVE, _AGENCY),
    _schema(AuditAct.WITHDRAW, has_reason=True),
    _schema(AuditAct.STOP),
)
PUBLIC_STEPS = frozenset(each.act for each in PUBLIC_ACTS)
