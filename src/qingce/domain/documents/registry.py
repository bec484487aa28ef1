"""What rooms above tell this one in their `AppConfig.ready`: where they use documents, and who meets them there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Q

from qingce.shared.parties.enums import Actor

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Use:
    """One use of a document.

    Args: kind: the name of what uses it, as registered. number: of the thing that uses it. said: what to call it.
    """

    kind: str
    number: int
    said: StrOrPromise


@dataclass(frozen=True)
class UsedBy:
    """A room that uses documents.

    Args: title: what it calls its uses. uses: of these documents those that it uses, by document; one query. seen:
        the documents that somebody meets as a party of a case there, unless they are confidential or closed.
    """

    name: str
    title: StrOrPromise
    uses: Callable[[Collection[int]], Mapping[int, Sequence[Use]]]
    seen: Callable[[Actor], Q] | None = None


_users: dict[str, UsedBy] = {}


def register_use(user: UsedBy) -> None:
    """Has a room's uses shown on the shelf; a second one of the same name takes its place."""
    _users[user.name] = user


def uses_of(ids: Collection[int]) -> dict[int, list[Use]]:
    """Where each of these documents is used; one query per registered room."""
    found: dict[int, list[Use]] = {}
    for user in _users.values():
        for pk, uses in user.uses(ids).items():
            found.setdefault(pk, []).extend(uses)
    return found


def met_by(actor: Actor) -> Q:
    """The documents that somebody meets as a party of a case, by what the rooms say."""
    return reduce(or_, (user.seen(actor) for user in _users.values() if user.seen), Q(pk__in=()))
