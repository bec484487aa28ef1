"""Questions as fields of a form, and answers that were given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qingce.doors.web.rules.answers import NOT_KNOWN
from qingce.doors.web.rules.questions import ShownQuestion, shown_question
from qingce.doors.web.rules.words import said, value_words

if TYPE_CHECKING:
    from qingce.doors.web.rules.answers import Answers
    from qingce.pure.rules.book import Book


@dataclass(frozen=True)
class Field:
    """A question, what was typed, and what is wrong with it."""

    question: ShownQuestion
    values: tuple[str, ...]
    fault: str

    @property
    def value(self) -> str:
        """What was typed into a field for one value."""
        return "" if self.is_unknown else next(iter(self.values), "")

    @property
    def is_unknown(self) -> bool:
        """Whether it was said that nobody knows."""
        return NOT_KNOWN in self.values

    @property
    def is_none(self) -> bool:
        """Whether it was said that none of several choices applies."""
        return self.values == ("",)


@dataclass(frozen=True)
class Answered:
    """An answer in words; address: the form without it."""

    title: str
    value: str
    address: str


def field(book: Book, name: str, answers: Answers) -> Field:
    """The field of a fact, with what was typed."""
    return Field(shown_question(book, name), tuple(answers.said.get(name, ())), answers.faults.get(name, ""))


def answered(book: Book, name: str, answers: Answers, address: str) -> Answered:
    """An answer that was given."""
    fact = book.facts[name]
    words = _("don't know") if name in answers.unknown else value_words(fact, answers.facts.get(name))
    return Answered(said(fact.title), words, address)
