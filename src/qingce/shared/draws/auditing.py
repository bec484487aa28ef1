"""Draws as they stand today, beside what was entered when they were frozen."""

from __future__ import annotations

from django.db.models import Max

from qingce.pure.merkle.hashing import leaf_hash
from qingce.shared.draws.models import Draw
from qingce.shared.ledger.enums import Present


def present(first: int, last: int) -> dict[int, Present]:
    """What draws with numbers in a range say today of what was frozen; one query."""
    rows = Draw.objects.filter(pk__range=(first, last)).values_list("pk", "says")
    return {pk: Present(leaf_hash(says.encode()), is_public=True) for pk, says in rows}


def last_number() -> int:
    """The highest number of a draw; 0: there is none."""
    return Draw.objects.aggregate(last=Max("pk"))["last"] or 0
