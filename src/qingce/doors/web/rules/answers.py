"""Answers to the questions of a table, as they stand in an address: `waste_t=2.5&matters=exceedance&has_x=-`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from qingce.doors.web.rules.words import fault_words
from qingce.pure.rules.errors import InvalidFact
from qingce.pure.rules.values import read_facts

if TYPE_CHECKING:
    from django.http import QueryDict

    from qingce.pure.rules.book import Book
    from qingce.pure.rules.values import Value

NOT_KNOWN = "-"  # no choice, number or date is written so
Pair = tuple[str, str]


@dataclass(frozen=True)
class Answers:
    """What was answered so far.

    Args: said: by fact, as it was typed. facts: what could be read of it. unknown: facts that somebody was asked for
        and does not know. faults: what is wrong with an answer, by fact.
    """

    said: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, Value]
    unknown: frozenset[str]
    faults: Mapping[str, str]

    def pairs(self, *, without: str = "") -> list[Pair]:
        """All answers as pairs of an address; without: a fact that is left out."""
        return [(name, text) for name, texts in self.said.items() if name != without for text in texts]


def read_answers(book: Book, names: Iterable[str], query: QueryDict) -> Answers:
    """The answers in an address, in the order in which they stand there; an empty field is no answer.

    A fact of several choices is answered by those that apply, with or without an empty value; the empty value alone
    says that none does.

    Args: names: the facts of the table; whatever else the address holds is passed over.
    """
    wanted = set(names)
    said = {name: _typed(book, name, query.getlist(name)) for name in query if name in wanted}
    said = {name: texts for name, texts in said.items() if texts}
    unknown = frozenset(name for name, texts in said.items() if texts == (NOT_KNOWN,))
    facts: dict[str, Value] = {}
    faults: dict[str, str] = {}
    for name in (each for each in said if each not in unknown):
        try:
            facts |= read_facts(book, {name: _raw(book, name, said[name])})
        except InvalidFact as error:
            faults[name] = fault_words(book.facts[name], error)
    return Answers(said, facts, unknown, faults)


def address(path: str, pairs: Iterable[Pair]) -> str:
    """A path with these pairs behind it."""
    written = urlencode(list(pairs))
    return f"{path}?{written}" if written else path


def _typed(book: Book, name: str, texts: Iterable[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(text.strip() for text in texts))
    if NOT_KNOWN in found:
        return (NOT_KNOWN,)
    if book.facts[name].type == "choices":
        return found
    return tuple(_last(found))


def _last(texts: tuple[str, ...]) -> Iterator[str]:
    """Of a field that was sent twice the last, unless it is empty."""
    if texts and texts[-1]:
        yield texts[-1]


def _raw(book: Book, name: str, texts: tuple[str, ...]) -> object:
    return [text for text in texts if text] if book.facts[name].type == "choices" else texts[0]
