"""Bringing followers up to date: read a batch, merge it, apply it, advance; one failure stops nobody else."""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from qingce.shared.changes.enums import IdRange
from qingce.shared.changes.errors import ChangesPruned
from qingce.shared.changes.given import Given
from qingce.shared.changes.models import Change, FollowerPosition, Sequencer
from qingce.shared.changes.numbering import number_waiting
from qingce.shared.changes.registry import Follower, followers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.db.models import QuerySet

BATCH_CHANGES = 100_000  # that are read and merged at once; a kill in the middle of them gives them again
PIECE_RANGES, PIECE_IDS = 2_000, 50_000  # that a follower is given at once
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
    """Give every follower that is behind what it has not seen; `at` None tries recently failed ones too.

    Those that note changes of their own come first, and what they noted is numbered before the others look: an import
    that changes records and their enterprises is then read once, not once for either.
    """
    places = _places(followers())
    applied, sequencer = _follow_noting(places, at=at)
    others = [each for each in followers() if not each.notes]
    return applied + sum(_follow_if_behind(each, places[each.key], sequencer, at=at) for each in others)


def follow_noting(*, at: datetime | None) -> int:
    """Give those followers that note changes of their own what they have not seen, and number what they noted."""
    return _follow_noting(_places(followers()), at=at)[0]


def _follow_noting(places: dict[str, FollowerPosition], *, at: datetime | None) -> tuple[int, Sequencer]:
    """What one of them noted may be for another: they go on until none has anything left."""
    applied, sequencer = 0, Sequencer.read()
    noting = [each for each in followers() if each.notes]
    while more := sum(_follow_if_behind(each, places[each.key], sequencer, at=at) for each in noting):
        applied += more
        number_waiting(at=at or timezone.now())
        sequencer = Sequencer.read()
    return applied, sequencer


def _follow_if_behind(follower: Follower, place: FollowerPosition, sequencer: Sequencer, *, at: datetime | None) -> int:
    if _is_lost(follower, place):
        _begin_anew(place)
    if max(place.position, 0) >= sequencer.last_number or _is_waiting(place, at=at):
        return 0
    return _follow(follower, place, sequencer, at=at)


def _places(wanted: Iterable[Follower]) -> dict[str, FollowerPosition]:
    keys = {follower.key: follower for follower in wanted}
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
    applied, given = 0, Given()
    while place.position < sequencer.last_number:
        try:
            batch = _step(follower, place, sequencer, given)
        except Exception as error:  # noqa: BLE001  # whatever a follower raises, the others go on
            _note_failure(place, error, at=at)
            break
        if not _advance(place, batch.position):
            break  # reset, or run by another process, meanwhile: its position rules
        applied += batch.changes
    return applied


def _step(follower: Follower, place: FollowerPosition, sequencer: Sequencer, given: Given) -> _Batch:
    """Have the follower apply the next batch; or, where it lacks what came before, read everything there is."""
    if place.position < sequencer.pruned_through:  # always true of a new place that has to be built
        if follower.rebuild is None:
            raise ChangesPruned(follower.name)
        changes = _ahead(follower, place, sequencer).count()
        follower.rebuild()
        return _Batch([], sequencer.last_number, changes)
    batch = _next_batch(follower, place, sequencer)
    if ranges := given.new_of(batch.ranges):
        for piece in [ranges] if follower.notes else _pieces(ranges):
            follower.apply(piece)
        given.add(ranges)
    return batch


def _pieces(ranges: Sequence[IdRange]) -> Iterator[list[IdRange]]:
    """Ranges in lists that one call can carry; one range is never cut."""
    piece: list[IdRange] = []
    ids = 0
    for each in ranges:
        size = each.last - each.first + 1
        if piece and (len(piece) >= PIECE_RANGES or ids + size > PIECE_IDS):
            yield piece
            piece, ids = [], 0
        piece.append(each)
        ids += size
    if piece:
        yield piece


def _ahead(follower: Follower, place: FollowerPosition, sequencer: Sequencer) -> QuerySet[Change]:
    return Change.objects.filter(number__gt=place.position, number__lte=sequencer.last_number, kind__in=follower.kinds)


def _next_batch(follower: Follower, place: FollowerPosition, sequencer: Sequencer) -> _Batch:
    ahead = _ahead(follower, place, sequencer).order_by("number")
    rows = list(ahead.values_list("number", "kind", "first_id", "last_id")[:BATCH_CHANGES])
    is_last = len(rows) < BATCH_CHANGES
    position = sequencer.last_number if is_last else rows[-1][0] or place.position  # never null: numbered ones
    return _Batch(merge_ranges(IdRange(*row[1:]) for row in rows), position, len(rows))


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
