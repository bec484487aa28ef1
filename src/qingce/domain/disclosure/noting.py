"""What a person did with a disclosure, as followers and the journal are told."""

from __future__ import annotations

from datetime import datetime

from qingce.domain.disclosure.models import Disclosure
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor


def note_act(disclosure: Disclosure, actor: Actor, act: str, *, at: datetime, **detail: str | int) -> None:
    """Notes an act that is no step of the disclosure, in the caller's transaction. Args: detail: for the journal."""
    note_change("disclosure", disclosure.pk, at=at)
    journal(
        act,
        by=actor.person_id or None,
        organisation=disclosure.organisation_id,
        subject=("disclosure", disclosure.pk),
        detail=detail,
        at=at,
    )
