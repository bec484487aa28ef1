"""A draw as a file by which anybody can hold it again, offline: qingce-draw/1."""

from __future__ import annotations

import json
from typing import Any

from qingce.shared.draws.models import DrawValue
from qingce.shared.draws.reading import found_draw
from qingce.shared.ledger.queries import first_proof, log_keys, newest_proof

FORMAT = "qingce-draw/1"


def draw_file(pk: int) -> dict[str, Any]:
    """All that was said of a draw, each part with the proof that the ledger holds it.

    Raises: DrawNotFound; ProofNotYet: what was done last is in no checkpoint yet.
    Cost: a fixed number of queries for each value and each replacement.
    """
    row = found_draw(pk)
    values = list(DrawValue.objects.filter(draw=row).prefetch_related("replacements").order_by("place"))
    replaced = [each for value in values for each in sorted(value.replacements.all(), key=lambda row: row.place)]
    file: dict[str, Any] = {
        "format": FORMAT,
        "frozen": _said(row.says, first_proof(row.entry, before=row.first_due_at)),
        "settled": [_said(each.says, newest_proof(each.entry)) for each in values],
        "replaced": [_said(each.says, newest_proof(each.entry)) for each in replaced],
    }
    if row.void_entry:
        file["voided"] = {"proof": newest_proof(row.void_entry)}
    return file | {"keys": log_keys()}


def _said(says: str, proof: dict[str, Any]) -> dict[str, Any]:
    return {"says": json.loads(says), "proof": proof}
