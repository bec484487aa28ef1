"""Public acts about things that only tests have, and a log of them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qingce.pure.kernel.canonical import canonical_json
from qingce.pure.merkle.hashing import leaf_hash
from qingce.shared.ledger.actions import enter_act, enter_rows, number_entries
from qingce.shared.ledger.enums import Signatory, SignatoryRole
from qingce.shared.ledger.schemas import ActSchema, Fact, FactKind, register_public_acts
from tests.factories import AT

STAFF = Signatory(SignatoryRole.STAFF, "#P7K2M9X4")
register_public_acts(
    (
        ActSchema("tale-told", "Told", "tale", {"content": Fact(FactKind.HASH, "What")}, words={"reason": "Why"}),
        ActSchema("tales-shown", "Shown", "tale", {"batch": Fact(FactKind.NUMBER, "Which")}, is_bulk=True),
    )
)


def tale(number: int) -> bytes:
    """What a tale says."""
    return canonical_json({"kind": "tale", "number": number, "salt": "00" * 16})


def tell(number: int, *, at: datetime = AT, reason: str = "原文如此") -> str:
    """Enters that a tale is told; returns the entry's id."""
    facts, words = {"content": leaf_hash(tale(number)).hex()}, {"reason": reason}
    with transaction.atomic():
        return enter_act("tale-told", at=at, by=STAFF, subject=("tale", number), facts=facts, words=words)


def show_all(*numbers: int, at: datetime = AT) -> str:
    """Enters many tales at once; returns the entry's id."""
    hashes = [leaf_hash(tale(number)) for number in numbers]
    with transaction.atomic():
        return enter_rows("tales-shown", at=at, by=STAFF, ids=numbers, hashes=hashes, facts={"batch": 3})


def log_of(count: int, *, at: datetime = AT) -> int:
    """Tells so many tales and numbers what waits; returns how many entries were numbered."""
    for number in range(count):
        tell(number, at=at)
    return number_entries(at=at)
