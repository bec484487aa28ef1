"""Which kinds of notices there are; rooms register theirs in their `AppConfig.ready` (see the room's docstring)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qingce.shared.notices.errors import NoticeKindUnknown

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from qingce.shared.parties.enums import Actor

LONGEST_NAME = 40


@dataclass(frozen=True)
class NoticeTerm:
    """The parameter of a rulebook that fixes how long a period is, and in which days."""

    book: str
    parameter: str


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice.

    Args: name: letters and hyphens. hint: what is published under it, for those who read an empty board. term: None:
        it stands for good, without a period. takes_objections: whether the public may object within the period.
        standing: the organisations in whose name somebody may object, number → name: the public reads it beside such an
        objection. body: what these are.
    """

    name: str
    title: StrOrPromise
    hint: StrOrPromise
    term: NoticeTerm | None = None
    takes_objections: bool = False
    standing: Callable[[Actor], Mapping[int, str]] | None = None
    body: StrOrPromise = ""

    def __post_init__(self) -> None:
        if len(self.name) > LONGEST_NAME:
            raise ValueError(f"{self.name}: at most {LONGEST_NAME} letters")
        if self.takes_objections and self.term is None:
            raise ValueError(f"{self.name}: objections are taken within a period; name its term")


_kinds: dict[str, NoticeKind] = {}


def register_notice_kind(kind: NoticeKind) -> None:
    """Lets notices of a kind be published; a second one of the same name takes its place."""
    _kinds[kind.name] = kind


def notice_kind(name: str) -> NoticeKind:
    """The kind of this name.

    Raises: NoticeKindUnknown: nothing registered under it.
    """
    if name not in _kinds:
        raise NoticeKindUnknown(f"No room publishes notices of the kind {name[:40]}.", kind=name[:40])
    return _kinds[name]


def notice_kinds() -> list[NoticeKind]:
    """Every kind, in the order of registration."""
    return list(_kinds.values())


def standing_in(name: str, actor: Actor) -> Mapping[int, str]:
    """In whose name somebody may object to notices of a kind: number of the organisation → name."""
    kind = _kinds.get(name)
    return kind.standing(actor) if kind and kind.standing and not actor.is_nobody else {}
