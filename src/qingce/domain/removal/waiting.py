"""Records whose facts nobody confirmed yet, as the office works through them."""

from __future__ import annotations

from qingce.domain.records.queries import listed_among
from qingce.domain.removal.current import current_book
from qingce.domain.removal.models import Confirmation, WaitingRecord
from qingce.domain.removal.queueing import removable_types
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import within_duty

COUNTED = 1_000  # more are not counted: the queue of a whole country never ends


def waiting_records(actor: Actor, *, before: int | None = None, after: int | None = None, count: int) -> list[int]:
    """Numbers of records whose facts somebody may confirm and nobody did, the newest first.

    What changed since the queue was kept in step is left out: each number is asked about again.

    Args: before: only records below this number; None: from the newest on. after: those next above this number, the
        nearest first.
    Returns: none as long as no version of the rulebook is released.
    Cost: four queries; three more for each piece of the queue that does not hold any more.
    """
    book = current_book()
    if book is None:
        return []
    types, found, piece = removable_types(book), list[int](), list[int]()
    is_rising = after is not None
    while len(found) < count:
        piece = _piece(actor, before=before, after=after, count=count)
        done = set(Confirmation.objects.filter(record_id__in=piece).values_list("record_id", flat=True))
        listed = listed_among(piece, types=types, actor=actor, duty=Duty.CONFIRM_FACTS) - done
        found += [number for number in piece if number in listed]
        if len(piece) < count:
            break
        before, after = (before, piece[-1]) if is_rising else (piece[-1], None)
    return found[:count]


def count_waiting(actor: Actor) -> int:
    """How many wait, at most 1,000; two queries."""
    return len(_piece(actor, count=COUNTED)) if current_book() else 0


def _piece(actor: Actor, *, before: int | None = None, after: int | None = None, count: int) -> list[int]:
    rows = WaitingRecord.objects.filter(within_duty(actor, Duty.CONFIRM_FACTS, "division"))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.order_by("-pk" if after is None else "pk").values_list("pk", flat=True)[:count])
