"""What of a draw goes into the public ledger.

`content` is the hash of all that is said (`Announced.says`, `value_says`, `replacement_says`); the draw's page and its
file give the whole text, which is held against it.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.pure.draw.announcing import KIND
from qingce.shared.ledger.registry import ActSchema, Fact, FactKind

FROZEN, SETTLED, CORRECTED = "draw-frozen", "draw-settled", "draw-corrected"
REPLACED, VOIDED = "draw-replaced", "draw-voided"
_CONTENT = Fact(FactKind.HASH, _("Hash of all that the draw's page and file say about this act"))
_VALUE = {
    "content": _CONTENT,
    "value": Fact(FactKind.NUMBER, _("Which value of the draw: 1, and one more for each correction")),
    "values": Fact(FactKind.TEXTS, _("The numbers that each source gave")),
    "key": Fact(FactKind.TEXTS, _("The key made of them, part by part, as RFC 3797 writes it")),
    "read": Fact(FactKind.TEXT, _("Where the numbers were read")),
    "count": Fact(FactKind.NUMBER, _("How many were drawn")),
    "result": Fact(FactKind.HASH, _("SHA-256 of the list of those drawn, as canonical JSON")),
}
_REASON = {"reason": _("Reason")}

PUBLIC_ACTS = (
    ActSchema(
        FROZEN,
        _("Draw frozen"),
        KIND,
        {
            "content": _CONTENT,
            "purpose": Fact(FactKind.TEXT, _("What the draw is for")),
            "occasion": Fact(FactKind.TEXT, _("The occasion, for which there is one draw")),
            "pool": Fact(FactKind.HASH, _("SHA-256 of the list of the pool, as canonical JSON")),
            "pool_size": Fact(FactKind.NUMBER, _("How many are in the pool")),
            "exclusions": Fact(FactKind.HASH, _("SHA-256 of the list of those excluded, as canonical JSON")),
            "excluded": Fact(FactKind.NUMBER, _("How many are excluded")),
            "count": Fact(FactKind.NUMBER, _("How many are drawn")),
            "sources": Fact(FactKind.TEXTS, _("The public sources of random numbers")),
            "published": Fact(FactKind.TEXTS, _("Where each of them is published")),
            "due": Fact(FactKind.CODES, _("When each of them is published at the earliest")),
            "due_on": Fact(FactKind.DAY, _("The day, in UTC, of the last of these moments")),
            "after": Fact(FactKind.NUMBER, _("Number of the void draw that this one follows; 0: none")),
        },
        words={"exclusions": _("Why each of them is excluded")},
        states=True,
    ),
    ActSchema(SETTLED, _("Random value of a draw entered"), KIND, _VALUE),
    ActSchema(CORRECTED, _("Random value of a draw corrected"), KIND, _VALUE, words=_REASON),
    ActSchema(
        REPLACED,
        _("Somebody who was drawn replaced"),
        KIND,
        {
            "content": _CONTENT,
            "value": Fact(FactKind.NUMBER, _("Which value of the draw it belongs to")),
            "place": Fact(FactKind.NUMBER, _("Which replacement it is")),
            "declined": Fact(FactKind.CODE, _("Public number of who was drawn and is replaced")),
            "drawn": Fact(FactKind.CODE, _("Public number of the next of the order")),
        },
        words=_REASON,
    ),
    ActSchema(
        VOIDED,
        _("Draw declared void"),
        KIND,
        {"state": Fact(FactKind.CODE, _("How far the draw had come"))},
        words=_REASON,
    ),
)

ACTS = {each.act: each.title for each in PUBLIC_ACTS}
