"""The page on which facts are confirmed: the words with what they suggest marked, and the fields to fill in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from qingce.domain.removal.queries import exceedances_in
from qingce.doors.web.determination import TABLE, ShownSuggestion, shown_suggestions
from qingce.doors.web.office.facts_form import field_id
from qingce.doors.web.rules.fields import Field, field
from qingce.pure.rules.compiling import compile_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qingce.domain.removal.enums import RecordDetermination, ViolationDetermination
    from qingce.domain.removal.queries import Exceedance
    from qingce.doors.web.office.facts_form import FactsForm, ViolationForm
    from qingce.pure.rules.book import Book


@dataclass(frozen=True)
class MarkedPart:
    """A stretch of the record's words. `says`: what it suggests; empty: nothing. `numbers`: of the suggestions."""

    text: str
    says: str = ""
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class ShownWords:
    """The words of a violation as the record has them, with what they suggest.

    Args: suggestions: from 1 on, as the marks name them.
    """

    number: int
    parts: tuple[MarkedPart, ...]
    suggestions: tuple[tuple[int, ShownSuggestion], ...]
    exceedances: tuple[Exceedance, ...]


@dataclass(frozen=True)
class Box:
    """A choice of several. `is_suggested`: words of the record hint at it."""

    id: str
    title: str
    is_ticked: bool
    is_suggested: bool


@dataclass(frozen=True)
class FactField:
    """A field of the form. `groups`: of a fact of several choices, those with a tick or a hint first."""

    id: str
    field: Field
    groups: tuple[tuple[str, tuple[Box, ...]], ...]
    hints: tuple[ShownSuggestion, ...]

    @property
    def is_answered(self) -> bool:
        """Whether something was typed, or is wrong."""
        return bool(self.field.values or self.field.fault)


@dataclass(frozen=True)
class ShownFields:
    """The fields of a violation: what its words say, what has to be asked for, what is known once it is applied for."""

    form: ViolationForm
    text_fault: str
    read: tuple[FactField, ...]
    asked: tuple[FactField, ...]
    later: tuple[FactField, ...]

    @property
    def is_asked_open(self) -> bool:
        """Whether one of the questions was answered."""
        return any(each.is_answered for each in self.asked)

    @property
    def is_later_open(self) -> bool:
        """Whether one of what is usually known later was answered."""
        return any(each.is_answered for each in self.later)


def shown_words(found: RecordDetermination) -> tuple[ShownWords, ...]:
    """The words of each violation."""
    return tuple(_words(found.book, each) for each in found.violations)


def shown_fields(found: RecordDetermination, form: FactsForm) -> tuple[ShownFields, ...]:
    """The fields of each violation that the form has."""
    told = dict(form.told)
    return tuple(
        _fields(found, each, told | {place: fault for place, _title, fault in each.faults}) for each in form.violations
    )


def _words(book: Book, violation: ViolationDetermination) -> ShownWords:
    hints = [each for each in violation.suggestions if each.fact in book.facts]
    told = shown_suggestions(book, violation)
    spans = [
        (*hint.span, number, f"{said.fact}: {said.value}")
        for number, (hint, said) in enumerate(zip(hints, told, strict=True), start=1)
        if violation.text[slice(*hint.span)] == hint.words
    ]
    return ShownWords(
        number=violation.number,
        parts=tuple(_parts(violation.text, spans)),
        suggestions=tuple(enumerate(told, start=1)),
        exceedances=exceedances_in(violation.text),
    )


def _parts(text: str, spans: Sequence[tuple[int, int, int, str]]) -> Iterator[MarkedPart]:
    """The text cut where a span begins or ends; spans may overlap."""
    ends = sorted({0, len(text), *(place for span in spans for place in span[:2])})
    for start, end in pairwise(ends):
        over = [span for span in spans if span[0] <= start and end <= span[1]]
        ending = tuple(span[2] for span in over if span[1] == end)
        yield MarkedPart(text[start:end], "; ".join(dict.fromkeys(span[3] for span in over)), ending)


def _fields(found: RecordDetermination, form: ViolationForm, faults: Mapping[str, str]) -> ShownFields:
    facts = found.book.facts
    made = {name: _field(found, form, name, faults) for name in form.names}
    by_origin = {origin: tuple(made[n] for n in form.names if facts[n].origin == origin) for origin in ORIGINS}
    return ShownFields(
        form=form,
        text_fault=faults.get(field_id(form.number, "text"), ""),
        read=(*by_origin["text"], *by_origin["record"]),
        asked=by_origin["asked"],
        later=by_origin["case"],
    )


ORIGINS = ("text", "record", "asked", "case")


def _field(found: RecordDetermination, form: ViolationForm, name: str, faults: Mapping[str, str]) -> FactField:
    place, hints = field_id(form.number, name), _hints(found, name)
    table = compile_table(found.book, TABLE, on=found.on)
    shown = replace(field(table, name, form.answers), fault=faults.get(place, ""))
    return FactField(place, shown, _boxes(found, shown, name), hints)


def _hints(found: RecordDetermination, name: str) -> tuple[ShownSuggestion, ...]:
    every = (
        (hint, said)
        for violation in found.violations
        for hint, said in zip(
            [each for each in violation.suggestions if each.fact in found.book.facts],
            shown_suggestions(found.book, violation),
            strict=True,
        )
    )
    return tuple(said for hint, said in every if hint.fact == name)


def _boxes(found: RecordDetermination, shown: Field, name: str) -> tuple[tuple[str, tuple[Box, ...]], ...]:
    hinted = {str(each.value) for violation in found.violations for each in violation.suggestions if each.fact == name}
    groups = [
        (
            group.title,
            tuple(Box(choice, title, choice in shown.values, choice in hinted) for choice, title in group.choices),
        )
        for group in shown.groups
    ]
    return tuple(sorted(groups, key=lambda group: not any(box.is_ticked or box.is_suggested for box in group[1])))
