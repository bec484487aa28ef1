"""What else has to happen when an agency may no longer audit, or may again: who needs to know, says so here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Told = Callable[[int, str, datetime], None]
_lost: dict[str, Told] = {}
_regained: dict[str, Told] = {}


def on_lost(name: str, told: Told) -> None:
    """Has something done, in the same transaction, when an agency loses its accreditation or it is suspended.

    Args: told: gets the number of the organisation, the reason (public) and the moment.
    """
    _lost[name] = told


def on_regained(name: str, told: Told) -> None:
    """As `on_lost`, when a suspension is lifted or an accreditation granted."""
    _regained[name] = told


def tell_lost(organisation: int, reason: str, at: datetime) -> None:
    """Tells all who asked."""
    for each in _lost.values():
        each(organisation, reason, at)


def tell_regained(organisation: int, reason: str, at: datetime) -> None:
    """Tells all who asked."""
    for each in _regained.values():
        each(organisation, reason, at)
