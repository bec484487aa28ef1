"""When a value may be entered: it could not be known when the draw was frozen, and it can be known by now."""

from __future__ import annotations

from datetime import datetime

from qingce.pure.draw.announcing import moment_text
from qingce.pure.merkle.hashing import leaf_hash
from qingce.shared.draws.errors import DrawAltered, NotFrozenInTime, ValueTooEarly
from qingce.shared.draws.models import Draw
from qingce.shared.ledger.queries import covered_place


def check_due(row: Draw, at: datetime) -> None:
    """Whether a value may be entered now.

    Raises: ValueTooEarly; DrawAltered; NotFrozenInTime.
    """
    if at < row.due_at:
        raise ValueTooEarly(
            f"The last source speaks at {moment_text(row.due_at)}; the value can be entered from then on.",
            due=moment_text(row.due_at),
        )
    place = covered_place(row.entry)
    if place.content != leaf_hash(row.says.encode()).hex():
        raise DrawAltered(
            "What the database says of this draw is not what was frozen in the ledger; nothing is drawn by it. "
            "`qingce ledger audit` names what else differs.",
            number=row.pk,
        )
    covered_at = place.covered_at
    if covered_at is None:
        raise NotFrozenInTime(
            "No signed checkpoint covers the frozen draw, so nothing shows that it was frozen before the value was "
            "known. See that the worker runs; if it did not then, declare the draw void and announce another one.",
            cause="never",
        )
    if covered_at >= row.first_due_at:
        raise NotFrozenInTime(
            f"The first signed checkpoint over the frozen draw is of {moment_text(covered_at)}, when the value could "
            "be known. Declare the draw void, with this reason, and announce another one.",
            cause="late", covered=moment_text(covered_at),
        )  # fmt: skip
