"""What the journal calls the acts of the alliance, and which of them the public ledger holds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.alliance.enums import ObservingAct
from qingce.shared.ledger.registry import ActSchema, Fact, FactKind

PLACE, ASKED, COST, MONEY = "alliance-place-changed", "observation-asked", "observation-cost-changed", "money-declared"
ALONE = "platform-observes"
_MEMBER = {"member": Fact(FactKind.CODE, _("The member, as the rulebook calls it"))}
PUBLIC_ACTS = (
    ActSchema(ObservingAct.ACCEPT.value, ObservingAct.ACCEPT.label, "audit", _MEMBER),
    ActSchema(ObservingAct.END.value, ObservingAct.END.label, "audit", _MEMBER, words={"reason": _("Reason")}),
    ActSchema(ALONE, _("The platform observes the audit itself"), "audit"),
)
ACTS = {
    PLACE: _("Place of a member of the alliance claimed, confirmed or changed"),
    ASKED: _("Member of the alliance asked to observe"),
    COST: _("Cost of observing declared, taken back or paid"),
    MONEY: _("Declared that nothing else was paid"),
    ALONE: _("The platform observes the audit itself"),
    **{each.value: each.label for each in ObservingAct},
}
