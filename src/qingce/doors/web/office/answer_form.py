"""The form in which a correction request is answered: what is decided, what changes, and how it will read in public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import QueryDict

from qingce.domain.records.actions import CORRECTABLE
from qingce.domain.records.enums import FIELDS, Answer, Outcome
from qingce.domain.records.queries import StaffRequest, reusable_answers

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PAIRS = 3  # fields that one answer corrects
LABELS = {each.name: each.label for each in FIELDS}
_LONGEST_NUMBER = 18  # digits of a number that the database holds


@dataclass
class AnswerForm:
    """What the page shows and what a person said on it.

    Args: pairs: field and new value, as typed. to: number of an enterprise, as typed. seen: the version shown.
    """

    outcome: str = ""
    text: str = ""
    to: str = ""
    clause: str = ""
    seen: str = ""
    pairs: list[tuple[str, str]] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)
    is_preview: bool = False

    @property
    def values(self) -> dict[str, str]:
        """Field → new text; a row without a field says nothing."""
        return {name: text for name, text in self.pairs if name}

    @property
    def answer(self) -> Answer:
        """What is decided."""
        digits = self.to.strip()
        to = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_NUMBER else None
        return Answer(self.outcome, self.text, values=self.values, to=to, clause=self.clause)

    @property
    def outcome_label(self) -> StrOrPromise:
        """The outcome in words; a dash where none is chosen."""
        return Outcome(self.outcome).label if self.outcome in Outcome else "—"

    @property
    def rows(self) -> list[tuple[str, str]]:
        """As many rows of the table as the page has."""
        return [*self.pairs, *[("", "")] * PAIRS][:PAIRS]


def first_form(found: StaffRequest) -> AnswerForm:
    """The form as it is first shown: with what the asker proposes."""
    proposed = [(found.own.field, found.own.proposed)] if found.own.field else []
    return AnswerForm(seen=found.version, pairs=proposed)


def said_form(data: QueryDict, version: str) -> AnswerForm:
    """The form as it was sent; what is sent again stands on what is shown now."""
    pairs = zip(data.getlist("field"), data.getlist("value"), strict=False)
    return AnswerForm(
        outcome=data.get("outcome", ""),
        text=data.get("text", ""),
        to=data.get("to", ""),
        clause=data.get("clause", ""),
        seen=data.get("seen", "") or version,
        pairs=[(name if name in CORRECTABLE else "", value) for name, value in pairs][:PAIRS],
    )


def with_reusable(form: AnswerForm, number: str, *, is_chinese: bool) -> AnswerForm:
    """The form with a reusable text put behind what was typed, and its outcome where none was chosen."""
    for each in reusable_answers():
        if str(each.number) == number:
            text = each.zh if is_chinese else each.en
            form.text = f"{form.text.rstrip()}\n{text}".strip()
            form.outcome = form.outcome or each.outcome
    return form


def choices() -> Mapping[str, object]:
    """What can be chosen."""
    return {
        "outcomes": Outcome.choices,
        "fields": [(name, LABELS[name]) for name in CORRECTABLE],
        "reusable": reusable_answers(),
    }
