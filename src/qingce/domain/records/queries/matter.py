"""What rules look at in records: type, days, details, figures, and the words of each violation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Max, Q

from qingce.domain.records.enums import RecordType
from qingce.domain.records.errors import RecordNotFound
from qingce.domain.records.models import Measurement, Quantity, Record, Violation
from qingce.domain.records.permissions import placed, visible_to
from qingce.domain.records.queries.reading import MeasurementRow, QuantityRow, measurement_row
from qingce.shared.parties.enums import NOBODY, Actor, Duty

T = TypeVar("T")
LARGEST = 2**63 - 1  # number that a database holds
COLUMNS = ("pk", "type", "published_on", "details", "title", "description", "measure")


Which = Mapping[str, int | Sequence[int]]  # numbers of records: {"gte": first, "lte": last} or {"in": numbers}


@dataclass(frozen=True, slots=True)
class RecordMatter:
    """A record as rules look at it.

    Args: details: what only its type has, field → text. texts: the words of each violation; one text, all that the
        record says, where they are not told apart.
    """

    id: int
    type: RecordType
    published_on: date | None
    details: Mapping[str, str]
    texts: tuple[str, ...]
    measurements: tuple[MeasurementRow, ...]
    quantities: tuple[QuantityRow, ...]


def matter_of(pk: int, *, actor: Actor) -> RecordMatter:
    """One record; four queries.

    Raises: RecordNotFound: there is none, or it is withdrawn.
    """
    found = next(_matters(visible_to(actor), {"gte": pk, "lte": pk}), None) if pk <= LARGEST else None
    if found is None:
        raise no_record(pk)
    return found


def matters_between(first: int, last: int, *, actor: Actor) -> Iterator[RecordMatter]:
    """The records with first <= number <= last that somebody sees, by number; four queries."""
    return _matters(visible_to(actor), {"gte": first, "lte": last})


def matters_among(numbers: Collection[int], *, actor: Actor) -> dict[int, RecordMatter]:
    """Those of these records that somebody sees, by number; four queries, none where none is asked for."""
    wanted = list(dict.fromkeys(numbers))
    return {each.id: each for each in _matters(visible_to(actor), {"in": wanted})} if wanted else {}


def listed_among(numbers: Collection[int], *, types: Collection[str], actor: Actor, duty: Duty) -> set[int]:
    """Of these records the listed ones of some types that lie where somebody has a duty; one query."""
    rows = Record.objects.filter(visible_to(actor), placed(actor, duty), type__in=types, pk__in=numbers)
    return set(rows.values_list("pk", flat=True))


def places_between(first: int, last: int, *, types: Collection[str]) -> Iterator[tuple[int, str]]:
    """Number and place of the listed records of some types with first <= number <= last; one query.

    Returns: by number; the place is the record's own, else its enterprise's: GB/T 2260, empty where neither is known.
    """
    rows = Record.objects.filter(visible_to(NOBODY), type__in=types, pk__range=(first, last)).order_by("pk")
    for pk, own, elsewhere in rows.values_list("pk", "division", "enterprise__division"):
        yield pk, own or elsewhere


def check_placed(pk: int, *, actor: Actor, duty: Duty) -> None:
    """Holds that a listed record lies where somebody has a duty; one query.

    Raises: RecordNotFound: there is none, or it lies elsewhere, which nobody there is told.
    """
    if not Record.objects.filter(visible_to(actor), placed(actor, duty), pk=pk).exists():
        raise no_record(pk)


def numbers_placed(among: Iterable[Sequence[int]] | None, *, actor: Actor, duty: Duty) -> list[int]:
    """Numbers of the records that lie where somebody has a duty; a query for each piece, or one that reads them all.

    Args: among: pieces of numbers of which those are wanted; None: of all records.
    """
    rows = Record.objects.filter(visible_to(actor), placed(actor, duty)).values_list("pk", flat=True)
    if among is None:
        return list(rows)
    return [number for piece in among for number in rows.filter(pk__in=list(piece))]


def no_record(pk: int) -> RecordNotFound:
    """What is told where there is no record of a number."""
    return RecordNotFound(f"There is no record number {pk}; it may have been mistyped.", number=pk)


def last_record() -> int:
    """The highest number of a record, listed or not; 0: there is none."""
    return Record.objects.aggregate(last=Max("pk"))["last"] or 0


def _matters(seen: Q, which: Which) -> Iterator[RecordMatter]:
    own = _by_record(Violation, which, lambda row: row.text)
    measured = _by_record(Measurement, which, measurement_row)
    amounts = _by_record(Quantity, which, lambda row: QuantityRow(row.what, row.amount, row.unit))
    numbers = {f"pk__{lookup}": value for lookup, value in which.items()}
    rows = Record.objects.filter(seen, **numbers).order_by("pk").values(*COLUMNS)
    for row in rows.iterator(chunk_size=5_000):
        yield RecordMatter(
            id=row["pk"],
            type=RecordType(row["type"]),
            published_on=row["published_on"],
            details=row["details"],
            texts=_texts(row, own.get(row["pk"], ())),
            measurements=tuple(measured.get(row["pk"], ())),
            quantities=tuple(amounts.get(row["pk"], ())),
        )


def _texts(row: Mapping[str, str], own: Collection[str]) -> tuple[str, ...]:
    """Each violation's own words if several have them all; else what the record says, then the measure taken."""
    if len(own) > 1 and all(own):
        return tuple(own)
    return ("\n\n".join(filter(None, (row["description"] or row["title"], row["measure"]))),)


def _by_record(
    model: type[Violation | Measurement | Quantity], which: Which, made: Callable[[Any], T]
) -> Mapping[int, list[T]]:
    """The rows that belong to some records, each as what is made of it; one query."""
    found: defaultdict[int, list[T]] = defaultdict(list)
    numbers = {f"record_id__{lookup}": value for lookup, value in which.items()}
    for row in model._default_manager.filter(**numbers).order_by("pk").iterator(chunk_size=5_000):
        found[row.record_id].append(made(row))
    return found
