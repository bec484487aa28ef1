"""What the ledger tells of a record or an enterprise, on its own page."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.urls import reverse

from qingce.doors.web.ledger.shown import shown
from qingce.shared.ledger.queries import public_history


def history(kind: str, number: int, *, also: Collection[int] = (), has_proof: bool = False) -> dict[str, Any]:
    """Entries in the order of the log, since when, and where proof and certificate are; three queries.

    Args: kind: record or enterprise. also: others whose entries belong to it. has_proof: whether what it says now is
        public.
    """
    entries = shown(public_history(kind, number, *also))
    return {
        "entries": entries,
        "has_subjects": bool(also),
        "since": next((each for each in entries if each.row.number is not None), None),
        "proof": reverse(f"web:{kind}-proof", args=[number]) if has_proof else "",
        "certificate": reverse(f"web:{kind}-certificate-page", args=[number]),
        "file": reverse(f"web:{kind}-certificate", args=[number]),
    }
