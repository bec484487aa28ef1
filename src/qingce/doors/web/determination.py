"""“How could this record be removed?”: by its facts, by what its words suggest, by a person in place of the rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from qingce.domain.removal.queries import confirmations_of, determination_of, overrides_of
from qingce.doors.web.rules.shown import shown_case
from qingce.doors.web.rules.words import said, value_words
from qingce.pure.rules.values import read_facts
from qingce.shared.parties.enums import NOBODY
from qingce.shared.rulebooks.errors import NoReleaseInForce
from qingce.shared.rulebooks.queries import book_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from qingce.domain.removal.enums import (
        ConfirmationRow,
        OverrideRow,
        RecordDetermination,
        StatedViolation,
        ViolationDetermination,
    )
    from qingce.doors.web.rules.shown import ShownCase, ShownDetermination
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.values import Value

TABLE = "removal"
NOT_APPLICABLE = "not-applicable"  # as the table calls the outcome of types that cannot be removed
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ShownSuggestion:
    """What words seem to say. `words`: what stands in the record. `percent`: how sure the sign is."""

    fact: str
    value: str
    words: str
    percent: int


@dataclass(frozen=True)
class ShownViolation:
    """A violation: what is known of it, what its words suggest, and what the rules say of either.

    Args: text: its own words; empty: all that the record says. likely: None: nothing is suggested.
    """

    number: int
    text: str
    known: Pairs
    suggestions: tuple[ShownSuggestion, ...]
    decided: ShownDetermination
    likely: ShownDetermination | None


@dataclass(frozen=True)
class ShownVersion:
    """A version of the rulebook. `address`: of its page."""

    day: date
    address: str


@dataclass(frozen=True)
class ShownConfirmation:
    """What somebody confirmed. `outcome`: what the rules said then; empty: facts were still missing."""

    row: ConfirmationRow
    violations: tuple[tuple[str, Pairs], ...]
    outcome: str
    version: ShownVersion


@dataclass(frozen=True)
class ShownOverride:
    """What somebody decided in place of the rules. `outcome`: empty: the rules decide again."""

    row: OverrideRow
    outcome: str
    former: str
    version: ShownVersion


@dataclass(frozen=True)
class ShownRemoval:
    """How a record could be removed, in the reader's language.

    Args: is_applicable: whether removal applies to its type. override: what counts in place of the rules.
        confirmation: what the facts rest on. case, likely: all violations together, by facts and by suggestions too.
    """

    found: RecordDetermination
    is_applicable: bool
    outcome: str
    case: ShownCase
    likely: ShownCase | None
    violations: tuple[ShownViolation, ...]
    override: ShownOverride | None
    confirmation: ShownConfirmation | None
    confirmations: tuple[ShownConfirmation, ...]
    overrides: tuple[ShownOverride, ...]
    is_otherwise_now: bool


def removal_of(pk: int, *, on: date) -> ShownRemoval | None:
    """The section of a record's public page; nine queries.

    Returns: None: no version of the rules is in force.
    Raises: RecordNotFound.
    """
    try:
        found = determination_of(pk, actor=NOBODY, on=on)
    except NoReleaseInForce:
        return None
    return shown_removal(found, confirmations_of(pk), overrides_of(pk))


def shown_removal(
    found: RecordDetermination, confirmations: Iterable[ConfirmationRow], overrides: Iterable[OverrideRow]
) -> ShownRemoval:
    """A determination with its history, in the reader's language."""
    facts = [each.facts for each in found.violations]
    case = shown_case(found.book, found.decision, on=found.on, table=TABLE, violations=facts)
    likely = None
    if found.likely:
        likely = shown_case(found.book, found.likely, on=found.on, table=TABLE, violations=facts)
    history = tuple(map(shown_confirmation, confirmations))
    decided = tuple(map(shown_override, overrides))
    counts = decided[0] if decided and decided[0].row.outcome else None
    return ShownRemoval(
        found=found,
        is_applicable=found.decision.outcome != NOT_APPLICABLE,
        outcome=counts.outcome if counts else case.outcome,
        case=case,
        likely=likely,
        violations=_violations(found, case, likely),
        override=counts,
        confirmation=history[0] if history else None,
        confirmations=history,
        overrides=decided,
        is_otherwise_now=bool(history) and history[0].row.outcome != (found.decision.outcome or ""),
    )


def shown_confirmation(row: ConfirmationRow) -> ShownConfirmation:
    """A confirmation in the words of the version by which it was decided."""
    book = book_of(row.digest)
    violations = tuple((each.text, stated_facts(book, each)) for each in row.violations)
    return ShownConfirmation(row, violations, outcome_title(book, row.outcome), _version(book))


def shown_override(row: OverrideRow) -> ShownOverride:
    """A decision in place of the rules, in the words of the version that said otherwise."""
    book = book_of(row.digest)
    return ShownOverride(row, outcome_title(book, row.outcome), outcome_title(book, row.former), _version(book))


def stated_facts(book: Book, stated: StatedViolation) -> Pairs:
    """What was stated of a violation, in words."""
    return facts_in_words(book, read_facts(book, stated.facts))


def facts_in_words(book: Book, facts: Mapping[str, Value]) -> Pairs:
    """Facts by their titles, in the order of the book; what is not known is left out."""
    known = [(fact, facts[name]) for name, fact in book.facts.items() if name in facts]
    return tuple((said(fact.title), value_words(fact, value)) for fact, value in known)


def outcome_title(book: Book, outcome: str) -> str:
    """An outcome in words; empty: none."""
    return next((said(each.title) for each in book.tables[TABLE].outcome if each.id == outcome), outcome)


def shown_suggestions(book: Book, violation: ViolationDetermination) -> tuple[ShownSuggestion, ...]:
    """What the words of a violation suggest, as far as the rules know such facts."""
    return tuple(
        ShownSuggestion(
            said(book.facts[each.fact].title), suggested_words(book, each.fact, each.value), each.words,
            round(100 * each.confidence),
        )
        for each in violation.suggestions
        if each.fact in book.facts
    )  # fmt: skip


def suggested_words(book: Book, name: str, value: object) -> str:
    """A suggested value, in words."""
    fact = book.facts[name]
    read = read_facts(book, {name: [value] if fact.type == "choices" else value})
    return value_words(fact, read[name])


def _violations(found: RecordDetermination, case: ShownCase, likely: ShownCase | None) -> tuple[ShownViolation, ...]:
    hinted = likely.violations if likely else (None,) * len(case.violations)
    return tuple(
        ShownViolation(
            number=each.number,
            text=_own_text(found, each),
            known=facts_in_words(found.book, each.facts),
            suggestions=shown_suggestions(found.book, each),
            decided=decided,
            likely=hint if each.likely else None,
        )
        for each, decided, hint in zip(found.violations, case.violations, hinted, strict=True)
    )


def _own_text(found: RecordDetermination, violation: ViolationDetermination) -> str:
    """The words of one violation of several; empty: all that the record says, which stands on its page already."""
    if found.confirmation:
        return found.confirmation.violations[violation.number - 1].text
    return violation.text if len(found.violations) > 1 else ""


def _version(book: Book) -> ShownVersion:
    return ShownVersion(book.head.effective_on, reverse("web:rules-version", args=[book.head.id, book.version]))
