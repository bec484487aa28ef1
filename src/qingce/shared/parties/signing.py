"""Who did a public act, as the ledger tells it."""

from __future__ import annotations

from qingce.shared.ledger.enums import PLATFORM, Signatory, SignatoryRole
from qingce.shared.parties.acting import SYSTEM
from qingce.shared.parties.enums import TOGETHER
from qingce.shared.parties.naming import person_number


def signatory_of(signature: str) -> Signatory:
    """Who stands behind a signature: one member of the staff, two of them, an operator's command, or the platform.

    Args: signature: `Actor.signature`, as it is stored.
    """
    if signature in ("", SYSTEM.signature):
        return PLATFORM
    if not person_number(signature):
        return Signatory(SignatoryRole.OPERATOR, signature)
    return Signatory(SignatoryRole.TWO_STAFF if TOGETHER in signature else SignatoryRole.STAFF, signature)
