"""The queue of facts to confirm: kept in step with records, confirmations and rules, so that its pages read only it.

To find what nobody confirmed among millions of records would take reading those that somebody did.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.records.queries import last_record, places_between
from qingce.domain.removal.current import current_book
from qingce.domain.removal.enums import BOOK, TABLE
from qingce.domain.removal.models import Confirmation, WaitingRecord
from qingce.pure.rules.book import Book
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.deciding import decide
from qingce.shared.bulk.actions import insert_rows
from qingce.shared.changes.enums import IdRange
from qingce.shared.changes.registry import Follower, register_follower
from qingce.shared.rulebooks.queries import book_at, releases

PIECE = 5_000  # records a transaction
RULES, ENTERPRISE = "rulebook", "enterprise"
CHANGES = frozenset({"record", "removal-facts", ENTERPRISE, RULES})
NOT_APPLICABLE = "not-applicable"


def register_queue() -> None:
    """Records, confirmations, places of enterprises and releases are followed."""
    register_follower(Follower("facts-waiting", CHANGES, apply_ranges, rebuild=build_queue))


def removable_types(book: Book) -> list[str]:
    """The types of records to which removal applies, as the rules themselves say."""
    table = compile_table(book, TABLE, on=localdate())
    types = [choice.id for choice in book.facts["record_type"].choice]
    return [each for each in types if decide(table, {"record_type": each}).outcome != NOT_APPLICABLE]


def build_queue() -> int:
    """Makes the queue anew from the database, a piece at a time.

    Returns: the number of the last record.
    """
    types, last = _types(), last_record()
    for first in range(0, last + 1, PIECE):
        _put(first, first + PIECE - 1, types)
    return last


def apply_ranges(ranges: Sequence[IdRange]) -> None:
    """Looks at the records of these ranges again; at all of them if other rules were released."""
    if any(span.kind == RULES for span in ranges):
        build_queue()
        return
    types = _types()
    for span in ranges:
        if span.kind == ENTERPRISE:
            _place(span, types)
        else:
            for first in range(span.first, span.last + 1, PIECE):
                _put(first, min(first + PIECE - 1, span.last), types)


def _types() -> list[str]:
    """The types of today's rules and of those that are released for a later day."""
    later = {each.effective_on for each in releases(book=BOOK) if each.effective_on > localdate()}
    books = [current_book(), *(book_at(BOOK, on=day) for day in sorted(later))]
    return sorted({each for book in books if book for each in removable_types(book)})


def _place(span: IdRange, types: Sequence[str]) -> None:
    """An enterprise whose place becomes known places those of its records that have none."""
    unplaced = WaitingRecord.objects.filter(
        division="", record__enterprise__gte=span.first, record__enterprise__lte=span.last
    )
    for number in unplaced.order_by("pk").values_list("pk", flat=True):
        _put(number, number, types)


def _put(first: int, last: int, types: Sequence[str]) -> None:
    """Makes the queue right for the records with these numbers; three queries where it is right already."""
    confirmed = Confirmation.objects.filter(record__gte=first, record__lte=last).values_list("record_id", flat=True)
    wanted = dict(places_between(first, last, types=types))
    for number in confirmed.distinct():
        wanted.pop(number, None)
    there = dict(WaitingRecord.objects.filter(pk__gte=first, pk__lte=last).values_list("pk", "division"))
    wrong = [number for number, division in there.items() if wanted.get(number) != division]
    missing = {number: division for number, division in wanted.items() if there.get(number) != division}
    if wrong or missing:
        with transaction.atomic():
            WaitingRecord.objects.filter(pk__in=wrong).delete()
            numbers, places = list(missing), list(missing.values())
            insert_rows(WaitingRecord, {"record_id": numbers, "division": places}, skip_known=True)
