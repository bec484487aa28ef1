"""Parameters, lists and facts of a book as its pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, pgettext_lazy

from qingce.doors.web.rules.words import clause_words, quantity, reason_of, said

if TYPE_CHECKING:
    from datetime import date

    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise

    from qingce.pure.rules.book import Book
    from qingce.pure.rules.schema import ListItem, Parameter, RuleList

PARAMETER_KINDS: Mapping[str, StrOrPromise] = {
    "term": pgettext_lazy("parameter", "Term"),
    "limit": pgettext_lazy("parameter", "Limit"),
    "score": pgettext_lazy("parameter", "Score"),
    "weight": pgettext_lazy("parameter", "Weight"),
    "ban": pgettext_lazy("parameter", "Ban"),
    "retention": pgettext_lazy("parameter", "Time of keeping"),
    "count": pgettext_lazy("parameter", "Number"),
}
LIST_KINDS: Mapping[str, StrOrPromise] = {
    "checklist": pgettext_lazy("rules", "Checklist"),
    "catalogue": pgettext_lazy("rules", "Catalogue"),
    "outline": pgettext_lazy("rules", "Outline"),
    "register": pgettext_lazy("rules", "Register"),
    "duties": pgettext_lazy("rules", "Duties"),
    "laws": pgettext_lazy("rules", "Laws and standards"),
    "scores": pgettext_lazy("rules", "Scores"),
    "prohibitions": pgettext_lazy("rules", "Prohibitions"),
}
ORIGINS: Mapping[str, StrOrPromise] = {
    "record": gettext_lazy("from the record"),
    "text": gettext_lazy("from the text of the record, confirmed by a person"),
    "case": gettext_lazy("from the case"),
    "asked": gettext_lazy("asked for"),
}
FACT_TYPES: Mapping[str, StrOrPromise] = {
    "yes-no": gettext_lazy("yes or no"),
    "whole": gettext_lazy("whole number"),
    "number": gettext_lazy("number"),
    "date": gettext_lazy("date"),
    "choice": gettext_lazy("one of a list"),
    "choices": gettext_lazy("several of a list"),
}


@dataclass(frozen=True)
class ShownValue:
    """A value of a parameter from a day on; until: the last day, None: it still holds."""

    first: date
    until: date | None
    text: str
    clause: SafeString
    reason: str


@dataclass(frozen=True)
class ShownParameter:
    """A figure that the book fixes, with its values, the newest first."""

    id: str
    title: str
    kind: StrOrPromise
    values: tuple[ShownValue, ...]
    counts_from: str
    clause: SafeString
    reason: str
    address: str


@dataclass(frozen=True)
class ShownLine:
    """A line of a list; places: where it stands on the list's axes. requires: address and title of its documents."""

    id: str
    title: str
    text: str
    places: tuple[str, ...]
    points: str
    standards: tuple[str, ...]
    first: date | None
    until: date | None
    requires: tuple[str, str] | None
    clause: SafeString
    reason: str


@dataclass(frozen=True)
class ShownList:
    """A checklist, a catalogue, duties, laws, scores."""

    id: str
    title: str
    kind: StrOrPromise
    lines: tuple[ShownLine, ...]
    clause: SafeString
    reason: str
    address: str


@dataclass(frozen=True)
class Named:
    """Something of the book that has a page of its own."""

    id: str
    title: str
    clause: SafeString
    address: str
    told: StrOrPromise = ""


def shown_parameter(book: Book, name: str, base: str) -> ShownParameter:
    """A parameter in the reader's language; base: address of the version."""
    found = book.parameters[name]
    return ShownParameter(
        id=name,
        title=said(found.title),
        kind=PARAMETER_KINDS[found.kind],
        values=tuple(_values(found)),
        counts_from=said(found.counts_from) if found.counts_from else "",
        clause=clause_words(found.clause),
        reason=reason_of(found),
        address=f"{base}parameter/{name}/",
    )


def shown_list(book: Book, name: str, base: str) -> ShownList:
    """A list in the reader's language."""
    found = book.lists[name]
    return ShownList(
        id=name,
        title=said(found.title),
        kind=LIST_KINDS[found.kind],
        lines=tuple(_line(book, found, each, base) for each in found.item),
        clause=clause_words(found.clause),
        reason=reason_of(found),
        address=f"{base}list/{name}/",
    )


def named_facts(book: Book, base: str) -> list[Named]:
    """The facts, with the question that asks for each."""
    return [
        Named(name, said(each.title), clause_words(each.clause), f"{base}fact/{name}/", said(each.question))
        for name, each in book.facts.items()
    ]


def named_conditions(book: Book, base: str) -> list[Named]:
    """The conditions, each named once."""
    return [
        Named(name, said(each.title), clause_words(each.clause), f"{base}condition/{name}/")
        for name, each in book.conditions.items()
    ]


def _values(parameter: Parameter) -> Iterator[ShownValue]:
    for each in sorted(parameter.value, key=lambda value: value.from_, reverse=True):
        yield ShownValue(
            first=each.from_,
            until=each.until,
            text=quantity(each.value, parameter.unit),
            clause=clause_words(each.clause),
            reason=reason_of(each),
        )


def _line(book: Book, shown_in: RuleList, item: ListItem, base: str) -> ShownLine:
    titles = {
        (axis, each.id): said(each.title) for axis, values in shown_in.axis.items() for each in values
    }  # fmt: skip
    requires = None
    if item.requires:
        requires = (f"{base}requirement/{item.requires}/", said(book.requirements[item.requires].title))
    return ShownLine(
        id=item.id,
        title=said(item.title),
        text=said(item.text) if item.text else "",
        places=tuple(titles.get(each, each[1]) for each in item.at.items()),
        points="" if item.points is None else quantity(item.points, "points"),
        standards=item.standards,
        first=item.on,
        until=item.until,
        requires=requires,
        clause=clause_words(item.clause),
        reason=reason_of(item),
    )
