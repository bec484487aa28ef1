"""The form in which facts are confirmed: what was typed for each violation, and what the rules say of it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qingce.domain.removal.enums import StatedViolation
from qingce.doors.web.determination import TABLE
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.facts_asked import asked_facts
from qingce.doors.web.rules.answers import Answers, read_answers
from qingce.doors.web.rules.words import said
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.deciding import combine, decide

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingce.domain.removal.enums import RecordDetermination, ViolationDetermination
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.deciding import CaseDecision
    from qingce.pure.rules.values import Value

MOST = 20  # violations that can be confirmed of a record
LONGEST = 20_000  # characters of the words of one
NONE = ""  # of a fact of several choices: none of them applies
Typed = dict[str, list[str]]


@dataclass(frozen=True)
class ViolationForm:
    """A violation as the form has it.

    Args: text: its words; empty: all that the record says. names: the facts that are asked for. given: what the
        record itself states, which is not asked for. faults: field, what it is called, what is wrong.
    """

    number: int
    text: str
    names: tuple[str, ...]
    answers: Answers
    given: Mapping[str, Value]
    faults: tuple[tuple[str, str, str], ...] = ()

    @property
    def stated(self) -> StatedViolation:
        """What is confirmed of it."""
        return StatedViolation(self.text, dict(self.answers.facts))

    @property
    def facts(self) -> dict[str, Value]:
        """All on which it is decided."""
        return {**self.answers.facts, **self.given}


@dataclass
class FactsForm:
    """What the page shows and what a person said on it; seen: the place of the confirmation that was shown."""

    violations: list[ViolationForm]
    seen: int
    told: list[tuple[str, str]] = field(default_factory=list)

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, by the field where it is put right."""
        every = [fault for each in self.violations for fault in each.faults]
        return [*self.told, *((place, f"{title}{colon()}{told}") for place, title, told in every)]

    @property
    def stated(self) -> list[StatedViolation]:
        """What is confirmed."""
        return [each.stated for each in self.violations]


def field_id(number: int, name: str) -> str:
    """How a field of a violation is called in the form."""
    return f"v{number}-{name}"


def place_of(found: RecordDetermination) -> int:
    """The place of the confirmation that counts; 0: there is none."""
    return found.confirmation.place if found.confirmation else 0


def first_form(found: RecordDetermination) -> FactsForm:
    """The form as it is first shown: with what was confirmed, else with what is suggested."""
    has_own_words = len(found.violations) > 1
    forms = []
    for each in found.violations:
        stated = _stated(found, each)
        typed = _written(found.book, stated.facts) if stated else _suggested(found.book, each)
        text = stated.text if stated else each.text if has_own_words else ""
        forms.append(_form(found, each.number, text, typed))
    return FactsForm(forms, place_of(found))


def said_form(found: RecordDetermination, data: QueryDict) -> FactsForm:
    """The form as it was sent; an act may add a violation or take one out."""
    act = data.get("act", "")
    count = min(max(number_in(data.get("count", "")) or 1, 1), MOST)
    numbers = [number for number in range(1, count + 1) if act != f"remove-{number}" or count == 1]
    sent = [(data.get(field_id(number, "text"), ""), _typed(data, number)) for number in numbers]
    if act == "add" and len(sent) < MOST:
        sent.append(("", {}))
    forms = [_form(found, number, text, typed) for number, (text, typed) in enumerate(sent, start=1)]
    return FactsForm(forms, number_in(data.get("seen", "")) or 0)


def decided(found: RecordDetermination, form: FactsForm) -> CaseDecision:
    """What the rules say of the form as it stands."""
    table = compile_table(found.book, TABLE, on=found.on)
    return combine(table, [decide(table, each.facts, unasked=each.answers.unknown) for each in form.violations])


def _form(found: RecordDetermination, number: int, text: str, typed: Typed) -> ViolationForm:
    given = _given(found)
    names = tuple(name for name in asked_facts(found.book, on=found.on) if name not in given)
    answers = read_answers(found.book, names, _query(typed))
    wrong = dict(answers.faults)
    wrong |= dict.fromkeys(_both(answers), _("“None of these” and a choice cannot both be right."))
    faults = [(field_id(number, name), said(found.book.facts[name].title), told) for name, told in wrong.items()]
    if len(text) > LONGEST:
        told = _("The words are too long; keep those of this violation.")
        faults.append((field_id(number, "text"), _("Words of this violation"), told))
    return ViolationForm(number, text, names, answers, given, tuple(faults))


def colon() -> str:
    """What stands between a field and what is told of it."""
    return pgettext("before a value", ": ")


def _given(found: RecordDetermination) -> dict[str, Value]:
    """What the record itself states of each of its violations: all that is known and does not come from a person."""
    first = found.violations[0]
    stated = _stated(found, first)
    own = stated.facts if stated else {}
    return {name: value for name, value in first.facts.items() if name not in own or _texts(own[name]) != _texts(value)}


def _stated(found: RecordDetermination, violation: ViolationDetermination) -> StatedViolation | None:
    return found.confirmation.violations[violation.number - 1] if found.confirmation else None


def _both(answers: Answers) -> list[str]:
    return [name for name, texts in answers.said.items() if NONE in texts and len(texts) > 1]


def _typed(data: QueryDict, number: int) -> Typed:
    start = field_id(number, "")
    return {name.removeprefix(start): data.getlist(name) for name in data if name.startswith(start)}


def _query(typed: Typed) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, texts in typed.items():
        query.setlist(name, texts)
    return query


def _written(book: Book, facts: Mapping[str, object]) -> Typed:
    """Facts as the form has them."""
    return {name: _texts(value) for name, value in facts.items() if name in book.facts}


def _texts(value: object) -> list[str]:
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, list | tuple):
        return [str(each) for each in value] or [NONE]
    return [str(value)]


def _suggested(book: Book, violation: ViolationDetermination) -> Typed:
    """The suggestions as if they were right: of several choices all, of anything else the surest."""
    found: Typed = {}
    for each in sorted(violation.suggestions, key=lambda hint: hint.confidence):
        if each.fact in book.facts:
            many = book.facts[each.fact].type == "choices"
            found[each.fact] = [*(found.get(each.fact, []) if many else []), str(each.value)]
    return found
