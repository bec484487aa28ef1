"""Documents as pages show them: types by the names of the language, what is said of each as labelled values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qingce.domain.documents.enums import Standing
from qingce.domain.documents.queries import DocumentRow, DocumentType, Placed, Shelf, document_types
from qingce.domain.documents.registry import Use
from qingce.doors.web.rules.words import WRITERS, clause_words, said
from qingce.doors.web.templatetags.qingce_web import day, is_chinese
from qingce.pure.rules.papers import AskedLine


@dataclass(frozen=True)
class ShownDocument:
    """A document in a list. Args: left: how long it still holds, in words; empty: it does not expire."""

    row: DocumentRow
    type: str
    standing: Standing
    left: str
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True)
class Missing:
    """A paper that is asked for and not there. Args: first: the type to add; empty: none is kept for it."""

    title: str
    clause: SafeString
    types: str
    first: str


@dataclass(frozen=True)
class TypeGroup:
    """The types that one kind of writer issues, for a list of choices."""

    title: str
    types: tuple[tuple[str, str], ...]


def type_name(kind: DocumentType | None, otherwise: str = "") -> str:
    """The name of a type in the reader's language."""
    if kind is None:
        return otherwise
    return kind.name_zh if is_chinese() else kind.name_en


def type_groups(types: Mapping[str, DocumentType]) -> list[TypeGroup]:
    """The types in groups by who writes them, in the order of the book."""
    found: dict[str, list[tuple[str, str]]] = {}
    for kind in types.values():
        found.setdefault(kind.written_by, []).append((kind.id, type_name(kind)))
    titles = {name: str(title) for name, title in WRITERS.items()} | {"anyone": _("written by anybody")}
    return [TypeGroup(titles[name], tuple(each)) for name, each in found.items()]


def shown_rows(rows: Iterable[DocumentRow], *, on: date) -> list[ShownDocument]:
    """Documents in a list; the types are asked for once. No query where there are none."""
    listed = list(rows)
    types = document_types(on=on) if listed else {}
    return [
        ShownDocument(row, type_name(types.get(row.type), row.type), row.standing(on), left_words(row, on=on))
        for row in listed
    ]


def shown_shelf(shelf: Shelf, standings: Sequence[Standing], *, on: date) -> list[ShownDocument]:
    """The documents of a shelf that stand so."""
    return [_placed(each, on) for each in shelf.placed if each.standing in standings]


def _placed(each: Placed, on: date) -> ShownDocument:
    name = type_name(each.kind, each.row.type)
    return ShownDocument(each.row, name, each.standing, left_words(each.row, on=on), each.uses)


def left_words(row: DocumentRow, *, on: date) -> str:
    """How long a document still holds: 还有 12 天（2026年12月2日止）, 12 days left (until 2 December 2026)."""
    if row.expires_on is None or row.withdrawn_at:
        return ""
    left, until = row.days_left(on), day(row.expires_on)
    if left < 0:
        return _("expired on %(day)s") % {"day": until}
    if not left:
        return _("expires today")
    return ngettext("%(days)d day left (until %(day)s)", "%(days)d days left (until %(day)s)", left) % {
        "days": left,
        "day": until,
    }


def shown_missing(lines: Iterable[AskedLine], types: Mapping[str, DocumentType]) -> list[Missing]:
    """Lines of a list that nothing serves, each with the types that would."""
    found = []
    for line in lines:
        names = [type_name(types.get(each), each) for each in line.types]
        is_named = names == [said(line.title)]
        told = "" if is_named else _(" or ").join(names)
        found.append(Missing(said(line.title), clause_words(line.clause), told, line.types[0] if line.types else ""))
    return found


def add_address(enterprise_id: int, kind: str = "") -> str:
    """The form that adds a document, a type chosen already."""
    base = reverse("web:document-new", args=[enterprise_id])
    return f"{base}?type={kind}" if kind else base
