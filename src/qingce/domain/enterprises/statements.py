"""What the public ledger holds of an enterprise: who is meant by its number, hidden behind a salt."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max

from qingce.domain.enterprises.errors import not_found
from qingce.domain.enterprises.models import Enterprise
from qingce.pure.kernel.canonical import canonical_texts
from qingce.pure.merkle.hashing import leaf_hash
from qingce.shared.bulk.actions import update_rows
from qingce.shared.ledger.actions import enter_rows
from qingce.shared.ledger.enums import PLATFORM, Present

SALT_BYTES = 16
PIECE = 20_000


def new_salt() -> bytes:
    """A salt of its own for each statement."""
    return secrets.token_bytes(SALT_BYTES)


def enterprise_statement(number: int, *, name: str, uscc: str | None, salt: bytes | memoryview) -> bytes:
    """What is hashed into the ledger: who the enterprise of this number is."""
    return canonical_texts(
        {"kind": "enterprise", "number": number, "salt": bytes(salt).hex(), "name": name, "uscc": uscc or ""}
    )


def statement_of(pk: int) -> bytes:
    """The statement of an enterprise as it stands in the database; one query.

    Raises: EnterpriseNotFound.
    """
    row = Enterprise.objects.filter(pk=pk).values_list("name", "uscc", "salt").first()
    if row is None:
        raise not_found(pk)
    return enterprise_statement(pk, name=row[0], uscc=row[1], salt=row[2] or b"")


def present(first: int, last: int) -> dict[int, Present]:
    """Who enterprises with numbers in a range are today; one query."""
    rows = Enterprise.objects.filter(pk__range=(first, last)).values_list("pk", "name", "uscc", "salt")
    return {
        pk: Present(leaf_hash(enterprise_statement(pk, name=name, uscc=uscc, salt=salt or b"")), is_public=True)
        for pk, name, uscc, salt in rows
    }


def last_number() -> int:
    """The highest number of an enterprise; 0: there is none."""
    return Enterprise.objects.aggregate(last=Max("pk"))["last"] or 0


def enter_enterprises(named: Mapping[int, tuple[str, str | None, bytes]], *, at: datetime) -> None:
    """Enters who enterprises are into the ledger, in the transaction that writes them.

    Args: named: number → name, code and salt.
    """
    ids = sorted(named)
    hashes = [
        leaf_hash(enterprise_statement(pk, name=name, uscc=uscc, salt=salt))
        for pk, (name, uscc, salt) in ((pk, named[pk]) for pk in ids)
    ]
    if ids:
        enter_rows("enterprises-named", at=at, by=PLATFORM, ids=ids, hashes=hashes)


def enter_unstated(*, at: datetime) -> int:
    """Enters a piece of the enterprises that were there before the ledger was; called in a transaction.

    Returns: how many.
    """
    unstated = Enterprise.objects.select_for_update().filter(salt=None).order_by("pk")[:PIECE]
    named = {pk: (name, uscc, new_salt()) for pk, name, uscc in unstated.values_list("pk", "name", "uscc")}
    update_rows(Enterprise, {"id": list(named), "salt": [salt for _, _, salt in named.values()]})
    enter_enterprises(named, at=at)
    return len(named)
