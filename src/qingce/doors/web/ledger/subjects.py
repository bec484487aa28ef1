"""What entries are about: what it is called, where its page is, and how much of it the public may read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qingce.domain.documents.queries import public_among
from qingce.domain.enterprises.queries import statement_of as statement_of_enterprise
from qingce.domain.records.enums import PublicationState
from qingce.domain.records.queries import public_statement, states_of
from qingce.pure.kernel.errors import NotFound
from qingce.shared.issuing.queries import issued_by_ids
from qingce.shared.ledger.queries import LogEntry
from qingce.shared.parties.enums import NOBODY
from qingce.shared.rulebooks.queries import releases

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WHY = frozenset({"reason", "clause"})  # what the tombstone of a withdrawn record tells too


@dataclass(frozen=True)
class Subject:
    """A thing that has a page; `is_gone`: of which only why and when is told."""

    address: str
    is_gone: bool = False


Pages = Callable[[Collection[int]], dict[int, Subject]]


@dataclass(frozen=True)
class SubjectKind:
    """A kind of thing.

    Args: pages: those of these numbers that have a page; one query at most. statement: what one says now, as the
        ledger has it; None: no such statements.
    """

    name: str
    title: StrOrPromise
    pages: Pages
    statement: Callable[[int], bytes] | None = None


_kinds: dict[str, SubjectKind] = {}


def register_subject(kind: SubjectKind) -> None:
    """Makes known what entries may be about."""
    _kinds[kind.name] = kind


def subject_kinds() -> list[SubjectKind]:
    """Every kind that is known, in the order of registration."""
    return list(_kinds.values())


def kind_title(name: str) -> StrOrPromise:
    """What a kind of thing is called; its own code where it is not known."""
    return _kinds[name].title if name in _kinds else name


def subjects_of(entries: Iterable[LogEntry]) -> dict[tuple[str, int], Subject]:
    """The pages of what entries are about, as far as the public may see them; one query for each kind."""
    return pages_of((entry.kind, entry.subject) for entry in entries if entry.subject is not None)


def pages_of(things: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Subject]:
    """The pages of things by kind and number, as far as the public may see them; one query for each kind."""
    numbers: dict[str, set[int]] = {}
    for kind, number in things:
        if kind in _kinds:
            numbers.setdefault(kind, set()).add(number)
    return {
        (kind, number): subject
        for kind, wanted in numbers.items()
        for number, subject in _kinds[kind].pages(wanted).items()
    }


def are_words_public(entry: LogEntry, subjects: dict[tuple[str, int], Subject]) -> bool:
    """Whether the words beside an entry may be read: not of what is hidden, of what is withdrawn only why."""
    if entry.subject is None or entry.kind not in _kinds:
        return True
    subject = subjects.get((entry.kind, entry.subject))
    return subject is not None and (not subject.is_gone or set(entry.words or ()) <= WHY)


def statement_now(kind: str, number: int) -> bytes | None:
    """What a thing says now, as the ledger has it; None: nothing that is public."""
    told = _kinds[kind].statement if kind in _kinds else None
    try:
        return told(number) if told else None
    except NotFound:
        return None


def _records(numbers: Collection[int]) -> dict[int, Subject]:
    states = states_of(numbers, actor=NOBODY)
    return {
        pk: Subject(reverse("web:record", args=[pk]), state != PublicationState.PUBLISHED)
        for pk, state in states.items()
    }


def _enterprises(numbers: Collection[int]) -> dict[int, Subject]:
    return {pk: Subject(reverse("web:enterprise", args=[pk])) for pk in numbers}


def _documents(numbers: Collection[int]) -> dict[int, Subject]:
    return {pk: Subject(reverse("web:document", args=[pk])) for pk in public_among(numbers)}


def _keys(numbers: Collection[int]) -> dict[int, Subject]:
    return dict.fromkeys(numbers, Subject(reverse("web:ledger-checkpoints") + "#keys"))


def _rulebooks(numbers: Collection[int]) -> dict[int, Subject]:
    rows = [row for row in releases() if row.id in numbers]
    return {row.id: Subject(reverse("web:rules-version", args=[row.book, row.version])) for row in rows}


def _issued(numbers: Collection[int]) -> dict[int, Subject]:
    return {row.id: Subject(reverse("web:check-document", args=[row.code])) for row in issued_by_ids(list(numbers))}


def _entries(numbers: Collection[int]) -> dict[int, Subject]:
    return {number: Subject(reverse("web:ledger-entry", args=[number])) for number in numbers}


register_subject(
    SubjectKind("record", _("Record"), _records, lambda pk: public_statement(pk, actor=NOBODY)),
)
register_subject(SubjectKind("enterprise", _("Enterprise"), _enterprises, statement_of_enterprise))
register_subject(SubjectKind("document", _("Document"), _documents))
register_subject(SubjectKind("ledger-key", _("Key of the ledger"), _keys))
register_subject(SubjectKind("ledger", _("The ledger itself"), lambda _numbers: {}))
register_subject(SubjectKind("rulebook", _("Rulebook"), _rulebooks))
register_subject(SubjectKind("issued-document", _("Issued document"), _issued))
register_subject(SubjectKind("entry", _("Entry of the ledger"), _entries))
