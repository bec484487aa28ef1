"""Reading draws: all of it is public."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Min, Q

from qingce.pure.draw.announcing import Announced
from qingce.pure.draw.drawing import Drawn, Values, drawn_by
from qingce.shared.draws.actions.freezing import LEAD
from qingce.shared.draws.draw_files import draw_file
from qingce.shared.draws.enums import DrawState
from qingce.shared.draws.models import Draw, DrawValue, Replacement
from qingce.shared.draws.reading import announced_of, found_draw, standing, values_of
from qingce.shared.ledger.queries import Place, covered_place, places_of

__all__ = [
    "LEAD",
    "DrawDetail",
    "DrawRow",
    "Place",
    "ReplacementDetail",
    "ValueDetail",
    "count_draws",
    "draw_file",
    "draws",
    "draws_by_ids",
    "get_draw",
    "waiting_draws",
]


@dataclass(frozen=True)
class DrawRow:
    """A draw in a list."""

    id: int
    state: DrawState
    area: str
    purpose: str
    occasion: str
    count: int
    eligible: int
    frozen_at: datetime
    first_due_at: datetime
    due_at: datetime

    def is_due(self, at: datetime) -> bool:
        """Whether it waits for a value that can be known by now."""
        return self.state == DrawState.FROZEN and self.due_at <= at


@dataclass(frozen=True)
class ReplacementDetail:
    """Somebody who declined, and the next of the order; `step`: by which the next was chosen."""

    place: int
    declined: str
    step: Drawn
    at: datetime
    reason: str
    entry: Place


@dataclass(frozen=True)
class ValueDetail:
    """A value that was entered, with all that follows from it.

    Args: steps: of the draw, in order. standing: who is drawn after the replacements. reason: of a correction.
        is_current: none corrects it.
    """

    place: int
    values: Values
    key: str
    read: str
    steps: tuple[Drawn, ...]
    replacements: tuple[ReplacementDetail, ...]
    standing: tuple[str, ...]
    entered_at: datetime
    reason: str
    entry: Place
    is_current: bool


@dataclass(frozen=True)
class DrawDetail:
    """A draw with all that was said.

    Args: entry: that froze it, with since when a checkpoint covers it. reasons: number → why it is excluded, in words.
        after, followed_by: numbers of the void draw before and of the one that follows; 0: none.
    """

    row: DrawRow
    announced: Announced
    entry: Place
    reasons: dict[str, str]
    values: tuple[ValueDetail, ...]
    void: Place | None
    after: int
    followed_by: int
    void_reason: str = field(default="")

    @property
    def is_frozen_in_time(self) -> bool:
        """Whether a checkpoint covered the frozen draw before its value could be known."""
        return self.entry.covered_at is not None and self.entry.covered_at < self.row.first_due_at

    @property
    def current(self) -> ValueDetail | None:
        """The value that counts."""
        return self.values[-1] if self.values else None


def draws(*, state: str = "", start: int = 0, count: int = 50) -> list[DrawRow]:
    """Draws, the newest first; one query.

    Args: state: only these; empty: all.
    """
    rows = Draw.objects.defer("says").filter(_in_state(state)).order_by("-pk")
    return [_row(row) for row in rows[start : start + count]]


def count_draws(*, state: str = "") -> int:
    """How many `draws` there are; one query."""
    return Draw.objects.filter(_in_state(state)).count()


def draws_by_ids(ids: Collection[int]) -> dict[int, DrawRow]:
    """Draws by number, without those that do not exist; one query."""
    return {row.pk: _row(row) for row in Draw.objects.defer("says").filter(pk__in=ids)}


def waiting_draws(where: Q, *, at: datetime) -> tuple[int, datetime | None]:
    """How many draws wait for a value that can be known by now, and since when the oldest does; two queries.

    Args: where: which draws, such as those of an area (`area`).
    """
    found = Draw.objects.filter(where, state=DrawState.FROZEN, due_at__lte=at)
    return found.count(), found.aggregate(oldest=Min("due_at"))["oldest"]


def get_draw(pk: int) -> DrawDetail:
    """A draw; a fixed number of queries.

    Raises: DrawNotFound.
    """
    row = found_draw(pk)
    values = list(DrawValue.objects.filter(draw=row).prefetch_related("replacements").order_by("place"))
    places = places_of([entry for entry in _entries(row, values) if entry])
    announced = announced_of(row)
    void = places.get(row.void_entry)
    return DrawDetail(
        row=_row(row),
        announced=announced,
        entry=covered_place(row.entry),
        reasons=_texts(places[row.entry], "exclusions"),
        values=tuple(_value(each, announced, places, is_current=each is values[-1]) for each in values),
        void=void,
        after=row.after_id or 0,
        followed_by=Draw.objects.filter(after=row).values_list("pk", flat=True).first() or 0,
        void_reason=_reason(void),
    )


def _entries(row: Draw, values: list[DrawValue]) -> Iterator[str]:
    yield from (row.entry, row.void_entry)
    for value in values:
        yield value.entry
        yield from (each.entry for each in value.replacements.all())


def _value(value: DrawValue, announced: Announced, places: dict[str, Place], *, is_current: bool) -> ValueDetail:
    said, numbers = json.loads(value.says), values_of(value)
    replaced = sorted(value.replacements.all(), key=lambda each: each.place)
    steps = drawn_by(announced, numbers, replacements=len(replaced))
    return ValueDetail(
        place=value.place,
        values=numbers,
        key=said["key"],
        read=said["read"],
        steps=tuple(steps[: announced.count]),
        replacements=tuple(
            _replacement(each, step, places[each.entry])
            for each, step in zip(replaced, steps[announced.count :], strict=True)
        ),
        standing=tuple(standing(value)),
        entered_at=value.entered_at,
        reason=_reason(places[value.entry]),
        entry=places[value.entry],
        is_current=is_current,
    )


def _replacement(row: Replacement, step: Drawn, place: Place) -> ReplacementDetail:
    return ReplacementDetail(row.place, row.declined, step, row.at, _reason(place), place)


def _reason(place: Place | None) -> str:
    return str(place.words.get("reason", "")) if place else ""


def _texts(place: Place, name: str) -> dict[str, str]:
    found: Any = place.words.get(name, {})
    return {str(key): str(text) for key, text in found.items()}


def _in_state(state: str) -> Q:
    return Q(state=state) if state else Q()


def _row(row: Draw) -> DrawRow:
    return DrawRow(
        id=row.pk,
        state=DrawState(row.state),
        area=row.area,
        purpose=row.purpose,
        occasion=row.occasion,
        count=row.count,
        eligible=row.eligible,
        frozen_at=row.frozen_at,
        first_due_at=row.first_due_at,
        due_at=row.due_at,
    )
