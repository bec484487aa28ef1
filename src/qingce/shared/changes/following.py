"""Bringing followers up to date: read a batch, merge it, apply it, advance; one failure stops nobody else."""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import F
from django.db.models.functions import Now

from qingce.shared.changes.enums import IdRange
from qingce.shared.changes.errors import ChangesPruned
from qingce.shared.changes.models import Change, FollowerPosition, Sequencer
from qingce.shared.changes.registry import Follower, followers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

BATCH_CHANGES = 2_000
BATCH_IDS = 50_000
LONGEST_WAIT_S = 300

logger = logging.getLogger(__name__)


def merge_ranges(ranges: Iterable[IdRange]) -> list[IdRange]:
    """The same ids in as few ranges as possible: overlapping and adjacent ranges of a kind become one.

    Returns: ranges ordered by kind and first id, no two of a kind touching.
    """
    merged: list[IdRange] = []
    for each in sorted(ranges):
        last = merged[-1] if merged else None
        if last and last.kind == each.kind and each.first <= last.last + 1:
            merged[-1] = IdRange(each.kind, last.first, max(last.last, each.last))
        else:
            merged.append(each)
    return merged


@dataclass(frozen=True, slots=True)
class _Batch:
    """What to apply next, and the position reached by it."""

    ranges: list[IdRange]
    position: int
    changes: int


def follow_all(*, at: datetime | None) -> int:
    """Give every follower that is behind what it has not seen; `at` None tries recently failed ones too."""
    sequencer = Sequencer.read()
    keys = {follower.key: follower for follower in followers()}
    places = _places(keys)
    applied = 0
    for key, follower in keys.items():
        place = places[key]
        if _is_lost(follower, place):
            _begin_anew(place)
        if max(place.position, 0) < sequencer.last_number and not _is_waiting(place, at=at):
            applied += _follow(follower, place, sequencer, at=at)
    return applied


def _places(keys: dict[str, Follower]) -> dict[str, FollowerPosition]:
    places = FollowerPosition.objects.in_bulk(list(keys))
    missing = [
        FollowerPosition(name=key, position=FollowerPosition.NOTHING if follower.rebuild else 0)
        for key, follower in keys.items()
        if key not in places
    ]
    if not missing:
        return places
    FollowerPosition.objects.bulk_create(missing, ignore_conflicts=True)
    return FollowerPosition.objects.in_bulk(list(keys))


def _is_lost(follower: Follower, place: FollowerPosition) -> bool:
    """Whether what was made up to this place is there no longer, somebody having deleted or damaged it."""
    was_made = place.position > 0 and follower.rebuild is not None
    return was_made and follower.is_there is not None and not follower.is_there()


def _begin_anew(place: FollowerPosition) -> None:
    logger.error("What %s had made is gone or damaged; it is made anew.", place.name)
    FollowerPosition.objects.filter(name=place.name, position=place.position).update(position=FollowerPosition.NOTHING)
    place.position = FollowerPosition.NOTHING


def _is_waiting(place: FollowerPosition, *, at: datetime | None) -> bool:
    """Whether it failed so recently that it is not tried again yet (1, 2, 4 … 300 seconds)."""
    if at is None or place.failed_at is None:
        return False
    wait_s = min(2 ** min(place.failures - 1, 16), LONGEST_WAIT_S)
    return at < place.failed_at + timedelta(seconds=wait_s)


def _follow(follower: Follower, place: FollowerPosition, sequencer: Sequencer, *, at: datetime | None) -> int:
    applied = 0
    while place.position < sequencer.last_number:
        try:
            batch = _step(follower, place, sequencer)
        except Exception as error:  # noqa: BLE001  # whatever a follower raises, the others go on
            _note_failure(place, error, at=at)
            break
        if not _advance(place, batch.position):
            break  # reset, or run by another process, meanwhile: its position rules
        applied += batch.changes
    return applied


def _step(follower: Follower, place: FollowerPosition, sequencer: Sequencer) -> _Batch:
    """Have the follower apply the next batch; or, where it lacks what came before, read everything there is."""
    if place.position < sequencer.pruned_through:  # always true of a new place that has to be built
        if follower.rebuild is None:
            raise ChangesPruned(follower.name)
        changes = _ahead(follower, place, sequencer).count()
        follower.rebuild()
        return _Batch([], sequencer.last_number, changes)
    batch = _next_batch(follower, place, sequencer)
    if batch.ranges:
        follower.apply(batch.ranges)
    return batch


def _ahead(follower: Follower, place: FollowerPosition, sequencer: Sequencer) -> QuerySet[Change]:
    return Change.objects.filter(number__gt=place.position, number__lte=sequencer.last_number, kind__in=follower.kinds)


def _next_batch(follower: Follower, place: FollowerPosition, sequencer: Sequencer) -> _Batch:
    rows = (
        _ahead(follower, place, sequencer)
        .order_by("number")
        .values_list("number", "kind", "first_id", "last_id")[:BATCH_CHANGES]
    )
    ranges: list[IdRange] = []
    ids, position = 0, place.position
    for number, kind, first, last in rows:
        ids += last - first + 1
        if ranges and ids > BATCH_IDS:
            return _Batch(merge_ranges(ranges), position, len(ranges))
        ranges.append(IdRange(kind, first, last))
        position = number or position  # never null here: the filter asks for numbered ones
    if len(ranges) < BATCH_CHANGES:
        position = sequencer.last_number
    return _Batch(merge_ranges(ranges), position, len(ranges))


def _advance(place: FollowerPosition, position: int) -> bool:
    moved = FollowerPosition.objects.filter(name=place.name, position=place.position).update(
        position=position, failures=0, last_error="", failed_at=None
    )
    place.position = position
    return moved == 1


def _note_failure(place: FollowerPosition, error: Exception, *, at: datetime | None) -> None:
    """Keep and log the class and the place in the code; a message could quote what a record says."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    logger.error(
        "Follower %s failed after change %s: %s at %s:%s; it is tried again later.",
        place.name, place.position, type(error).__qualname__, frame.filename, frame.lineno,
    )  # fmt: skip
    FollowerPosition.objects.filter(name=place.name).update(
        failures=F("failures") + 1,
        last_error=f"{type(error).__module__}.{type(error).__qualname__}"[:200],
        failed_at=at or Now(),
    )
