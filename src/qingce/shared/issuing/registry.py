"""What kinds of documents are issued. The rooms that issue them register theirs; this room knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from qingce.shared.changes.registry import Follower, register_follower
from qingce.shared.issuing.enums import Draft, Language

FOLLOWER = "issued-documents"


class Present(Protocol):
    """What a document would say on a day, by number and language (zh, en); None: its subject is no longer public."""

    def __call__(self, number: int, language: Language, *, on: date) -> Draft | None: ...


@dataclass(frozen=True)
class IssuedKind:
    """A kind of document.

    Args: name: its template's, too. about: what it is about, as the feed of changes calls it. present: what it
        would say today. is_public: of the number of its subject, whether everybody who has the code may read what it
        says, and compare pages with it; otherwise they learn that it was issued, and nothing else.
    """

    name: str
    about: str
    present: Present
    is_public: Callable[[int], bool] = lambda _number: True


_kinds: dict[str, IssuedKind] = {}


def register_kind(kind: IssuedKind) -> None:
    """Makes a kind of document known, and has what it said forgotten when its subject is no longer public."""
    from qingce.shared.issuing.forgetting import forget_changed

    _kinds[kind.name] = kind
    register_follower(Follower(FOLLOWER, frozenset(each.about for each in _kinds.values()), forget_changed, notes=True))


def kind_of(name: str) -> IssuedKind:
    """The kind of this name; a KeyError is a mistake in the program."""
    return _kinds[name]


def kinds_about(about: str) -> list[IssuedKind]:
    """The kinds of documents about such things."""
    return [each for each in _kinds.values() if each.about == about]
