"""Who follows the feed. Rooms register in their `AppConfig.ready`; this room imports none of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qingce.shared.changes.errors import UnknownFollower

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qingce.shared.changes.enums import IdRange


@dataclass(frozen=True, slots=True)
class Follower:
    """Something kept in step with the database.

    `apply` gets merged ranges of the kinds it asked for and brings itself up to date with what those rows
    are *now*. It is called again with the same ranges after a failure or a kill, so it must be idempotent;
    it runs outside any transaction.

    Args:
        name: what it is called.
        kinds: the changes it asks for.
        place: the name of the place where it keeps what it makes of them, asked for at every look. Followers of one
            name at several places, such as two computers on one database, each read the whole feed. None: what it
            makes lies in the database itself, so that one place is enough.
        rebuild: makes everything anew from the database; called instead of `apply` for a place that has read nothing
            yet or has missed what was pruned. None: a new place reads the feed from its beginning.
        is_there: whether what it made is still there; where it is not, it is made anew without waiting for a change.
        notes: whether it notes changes of its own; it is then asked before the others, so that they read both at once.
    """

    name: str
    kinds: frozenset[str]
    apply: Callable[[Sequence[IdRange]], None]
    place: Callable[[], str] | None = None
    rebuild: Callable[[], object] | None = None
    is_there: Callable[[], bool] | None = None
    notes: bool = False

    @property
    def key(self) -> str:
        """What its position is kept under now."""
        return f"{self.name}@{self.place()}" if self.place else self.name


_followers: dict[str, Follower] = {}


def register_follower(follower: Follower) -> None:
    """Let a follower read the feed; a second one of the same name takes its place."""
    _followers[follower.name] = follower


def followers() -> list[Follower]:
    """Every follower, in the order of registration."""
    return list(_followers.values())


def follower_named(name: str) -> Follower:
    """The follower of this name.

    Raises: UnknownFollower: nothing registered under it.
    """
    if name not in _followers:
        raise UnknownFollower(name, sorted(_followers))
    return _followers[name]
