"""What the journal calls this room's acts, and which of them the public ledger holds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.shared.ledger.registry import ActSchema, Fact, FactKind

ACTS = {
    "enterprises-merged": _("Enterprises merged"),
    "enterprise-split": _("Enterprise set apart again"),
    "question-answered": _("Question of the match review answered"),
    "question-passed-on": _("Question of the match review passed on"),
}

PUBLIC_ACTS = (
    ActSchema("enterprises-named", _("Said who enterprises are"), "enterprise", is_bulk=True, states=True, shows=True),
    ActSchema(
        "enterprise-renamed",
        _("Enterprise renamed"),
        "enterprise",
        {"content": Fact(FactKind.HASH, _("Hash of who the enterprise is now"))},
        words={"former": _("Former name"), "current": _("New name"), "stated_by": _("Where it is stated")},
        states=True,
    ),
    ActSchema(
        "enterprises-merged",
        _("Enterprises merged"),
        "enterprise",
        {"into": Fact(FactKind.NUMBER, _("Number of the enterprise that stands for both"))},
        words={"reason": _("Reason")},
    ),
    ActSchema(
        "enterprise-split",
        _("Enterprise set apart again"),
        "enterprise",
        {"from": Fact(FactKind.NUMBER, _("Number of the enterprise that stood for both"))},
        words={"reason": _("Reason")},
    ),
)
