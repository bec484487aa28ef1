"""What the journal calls this room's acts, and what of them the public ledger holds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.shared.ledger.registry import ActSchema, Fact, FactKind

CONFIRMED, OVERRIDDEN, ENDED = "facts-confirmed", "determination-overridden", "override-ended"
UNKNOWN = "unknown"  # as an entry says that facts are missing
_RULES = Fact(FactKind.HASH, _("SHA-256 of the released rulebook"))

PUBLIC_ACTS = (
    ActSchema(
        CONFIRMED,
        _("Facts of a record's violations confirmed"),
        "record",
        {
            "digest": _RULES,
            "on": Fact(FactKind.DAY, _("The day it was decided for")),
            "outcome": Fact(FactKind.CODE, _("What the rules say of these facts")),
            "rows": Fact(FactKind.CODES, _("The rules that apply")),
            "facts": Fact(FactKind.HASH, _("SHA-256 of the facts, as canonical JSON; the record's page shows them")),
        },
    ),
    ActSchema(
        OVERRIDDEN,
        _("Determination taken in place of the rules"),
        "record",
        {
            "digest": _RULES,
            "outcome": Fact(FactKind.CODE, _("What was decided")),
            "former": Fact(FactKind.CODE, _("What the rules say")),
        },
        words={"reason": _("Reason")},
    ),
    ActSchema(
        ENDED,
        _("Determination left to the rules again"),
        "record",
        {"digest": _RULES, "former": Fact(FactKind.CODE, _("What had been decided in place of the rules"))},
        words={"reason": _("Reason")},
    ),
)
ACTS = {each.act: each.title for each in PUBLIC_ACTS}
