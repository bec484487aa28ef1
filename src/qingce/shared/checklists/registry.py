"""What forms there are. Rooms register theirs in their `AppConfig.ready`: items, grades, and who may do what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from qingce.shared.checklists.errors import no_form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from django_stubs_ext import StrOrPromise

    from qingce.pure.kernel.errors import QingceError
    from qingce.pure.rules.schema import Text
    from qingce.shared.parties.enums import Actor


@dataclass(frozen=True)
class Grade:
    """What an item can come to. Args: is_finding: something has to be put right. needs_words: a text has to say why."""

    id: str
    title: Text
    is_finding: bool
    needs_words: bool


@dataclass(frozen=True)
class EvidenceKind:
    """A kind of evidence. Args: needs_file: a note alone is none of it. is_close: not for who is looked at."""

    id: str
    title: Text
    needs_file: bool
    is_close: bool


@dataclass(frozen=True)
class ChecklistSubject:
    """What a form is about, as one person meets it.

    Args: title: what it is about. name: of the place or organisation looked at. digest, list_name: where its items
        stand. filling, remarking: why this person may not; None: may. sees_close, sees_doubts: whether evidence that
        is not for who is looked at, and what speaks against a piece of evidence, is shown. since, until: its days;
        None: not known. further: other days that belong to it. place: latitude and longitude, degrees. organisation:
        in whose name the person acts.
    """

    id: int
    title: str
    name: str
    digest: str
    list_name: str
    filling: QingceError | None
    remarking: QingceError | None
    sees_close: bool = False
    sees_doubts: bool = False
    since: date | None = None
    until: date | None = None
    further: tuple[tuple[date | None, date | None], ...] = ()
    place: tuple[float, float] | None = None
    organisation: int | None = None


class SubjectFor(Protocol):
    """Finds what a form is about. Raises: NotFound: there is none that this person may see."""

    def __call__(self, actor: Actor, pk: int, *, held: bool) -> ChecklistSubject: ...


@dataclass(frozen=True)
class ChecklistKind:
    """A kind of form.

    Args: name: letters and hyphens. subject_for: `held`: its row is locked until the transaction ends. fillable: the
        subjects that a person may fill in now. laws: where the list of laws of a day stands: digest and name.
    """

    name: str
    title: StrOrPromise
    grades: Mapping[str, Grade]
    evidence: Mapping[str, EvidenceKind]
    subject_for: SubjectFor
    fillable: Callable[[Actor], list[ChecklistSubject]]
    laws: Callable[[date], tuple[str, str]]


_kinds: dict[str, ChecklistKind] = {}


def register_checklist_kind(kind: ChecklistKind) -> None:
    """Lets forms of a kind be filled; a second one of the same name takes its place."""
    _kinds[kind.name] = kind


def checklist_kinds() -> tuple[ChecklistKind, ...]:
    """Every kind, in the order of registration."""
    return tuple(_kinds.values())


def checklist_kind(name: str) -> ChecklistKind:
    """The kind of this name.

    Raises: ChecklistNotFound: nothing registered under it.
    """
    if name not in _kinds:
        raise no_form()
    return _kinds[name]
