"""What somebody has open in an organisation, and who takes it over; rooms register theirs when Django starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class OpenWork:
    """A kind of work that one member of an organisation has in hand.

    Args: count: how many things of this kind a person has open in an organisation; one query. hand_over: gives them
        to another person, or to nobody in particular (None), inside the act's transaction.
    """

    name: str
    label: StrOrPromise
    count: Callable[[int, int], int]
    hand_over: Callable[[int, int, int | None, datetime], None]


_kinds: dict[str, OpenWork] = {}


def register_open_work(work: OpenWork) -> None:
    """Makes a kind of work known; a second one of the same name takes its place."""
    _kinds[work.name] = work


def open_work(person_id: int, organisation_id: int) -> list[tuple[StrOrPromise, int]]:
    """What somebody has open in an organisation, by kind; one query a kind."""
    counted = ((work.label, work.count(person_id, organisation_id)) for work in _kinds.values())
    return [(label, count) for label, count in counted if count]


def hand_over_work(person_id: int, organisation_id: int, *, to: int | None, at: datetime) -> None:
    """Gives all of it to another person, or to nobody in particular; in the transaction of the act."""
    for work in _kinds.values():
        work.hand_over(person_id, organisation_id, to, at)
