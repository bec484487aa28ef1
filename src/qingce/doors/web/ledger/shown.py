"""Entries as pages show them: the act in words, who, about what, what it states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qingce.domain.records.enums import FIELDS
from qingce.doors.web.ledger.subjects import Subject, are_words_public, kind_title, subjects_of
from qingce.shared.ledger.queries import FactKind, LogEntry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FIELD_LABELS: Mapping[str, StrOrPromise] = {field.name: field.label for field in FIELDS} | {
    "enterprise": _("Enterprise")
}


@dataclass(frozen=True)
class ShownFact:
    """A value that an entry states, with what it means."""

    name: str
    help: StrOrPromise
    values: Sequence[str]
    is_code: bool


@dataclass(frozen=True)
class ShownWords:
    """A free text beside an entry; `parts`: of one that has several, by what each is called."""

    label: StrOrPromise
    text: str = ""
    parts: Sequence[tuple[StrOrPromise, str]] = ()


@dataclass(frozen=True)
class ShownEntry:
    """An entry with what its page and lists tell.

    Args: subject: where the page of what it is about is; None: it has none that the public may see.
    """

    row: LogEntry
    title: StrOrPromise
    subject_title: StrOrPromise
    subject: Subject | None
    has_public_words: bool

    @property
    def address(self) -> str:
        """Its page: by its number, or by its id as long as it has none."""
        return reverse("web:ledger-entry", args=[self.row.id if self.row.number is None else self.row.number])

    @property
    def has_closed_words(self) -> bool:
        """Whether words stand beside it that the public may not read now."""
        return self.row.words is not None and not self.has_public_words

    @property
    def facts(self) -> list[ShownFact]:
        """What it states."""
        known = self.row.schema.facts if self.row.schema else {}
        return [
            ShownFact(
                name,
                known[name].help if name in known else name,
                [str(each) for each in (value if isinstance(value, list) else [value])],
                name not in known or known[name].kind in (FactKind.HASH, FactKind.CODE, FactKind.CODES),
            )
            for name, value in self.row.said["facts"].items()
        ]

    @property
    def words(self) -> list[ShownWords]:
        """The free texts that belong to it, as far as they may be read."""
        if not self.has_public_words or not self.row.words:
            return []
        labels = self.row.schema.words if self.row.schema else {}
        return [_words(labels.get(name, name), value) for name, value in self.row.words.items()]


def shown(entries: Iterable[LogEntry]) -> list[ShownEntry]:
    """Entries as pages show them; one query for each kind of thing that they are about."""
    rows = list(entries)
    subjects = subjects_of(rows)
    return [_shown(row, subjects) for row in rows]


def _shown(row: LogEntry, subjects: dict[tuple[str, int], Subject]) -> ShownEntry:
    return ShownEntry(
        row=row,
        title=row.schema.title if row.schema else row.act,
        subject_title=kind_title(row.kind),
        subject=subjects.get((row.kind, row.subject)) if row.subject is not None else None,
        has_public_words=are_words_public(row, subjects),
    )


def _words(label: StrOrPromise, value: Any) -> ShownWords:
    if isinstance(value, dict):
        return ShownWords(label, parts=[(FIELD_LABELS.get(name, name), str(text)) for name, text in value.items()])
    return ShownWords(label, str(value))
