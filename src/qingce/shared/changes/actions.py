"""Writing to the feed, numbering it and bringing its followers up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Min

from qingce.shared.bulk.actions import insert_rows
from qingce.shared.changes.errors import ChangeOutsideTransaction
from qingce.shared.changes.following import follow_all, follow_noting
from qingce.shared.changes.models import Change, FollowerPosition, Sequencer
from qingce.shared.changes.numbering import number_waiting
from qingce.shared.changes.registry import follower_named, followers
from qingce.shared.changes.spans import spans

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime


def note_change(kind: str, first_id: int, last_id: int | None = None, *, at: datetime) -> None:
    """Say, inside the act's transaction, that rows were written; followers hear of it after commit.

    Args:
        kind: what the rows are, such as "record"; followers ask for kinds by this name.
        first_id: the first row written.
        last_id: the last row of a bulk write, included; None for one row.
        at: when the act happened.

    Raises: ChangeOutsideTransaction: no transaction is open.
    """
    if not connection.in_atomic_block:
        raise ChangeOutsideTransaction(kind)
    Change.objects.create(kind=kind, first_id=first_id, last_id=first_id if last_id is None else last_id, at=at)


def note_changes(kind: str, ids: Collection[int], *, at: datetime) -> None:
    """Say, inside the act's transaction, that these rows were written; near numbers share one row of the feed.

    A range may cover rows in between that were not written: followers apply a change by reading again, which harms
    nothing.

    Raises: ChangeOutsideTransaction: no transaction is open.
    """
    if not connection.in_atomic_block:
        raise ChangeOutsideTransaction(kind)
    ranges = list(spans(ids))
    count = len(ranges)
    insert_rows(
        Change,
        {
            "kind": [kind] * count,
            "first_id": [first for first, _ in ranges],
            "last_id": [last for _, last in ranges],
            "at": [at] * count,
            "number": [None] * count,
        },
    )


def number_changes(*, at: datetime) -> int:
    """Give committed changes their place in the feed: gapless, in the order in which they became visible.

    Safe to run in several processes at once; call it outside a transaction.

    Returns: how many changes were numbered.
    """
    return number_waiting(at=at)


def run_followers(*, at: datetime | None = None) -> int:
    """Apply every numbered change that followers have not seen.

    Args: at: the present moment; a follower that failed shortly before it waits. None: nobody waits.
    Returns: how many changes were applied, counted once per follower. A follower that raises keeps its
        position, is logged, and does not stop the others.
    """
    return follow_all(at=at)


def settle_notes(*, at: datetime) -> int:
    """Number what waits, and what followers note of it: whoever then reads everything need not read it twice.

    Safe to run in several processes at once; call it outside a transaction.

    Returns: how many changes the noting followers were given.
    """
    number_waiting(at=at)
    return follow_noting(at=None)


def reset_follower(name: str, *, position: int = 0) -> None:
    """Let a follower go on from a position in the feed.

    Args: position: 0 replays the feed; for a rebuild, the `last_number()` read before the rebuild began.
    Raises: UnknownFollower: nothing is registered under this name.
    """
    FollowerPosition.objects.update_or_create(name=follower_named(name).key, defaults=_fresh(position))


def advance_follower(name: str, *, position: int) -> None:
    """Move a follower that is behind a place in the feed up to it: all before has been read in another way.

    Raises: UnknownFollower: nothing is registered under this name.
    """
    key = follower_named(name).key
    _, is_new = FollowerPosition.objects.get_or_create(name=key, defaults=_fresh(position))
    if not is_new:
        FollowerPosition.objects.filter(name=key, position__lt=position).update(**_fresh(position))


def _fresh(position: int) -> dict[str, Any]:
    return {"position": position, "failures": 0, "last_error": "", "failed_at": None}


@transaction.atomic
def prune_changes(*, before: datetime) -> int:
    """Drop the oldest changes that happened before a moment and that every follower of this place has applied.

    Followers of other places are not waited for, as a place may be gone for good; one that comes back too late
    builds anew.

    Returns: how many changes were dropped.
    """
    sequencer = Sequencer.lock()
    kept = Change.objects.filter(at__gte=before).aggregate(first=Min("number"))["first"]
    through = min(sequencer.last_number if kept is None else kept - 1, _slowest_position(sequencer))
    if through <= sequencer.pruned_through:
        return 0
    dropped, _ = Change.objects.filter(number__lte=through).delete()
    sequencer.pruned_through = through
    sequencer.save(update_fields=["pruned_through"])
    return dropped


def _slowest_position(sequencer: Sequencer) -> int:
    keys = [follower.key for follower in followers()]
    places = FollowerPosition.objects.in_bulk(keys)
    positions = [places[key].position if key in places else 0 for key in keys]
    return min(positions, default=sequencer.last_number)
