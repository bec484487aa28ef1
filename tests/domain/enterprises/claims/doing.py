"""Acts on claims with what they need besides, and what was written to whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from qingce.domain.enterprises.actions import CodeLetter, grant_claim, send_code
from qingce.domain.enterprises.enums import ProofKind
from qingce.domain.enterprises.models import Claim
from qingce.shared.mail.models import Letter
from qingce.shared.parties.enums import Actor
from tests.factories import AT

USCC, OTHER_USCC = "91000000MA0000001R", "91000000MA0000002W"
LATER = AT + timedelta(days=3)


def grant(staff: Actor, pk: int, **more: Any) -> None:
    """Grants a claim by a check."""
    grant_claim(staff, pk, **{"reason": "执照与名称一致", "grounds": [ProofKind.CHECK], "at": LATER} | more)


def letter(staff: Actor, pk: int) -> CodeLetter:
    """Makes the next letter."""
    return send_code(staff, pk, letters_seen=Claim.objects.get(pk=pk).letters, at=LATER)


def kinds_sent() -> list[tuple[str, str, str]]:
    """Kind, address and cause of each letter, in their order."""
    return [(each.kind, each.to, each.params.get("cause", "")) for each in Letter.objects.order_by("pk")]
