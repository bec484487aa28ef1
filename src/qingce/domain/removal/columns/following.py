"""How the columns follow the database: what changes is read again, what is new is built from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

from django.conf import settings
from django.utils.timezone import localdate

from qingce.domain.records.queries import RecordMatter, last_record, matters_between
from qingce.domain.removal.columns.keeping import PART, KeptColumns, Row
from qingce.domain.removal.current import current_book
from qingce.domain.removal.determining import confirmation_row
from qingce.domain.removal.enums import ConfirmationRow
from qingce.domain.removal.given import APPLIED_ON, field_hints, given_facts, hinted_facts
from qingce.domain.removal.models import Confirmation
from qingce.pure.rules.book import Book
from qingce.pure.rules.values import read_facts
from qingce.shared.changes.enums import IdRange
from qingce.shared.changes.queries import place_id
from qingce.shared.changes.registry import Follower, register_follower
from qingce.shared.parties.enums import NOBODY

RULES = "rulebook"
FORM = "arrow-1"
DATA = Path(__file__).resolve().parents[1] / "data"
CHANGES = frozenset({"record", "removal-facts", RULES})


def register_columns() -> None:
    """Records, confirmations and releases are followed."""
    register_follower(Follower("removal-facts", CHANGES, apply_ranges, place=_place, rebuild=build_all))


def columns_folder() -> Path:
    """Where this home keeps the columns: a folder of its own for each form of the files and each set of signs.

    After an update that brings other ones the folder is new, and all is made anew from the database.
    """
    return Path(settings.HOME) / "facts" / _form()


@cache
def _form() -> str:
    digest = sha256(FORM.encode())
    for table in sorted(DATA.glob("*.csv")):
        digest.update(table.read_bytes())
    return digest.hexdigest()[:8]


def _place() -> str:
    return place_id(columns_folder())


def build_all() -> int:
    """Makes all columns anew from the database; what was there counts until its part is made.

    Returns: the number of the last record; 0 as long as no version of the rulebook is released.
    """
    book = current_book()
    if book is None:
        return 0
    last = last_record()
    kept = KeptColumns(columns_folder(), book)
    for first in range(0, last + 1, PART):
        kept.make(first // PART, _rows(book, first, first + PART - 1))
    kept.drop_after(last // PART)
    _drop_former(columns_folder())
    return last


def _drop_former(folder: Path) -> None:
    for former in folder.parent.iterdir():
        if former != folder:
            rmtree(former, ignore_errors=True)


def apply_ranges(ranges: Sequence[IdRange]) -> None:
    """Reads the records of these ranges again; all of them if other rules were released."""
    book = current_book()
    if book is None:
        return
    if any(span.kind == RULES for span in ranges):
        build_all()
        return
    kept = KeptColumns(columns_folder(), book)
    for span in ranges:
        for part in range(span.first // PART, span.last // PART + 1):
            first, last = max(span.first, part * PART), min(span.last, part * PART + PART - 1)
            kept.put(first, last, _rows(book, first, last))


def _rows(book: Book, first: int, last: int) -> Iterator[Row]:
    confirmed = _confirmed(first, last)
    for matter in matters_between(first, last, actor=NOBODY):
        yield from _rows_of(book, matter, confirmed.get(matter.id))


def _rows_of(book: Book, matter: RecordMatter, confirmation: ConfirmationRow | None) -> Iterator[Row]:
    given = given_facts(book, matter, on=localdate())
    given.pop(APPLIED_ON, None)  # the day is asked anew each time
    if confirmation is None:
        hinted = hinted_facts(book, field_hints(matter)) | given
        for number, text in enumerate(matter.texts, start=1):
            yield Row(matter.id, number, hinted, text)
        return
    for number, stated in enumerate(confirmation.violations, start=1):
        known = {name: value for name, value in stated.facts.items() if name in book.facts}
        yield Row(matter.id, number, read_facts(book, known) | given)


def _confirmed(first: int, last: int) -> dict[int, ConfirmationRow]:
    """The newest confirmation of each record in a range; one query."""
    rows: defaultdict[int, list[Confirmation]] = defaultdict(list)
    for row in Confirmation.objects.filter(record_id__gte=first, record_id__lte=last).order_by("place"):
        rows[row.record_id].append(row)
    return {record: confirmation_row(found[-1]) for record, found in rows.items()}
