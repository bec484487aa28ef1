"""The queues of the office's first page: each room of the office adds its own with one line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from qingce.shared.parties.enums import Actor, StaffRole

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Waiting:
    """How many items wait, and since when the oldest does."""

    count: int
    oldest: datetime | None = None


@dataclass(frozen=True)
class Queue:
    """Work that waits for the staff.

    Args:
        url_name: of the page that lists it.
        waiting: counts what somebody sees of it; at most two queries.
        roles: who works on it; none: everybody of the staff.
        is_hidden_when_empty: it is no daily work, only told where something is wrong.
    """

    name: str
    title: StrOrPromise
    hint: StrOrPromise
    url_name: str
    waiting: Callable[[Actor], Waiting]
    roles: frozenset[StaffRole] = frozenset()
    is_hidden_when_empty: bool = False


_queues: dict[str, Queue] = {}


def register_queue(queue: Queue) -> None:
    """Shows a queue on the office's first page; a second one of the same name takes its place."""
    _queues[queue.name] = queue


def waiting_for(actor: Actor) -> list[tuple[Queue, Waiting]]:
    """The queues that somebody is shown, each with what waits in it for that person."""
    own = [queue for queue in queues() if not queue.roles or queue.roles & actor.roles]
    found = [(queue, queue.waiting(actor)) for queue in own]
    return [(queue, waiting) for queue, waiting in found if waiting.count or not queue.is_hidden_when_empty]


def queues() -> list[Queue]:
    """Every queue, in the order of registration."""
    return list(_queues.values())
