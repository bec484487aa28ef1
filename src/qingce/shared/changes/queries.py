"""Reading the feed and how far its followers are."""

from __future__ import annotations

from django.db.models import Count, Subquery

from qingce.shared.changes.enums import FollowerLag, IdRange, NumberedChange
from qingce.shared.changes.models import Change, FollowerPosition, Sequencer
from qingce.shared.changes.places import place_id
from qingce.shared.changes.registry import Follower, followers

__all__ = ["lag", "last_number", "place_id", "read_changes", "waiting_changes", "written_changes"]


def last_number() -> int:
    """The number of the newest numbered change; 0 when there is none."""
    return Sequencer.read().last_number


def waiting_changes() -> int:
    """How many committed changes have no number yet."""
    return Change.objects.filter(number=None).count()


def written_changes() -> int:
    """How many changes were ever committed, numbered or not: it moves with every write and never back; one query."""
    waiting = Change.objects.filter(number=None).order_by().values("number").annotate(count=Count("pk"))
    row = Sequencer.objects.filter(pk=1).annotate(waiting=Subquery(waiting.values("count"))).first()
    return row.last_number + (row.waiting or 0) if row else waiting_changes()


def read_changes(after: int, *, limit: int = 1_000) -> list[NumberedChange]:
    """The feed behind a place in it.

    Returns: at most `limit` changes with number > after, in order; numbers are gapless except where pruned.
    """
    rows = (
        Change.objects.filter(number__gt=after)
        .order_by("number")
        .values_list("number", "kind", "first_id", "last_id", "at")[:limit]
    )
    return [
        NumberedChange(number, IdRange(kind, first, last), at)
        for number, kind, first, last, at in rows
        if number is not None
    ]


def lag() -> list[FollowerLag]:
    """How far each registered follower is behind at this place; one row for each, in the order of registration."""
    sequencer = Sequencer.read()
    keys = {follower.key: follower for follower in followers()}
    places = FollowerPosition.objects.in_bulk(list(keys))
    return [_lag_of(follower, places.get(key), sequencer) for key, follower in keys.items()]


def _lag_of(follower: Follower, place: FollowerPosition | None, sequencer: Sequencer) -> FollowerLag:
    place = place or FollowerPosition(name=follower.name)
    behind = Change.objects.filter(number__gt=place.position, kind__in=follower.kinds).count()
    return FollowerLag(
        name=follower.name,
        position=max(place.position, 0),
        behind=behind,
        has_missed=max(place.position, 0) < sequencer.pruned_through,
        error=place.last_error,
        failed_at=place.failed_at,
    )
