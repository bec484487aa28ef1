"""What of a notice goes into the public ledger, and what the private journal calls it.

`content` is the hash of all that the notice says (`Notice.says`), with a salt of its own.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.shared.ledger.registry import ActSchema, Fact, FactKind
from qingce.shared.notices.enums import KIND

PUBLISHED, OPENED, EXTENDED = "notice-published", "notice-opened", "notice-extended"
CLOSED, WITHDRAWN = "notice-closed", "notice-withdrawn"
STOOD = "notice-stands"  # of the journal only: that it was published says it all
_CONTENT = Fact(FactKind.HASH, _("Hash of all that the notice says"))
_ENDS_ON = Fact(FactKind.DAY, _("The last day of the period"))
_REASON = {"reason": _("Reason")}

PUBLIC_ACTS = (
    ActSchema(
        PUBLISHED,
        _("Notice published"),
        KIND,
        {
            "content": _CONTENT,
            "kind": Fact(FactKind.CODE, _("The kind of notice")),
            "area": Fact(FactKind.NUMBER, _("The division that it is about, GB/T 2260; 0: the whole country")),
            "begins_on": Fact(FactKind.DAY, _("The first day, which is day zero of the period")),
            "ends_on": Fact(FactKind.CODES, _("The last day of the period; none: it has no period")),
            "objections": Fact(FactKind.NUMBER, _("1: the public may object within the period; 0: it may not")),
        },
        states=True,
    ),
    ActSchema(OPENED, _("Notice opened"), KIND, {"ends_on": _ENDS_ON}),
    ActSchema(
        EXTENDED,
        _("Period of a notice extended"),
        KIND,
        {"content": _CONTENT, "ends_on": _ENDS_ON, "former": Fact(FactKind.DAY, _("What was the last day before"))},
        words=_REASON,
        states=True,
    ),
    ActSchema(CLOSED, _("Period of a notice ended"), KIND, {"ends_on": _ENDS_ON}),
    ActSchema(
        WITHDRAWN,
        _("Notice withdrawn"),
        KIND,
        {"state": Fact(FactKind.CODE, _("How far the notice had come"))},
        words=_REASON,
    ),
)

ACTS = {each.act: each.title for each in PUBLIC_ACTS} | {STOOD: _("Notice stands without a period")}
