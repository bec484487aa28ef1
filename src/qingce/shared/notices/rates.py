"""How often one address may come to the board."""

from __future__ import annotations

from datetime import datetime

from qingce.shared.notices.terms import notice_terms
from qingce.shared.tallies.actions import count_visit


def note_try(address: str, *, at: datetime) -> None:
    """Counts a form that an address sent, before any work is done on it.

    Raises: CameTooOften.
    """
    count_visit("notices", address, most=notice_terms().tries_per_hour, at=at)


def note_objection(address: str, *, at: datetime) -> None:
    """Counts an objection or a subscription that an address is about to make.

    Raises: CameTooOften.
    """
    count_visit("objection", address, most=notice_terms().objections_per_hour, at=at)
