"""Records whose facts nobody confirmed yet, as the office works through them."""

from __future__ import annotations

from django.utils.timezone import localdate

from qingce.domain.records.queries import newest_without
from qingce.domain.removal.current import current_book
from qingce.domain.removal.enums import TABLE
from qingce.domain.removal.models import Confirmation
from qingce.pure.rules.book import Book
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.deciding import decide
from qingce.shared.parties.enums import Actor, Duty

COUNTED = 1_000  # more are not counted: the queue of a whole country never ends
NOT_APPLICABLE = "not-applicable"


def waiting_records(actor: Actor, *, before: int | None = None, after: int | None = None, count: int) -> list[int]:
    """Numbers of records whose facts somebody may confirm and nobody did, the newest first; two queries.

    Args: before: only records below this number; None: from the newest on. after: those next above this number, the
        nearest first.
    Returns: none as long as no version of the rulebook is released.
    """
    book = current_book()
    if book is None:
        return []
    done = Confirmation.objects.values("record_id")
    types, duty = removable_types(book), Duty.CONFIRM_FACTS
    return newest_without(done, types, actor=actor, duty=duty, before=before, after=after, count=count)


def count_waiting(actor: Actor) -> int:
    """How many wait, at most 1,000; two queries."""
    return len(waiting_records(actor, count=COUNTED))


def removable_types(book: Book) -> list[str]:
    """The types of records to which removal applies, as the rules themselves say."""
    table = compile_table(book, TABLE, on=localdate())
    types = [choice.id for choice in book.facts["record_type"].choice]
    return [each for each in types if decide(table, {"record_type": each}).outcome != NOT_APPLICABLE]
