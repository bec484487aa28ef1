"""What of a notice goes into the public ledger, and what the private journal calls it.

`content` is the hash of all that the notice says (`Notice.says`), with a salt of its own.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.shared.ledger.registry import ActSchema, Fact, FactKind
from qingce.shared.notices.enums import KIND, OBJECTION

PUBLISHED, OPENED, EXTENDED = "notice-published", "notice-opened", "notice-extended"
CLOSED, WITHDRAWN = "notice-closed", "notice-withdrawn"
OBJECTED, LOOKED, ANSWERED = "objection-received", "objection-looked-at", "objection-answered"
STOOD = "notice-stands"  # of the journal only: that it was published says it all
_CONTENT = Fact(FactKind.HASH, _("Hash of all that the notice says"))
_ENDS_ON = Fact(FactKind.DAY, _("The last day of the period"))
_OF = {
    "notice": Fact(FactKind.NUMBER, _("Number of the notice")),
    "place": Fact(FactKind.NUMBER, _("Which objection to the notice it is")),
}
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
    ActSchema(
        OBJECTED,
        _("Objection received"),
        OBJECTION,
        {**_OF, "content": Fact(FactKind.HASH, _("Hash of what was written, with a salt that the sender has"))},
    ),
    ActSchema(
        LOOKED,
        _("Decided what the public reads of an objection"),
        OBJECTION,
        {**_OF, "shown": Fact(FactKind.CODE, _("whole, part or none"))},
        words={"text": _("What is shown"), **_REASON},
    ),
    ActSchema(ANSWERED, _("Objection answered"), OBJECTION, dict(_OF), words={"answer": _("Answer")}),
)

ACTS = {each.act: each.title for each in PUBLIC_ACTS} | {STOOD: _("Notice stands without a period")}
