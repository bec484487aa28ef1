"""How often one address may ask for a correction."""

from __future__ import annotations

from datetime import datetime

from qingce.domain.records.terms import request_terms
from qingce.shared.tallies.actions import count_visit


def note_try(address: str, *, at: datetime) -> None:
    """Counts a form or a file that an address sent, before any work is done on it.

    Raises: CameTooOften.
    """
    count_visit("corrections", address, most=request_terms().tries_per_hour, at=at)


def note_request(address: str, *, at: datetime) -> None:
    """Counts a request that an address is about to make.

    Raises: CameTooOften.
    """
    count_visit("correction-request", address, most=request_terms().requests_per_hour, at=at)
