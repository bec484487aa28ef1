"""Who did a public act, as the ledger tells it."""

from __future__ import annotations

from qingce.shared.ledger.actions import Taker
from qingce.shared.ledger.enums import PLATFORM, Signatory, SignatoryRole
from qingce.shared.parties.acting import SYSTEM
from qingce.shared.parties.enums import TOGETHER, Actor
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


def taker_of(actor: Actor, party: str = "") -> Taker:
    """Somebody as the taker of a machine's step.

    Args: party: as the machine's table calls whoever takes it; empty: as what one signs, a `SignatoryRole`.
    """
    signatory = signatory_of(actor.signature)
    return Taker(party or signatory.role, person=actor.person_id or None, signatory=signatory)
