"""Notices as they stand today, beside what was entered when they were published or extended."""

from __future__ import annotations

from django.db.models import Max

from qingce.pure.merkle.hashing import leaf_hash
from qingce.shared.ledger.enums import Present
from qingce.shared.notices.models import Notice


def present(first: int, last: int) -> dict[int, Present]:
    """What notices with numbers in a range say today; one query."""
    rows = Notice.objects.filter(pk__range=(first, last)).values_list("pk", "says")
    return {pk: Present(leaf_hash(says.encode()), is_public=True) for pk, says in rows}


def last_number() -> int:
    """The highest number of a notice; 0: there is none."""
    return Notice.objects.aggregate(last=Max("pk"))["last"] or 0
