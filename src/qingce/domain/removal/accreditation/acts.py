"""What the journal calls the acts of accreditation, and which of them the public ledger holds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.accreditation.enums import AccreditationAct
from qingce.shared.ledger.registry import ActSchema, Fact, FactKind

OPENED, CHANGED, AUDITOR, TIE = (
    "accreditation-prepared", "accreditation-changed", "auditor-changed", "auditor-tie-changed",
)  # fmt: skip
PAPER, JUDGED, NAMED = "accreditation-paper-added", "auditor-judged", "auditor-naming-changed"
PRIVATE = {
    OPENED: _("Application of an audit agency begun"),
    CHANGED: _("Application of an audit agency changed"),
    AUDITOR: _("Auditor entered or ended by the agency"),
    TIE: _("Tie of an auditor to an enterprise declared, or its end"),
    PAPER: _("Paper of an audit agency added"),
    JUDGED: _("Qualification of an auditor judged"),
    NAMED: _("Auditor agreed to be named in public, or no longer"),
}
ACTS = PRIVATE | {each.value: each.label for each in AccreditationAct}
_AGENCY = {"agency": Fact(FactKind.CODE, _("Public number of the agency"))}
_TERM = {
    "from": Fact(FactKind.DAY, _("First day of the accreditation")),
    "until": Fact(FactKind.DAY, _("Last day of the accreditation")),
    "auditors": Fact(FactKind.CODES, _("Public numbers of its auditors")),
    "leads": Fact(FactKind.CODES, _("Public numbers of its lead auditors")),
}
_REASON = {"reason": _("Reason")}
_CONDITIONS = {"conditions": _("Conditions of the accreditation")}


def _schema(act: AccreditationAct, words: dict[str, object] | None = None, **facts: Fact) -> ActSchema:
    return ActSchema(act.value, act.label, "accreditation", _AGENCY | facts, words=words or {})  # type: ignore[arg-type]  # lazy texts


PUBLIC_ACTS = (
    _schema(AccreditationAct.GRANT, dict(_CONDITIONS), **_TERM),
    _schema(AccreditationAct.SUSPEND, dict(_REASON)),
    _schema(AccreditationAct.LIFT, dict(_REASON)),
    _schema(AccreditationAct.WITHDRAW, dict(_REASON)),
    _schema(AccreditationAct.GIVE_UP, dict(_REASON)),
    _schema(AccreditationAct.EXPIRE),
    _schema(AccreditationAct.REPLACE),
)
PUBLIC_STEPS = frozenset(each.act for each in PUBLIC_ACTS)
WITH_WORDS = frozenset(each.act for each in PUBLIC_ACTS if "reason" in each.words)
