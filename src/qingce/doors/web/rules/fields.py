"""Questions as fields of a form, and answers that were given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qingce.doors.web.rules.answers import NOT_KNOWN
from qingce.doors.web.rules.choosing import ChoiceGroup, choice_groups
from qingce.doors.web.rules.questions import ShownQuestion, shown_question
from qingce.doors.web.rules.words import said, value_words

if TYPE_CHECKING:
    from qingce.doors.web.rules.answers import Answers
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.compiling import CompiledTable


@dataclass(frozen=True)
class Field:
    """A question, what was typed, and what is wrong with it. `groups`: of a question of several choices."""

    question: ShownQuestion
    values: tuple[str, ...]
    fault: str
    groups: tuple[ChoiceGroup, ...] = ()

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


def field(table: CompiledTable, name: str, answers: Answers) -> Field:
    """The field of a fact that a table asks for, with what was typed."""
    groups = choice_groups(table, name) if table.book.facts[name].type == "choices" else ()
    said_so = tuple(answers.said.get(name, ()))
    return Field(shown_question(table.book, name), said_so, answers.faults.get(name, ""), groups)


def answered(book: Book, name: str, answers: Answers, address: str) -> Answered:
    """An answer that was given."""
    fact = book.facts[name]
    words = _("don't know") if name in answers.unknown else value_words(fact, answers.facts.get(name))
    return Answered(said(fact.title), words, address)
