"""Where entries stand in the log, and since when a signed checkpoint covers them."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from qingce.shared.ledger.errors import LedgerEntryNotFound, ProofNotYet
from qingce.shared.ledger.models import Checkpoint, LedgerEntry
from qingce.shared.ledger.proving import proof
from qingce.shared.ledger.publishing import newest_checkpoint


@dataclass(frozen=True)
class Place:
    """An entry as the room sees it that made it.

    Args: number: None: not numbered yet. signed_by: signature; empty: nobody in particular, or forgotten.
        words: free texts that were not redacted. content: hash of what was said, where the act has one.
        covered_at: when the first checkpoint over it was signed; None: none yet.
    """

    id: str
    number: int | None
    at: datetime
    signed_by: str
    words: dict[str, Any]
    content: str = ""
    covered_at: datetime | None = None


def places_of(ids: Collection[str]) -> dict[str, Place]:
    """Entries by their ids as `enter_act` gave them; one query, without since when they are covered."""
    found = LedgerEntry.objects.filter(key__in=[bytes.fromhex(each) for each in ids])
    return {bytes(row.key).hex(): _place(row) for row in found}


def newest_about(act: str, kind: str, number: int) -> str:
    """The id of the newest entry of an act about a thing; one query.

    Raises: LedgerEntryNotFound.
    """
    found = LedgerEntry.objects.filter(act=act, subject_kind=kind, subject_id=number).order_by("-pk")
    key = found.values_list("key", flat=True).first()
    if key is None:
        raise LedgerEntryNotFound("The ledger has no such entry.", number=0)
    return bytes(key).hex()


def covered_place(entry_id: str) -> Place:
    """An entry with the moment since which a checkpoint covers it; two queries.

    Raises: LedgerEntryNotFound.
    """
    row = _row(entry_id)
    first = _first_over(row)
    return _place(row, first.made_at if first else None)


def first_proof(entry_id: str, *, before: datetime) -> dict[str, Any]:
    """The oldest proof of an entry, without keys: by the first checkpoint that a witness saw before a moment, or, where
    none did, by the first one over it.

    Raises: LedgerEntryNotFound; ProofNotYet.
    """
    row = _row(entry_id)
    first = _first_over(row, Q(cosignatures__seen_at__lt=before)) or _first_over(row)
    if first is None:
        raise ProofNotYet("The next checkpoint will cover this entry, within a minute; then there is a proof of it.")
    return proof(row, first)


def newest_proof(entry_id: str) -> dict[str, Any]:
    """The proof of an entry, without keys, by the newest checkpoint.

    Raises: LedgerEntryNotFound; ProofNotYet; CheckpointNotFound.
    """
    return proof(_row(entry_id), newest_checkpoint())


def _row(entry_id: str) -> LedgerEntry:
    row = LedgerEntry.objects.filter(key=bytes.fromhex(entry_id)).first()
    if row is None:
        raise LedgerEntryNotFound("The ledger has no such entry.", number=0)
    return row


def _first_over(row: LedgerEntry, seen: Q | None = None) -> Checkpoint | None:
    if row.number is None:
        return None
    over = Checkpoint.objects.prefetch_related("cosignatures").filter(seen or Q(), size__gt=row.number)
    return over.order_by("size").first()


def _place(row: LedgerEntry, covered_at: datetime | None = None) -> Place:
    content = str(json.loads(bytes(row.body))["facts"].get("content", ""))
    return Place(bytes(row.key).hex(), row.number, row.at, row.signed_by, dict(row.words or {}), content, covered_at)
