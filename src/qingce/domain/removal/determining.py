"""How a record could be removed: what the rules say of its violations, by facts and by what its words hint at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingce.domain.records.queries import RecordMatter, matter_of
from qingce.domain.removal.enums import (
    BOOK,
    TABLE,
    ConfirmationRow,
    OverrideRow,
    RecordDetermination,
    StatedViolation,
    ViolationDetermination,
)
from qingce.domain.removal.given import given_facts, hinted_facts, hints_in
from qingce.domain.removal.models import Confirmation, Override
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.deciding import combine, decide
from qingce.pure.rules.values import read_facts
from qingce.shared.rulebooks.queries import book_at, book_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from qingce.pure.rules.book import Book
    from qingce.shared.parties.enums import Actor


def determination_of(pk: int, *, actor: Actor, on: date) -> RecordDetermination:
    """How a record could be removed if it were applied for on a day; seven queries.

    Raises: RecordNotFound; NoReleaseInForce: no version of the rulebook holds on that day.
    """
    matter = matter_of(pk, actor=actor)
    return determine(matter, newest_confirmation(pk), newest_override(pk), book=book_at(BOOK, on=on), on=on)


def determination_as_confirmed(pk: int, *, actor: Actor) -> RecordDetermination | None:
    """The determination as it was when somebody confirmed the facts: by the version and for the day of then.

    Returns: None: nobody confirmed any.
    Raises: RecordNotFound.
    """
    confirmation = newest_confirmation(pk)
    if confirmation is None:
        return None
    book = book_of(confirmation.digest)
    return determine(matter_of(pk, actor=actor), confirmation, newest_override(pk), book=book, on=confirmation.on)


def determine(
    matter: RecordMatter,
    confirmation: ConfirmationRow | None,
    override: OverrideRow | None,
    *,
    book: Book,
    on: date,
) -> RecordDetermination:
    """What the rules of a version say of a record on a day; no query."""
    stated = confirmation.violations if confirmation else tuple(StatedViolation(text) for text in matter.texts)
    violations = tuple(
        _violation(number, each, matter, book=book, on=on, is_confirmed=confirmation is not None)
        for number, each in enumerate(stated, start=1)
    )
    table = compile_table(book, TABLE, on=on)
    has_hints = any(each.likely for each in violations)
    return RecordDetermination(
        record=matter.id,
        on=on,
        book=book,
        violations=violations,
        decision=combine(table, [each.decision for each in violations]),
        likely=combine(table, [each.likely or each.decision for each in violations]) if has_hints else None,
        confirmation=confirmation,
        override=override,
    )


def _violation(
    number: int, stated: StatedViolation, matter: RecordMatter, *, book: Book, on: date, is_confirmed: bool
) -> ViolationDetermination:
    table = compile_table(book, TABLE, on=on)
    known = {name: value for name, value in stated.facts.items() if name in book.facts}
    facts = read_facts(book, known) | given_facts(book, matter, on=on)
    text = stated.text or "\n".join(matter.texts)
    suggestions = () if is_confirmed else hints_in(matter, text)
    hints = hinted_facts(book, suggestions)
    return ViolationDetermination(
        number=number,
        text=text,
        facts=facts,
        suggestions=suggestions,
        decision=decide(table, facts),
        likely=decide(table, hints | facts) if hints else None,
    )


def confirmations_of(pk: int) -> tuple[ConfirmationRow, ...]:
    """All that was ever confirmed of a record, the newest first; one query."""
    return tuple(map(confirmation_row, Confirmation.objects.filter(record_id=pk).order_by("-place")))


def overrides_of(pk: int) -> tuple[OverrideRow, ...]:
    """All decisions in place of the rules, the newest first; one query."""
    return tuple(map(override_row, Override.objects.filter(record_id=pk).order_by("-place")))


def newest_confirmation(pk: int) -> ConfirmationRow | None:
    """What counts of what people confirmed of a record; one query."""
    row = Confirmation.objects.filter(record_id=pk).order_by("-place").first()
    return confirmation_row(row) if row else None


def newest_confirmations(numbers: Collection[int]) -> dict[int, ConfirmationRow]:
    """What counts of what people confirmed of each of these records of which any is; one query."""
    rows = Confirmation.objects.filter(record__in=numbers).order_by("record", "place")
    return {row.record_id: confirmation_row(row) for row in rows}


def newest_overrides(numbers: Collection[int]) -> dict[int, OverrideRow]:
    """The last decision in place of the rules on each of these records of which there is one; one query."""
    rows = Override.objects.filter(record__in=numbers).order_by("record", "place")
    return {row.record_id: override_row(row) for row in rows}


def confirmation_row(row: Confirmation) -> ConfirmationRow:
    """A confirmation as it is handed out."""
    return ConfirmationRow(
        place=row.place,
        violations=tuple(StatedViolation(each["text"], each["facts"]) for each in row.violations),
        on=row.on,
        digest=row.digest,
        outcome=row.outcome,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        entry=row.entry,
    )


def newest_override(pk: int) -> OverrideRow | None:
    """The last decision in place of the rules, an ended one too; one query."""
    row = Override.objects.filter(record_id=pk).order_by("-place").first()
    return override_row(row) if row else None


def override_row(row: Override) -> OverrideRow:
    """An override as it is handed out."""
    return OverrideRow(
        place=row.place,
        outcome=row.outcome,
        former=row.former,
        reason=row.reason,
        digest=row.digest,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        entry=row.entry,
    )
