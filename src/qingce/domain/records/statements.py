"""What the public ledger holds of a record: a hash of all that it says, made unguessable by a salt.

The same statement comes from a row of a file on its way in and from the database; a statement is never changed, a
corrected record makes a new one.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring as _quote
from typing import Any

from django.db.models import Max, QuerySet

from qingce.domain.records.classification import pollutant_code
from qingce.domain.records.compact import Amount, Measured
from qingce.domain.records.enums import PublicationState
from qingce.domain.records.errors import RecordNotFound
from qingce.domain.records.models import Measurement, Provenance, Quantity, Record, Violation
from qingce.domain.records.readings import by_value
from qingce.pure.kernel.canonical import canonical_texts
from qingce.pure.merkle.hashing import leaf_hash
from qingce.shared.bulk.actions import update_rows
from qingce.shared.intake.enums import CAME_IN
from qingce.shared.ledger.enums import Present

SALT_BYTES = 16
PIECE = 2_000
COLUMNS = (
    "pk", "salt", "enterprise_id", "type", "title", "doc_no", "issuer", "published_on", "decided_on", "inspected_on",
    "year", "division", "industry", "address", "description", "laws", "measure", "fine_cny", "details", "is_synthetic",
)  # fmt: skip
SAID = ("type", "title", "doc_no", "issuer", "division", "industry", "address", "description", "laws", "measure")


def new_salt() -> bytes:
    """A salt of its own for each statement."""
    return secrets.token_bytes(SALT_BYTES)


def said_of(columns: Mapping[str, Sequence[Any]]) -> list[bytes]:
    """What rows say: their statements with `_GAP` where enterprise, number and salt belong, which are not known yet.

    The names of what is said stand in the order of canonical JSON.

    Args: columns: of `Readings`, each whole.
    """
    coded = {name: list(map(_quote, columns[name])) for name in (*SAID, "reference")}  # quicker than looking one up
    coded |= {name: by_value(_quoted_day, columns[name]) for name in _DAYS}
    details = {key: _plain(one) for key, one in {id(one): one for one in columns["details"]}.items()}
    coded["details"] = [details[id(one)] for one in columns["details"]]
    coded["fine_cny"] = by_value(_coded_fine, columns["fine_cny"])
    coded["measurements"] = by_value(_coded_measurements, columns["measurements"])
    coded["quantities"] = by_value(_coded_quantities, columns["quantities"])
    coded["violations"] = by_value(_coded_violations, columns["violations"], columns["is_classified"])
    coded["synthetic"] = by_value(_plain, columns["is_synthetic"])
    coded["source"] = [f'"{key.hex()}"' for key in columns["source_key"]]
    coded["year"] = by_value(_plain, columns["year"])
    return [(_FORM % parts).encode() for parts in zip(*(coded[name] for name in _FORMED), strict=True)]


_DAYS = ("published_on", "decided_on", "inspected_on")
_GAP = b"\0"  # in no JSON: there it is written as an escape
_FORM = (
    '{"address":%s,"decided_on":%s,"description":%s,"details":%s,"division":%s,"doc_no":%s,"enterprise":\0'
    ',"fine_cny":%s,"industry":%s,"inspected_on":%s,"issuer":%s,"kind":"record","laws":%s,"measure":%s,'
    '"measurements":%s,"number":\0'
    ',"published_on":%s,"quantities":%s,"reference":%s,"salt":"\0'
    '","source":%s,"synthetic":%s,"title":%s,"type":%s,"violations":%s,"year":%s}'
)
_FORMED = (
    "address", "decided_on", "description", "details", "division", "doc_no",
    "fine_cny", "industry", "inspected_on", "issuer", "laws", "measure", "measurements",
    "published_on", "quantities", "reference",
    "source", "synthetic", "title", "type", "violations", "year",
)  # fmt: skip


def _coded_fine(fine: Decimal | None) -> str:
    return _plain(_figure(fine))


def _coded_measurements(measurements: tuple[Measured, ...]) -> str:
    told = [
        [each.pollutant, pollutant_code(each.pollutant), each.outlet, *_figures(each.value, each.limit), each.unit,
         *_figures(each.times_over)]
        for each in measurements
    ]  # fmt: skip
    return _plain(told)


def _coded_quantities(quantities: tuple[Amount, ...]) -> str:
    return _plain([[each.what, _figure(each.amount), each.unit] for each in quantities])


def _coded_violations(categories: tuple[str, ...], is_classified: bool) -> str:
    return _plain([[category, "", is_classified] for category in categories])


def statement_hashes(
    said: Sequence[bytes],
    *,
    numbers: Sequence[int],
    owners: Sequence[int],
    salts: Sequence[bytes],
) -> list[bytes]:
    """Hashes of the statements of rows that become records; `said_of` and `statements` give the same bytes."""
    return [
        leaf_hash(b"%b%d%b%d%b%b%b" % (first, owner, second, number, third, salt.hex().encode(), last))
        for (first, second, third, last), number, owner, salt in zip(
            (each.split(_GAP) for each in said), numbers, owners, salts, strict=True
        )
    ]


def new_salts(count: int) -> list[bytes]:
    """Salts for many statements."""
    salts = secrets.token_bytes(SALT_BYTES * count)
    return [salts[place : place + SALT_BYTES] for place in range(0, len(salts), SALT_BYTES)]


def statements(numbers: Collection[int]) -> Iterator[tuple[int, bytes]]:
    """The statements of records as they stand in the database, by rising number; five queries.

    Args: numbers: of records that have a salt; at most some thousands.
    """
    parts = _parts(numbers)
    rows = Record.objects.filter(pk__in=numbers).order_by("pk").values_list(*COLUMNS)
    for row in rows:
        said = dict(zip(COLUMNS, row, strict=True))
        pk = said["pk"]
        yield (
            pk,
            _statement(
                {name: said[name] for name in SAID}
                | {
                    "number": pk,
                    "salt": bytes(said["salt"] or b"").hex(),
                    "enterprise": said["enterprise_id"],
                    "published_on": _day(said["published_on"]),
                    "decided_on": _day(said["decided_on"]),
                    "inspected_on": _day(said["inspected_on"]),
                    "year": said["year"],
                    "fine_cny": _figure(said["fine_cny"]),
                    "details": said["details"],
                    "synthetic": said["is_synthetic"],
                }
                | parts[pk]
            ),
        )


def statement_of(pk: int) -> bytes:
    """The statement of one record, as it stands in the database; five queries.

    Raises: RecordNotFound.
    """
    for _, said in statements([pk]):
        return said
    raise RecordNotFound(f"There is no record number {pk}; it may have been mistyped.", number=pk)


def present(first: int, last: int) -> dict[int, Present]:
    """How records with numbers in a range stand today, their statements made anew; seven queries."""
    rows = Record.objects.filter(pk__range=(first, last)).values_list("pk", "state", "batch__state")
    shown = {pk: (state == PublicationState.PUBLISHED, batch in CAME_IN) for pk, state, batch in rows}
    said = dict(statements(list(shown)))
    return {
        pk: Present(leaf_hash(said[pk]), is_public=is_published and came_in)
        for pk, (is_published, came_in) in shown.items()
    }


def last_number() -> int:
    """The highest number of a record; 0: there is none."""
    return Record.objects.aggregate(last=Max("pk"))["last"] or 0


def restate(record: Record) -> bytes:
    """Gives a record that was changed its new statement; returns the hash.

    Called with the record locked, after everything else was saved.
    """
    record.salt = new_salt()
    record.save(update_fields=["salt"])
    record.statement_hash = leaf_hash(statement_of(record.pk))
    record.save(update_fields=["statement_hash"])
    return record.statement_hash


def state_unstated(records: QuerySet[Record]) -> None:
    """Gives a statement to records that were written before the ledger was; one query where there are none."""
    unstated = records.filter(statement_hash=None).order_by("pk")
    while ids := list(unstated.values_list("pk", flat=True)[:PIECE]):
        update_rows(Record, {"id": ids, "salt": [new_salt() for _ in ids]})
        hashes = {pk: leaf_hash(said) for pk, said in statements(ids)}
        update_rows(Record, {"id": ids, "statement_hash": [hashes[pk] for pk in ids]})


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _quoted_day(value: date | None) -> str:
    return f'"{value.isoformat()}"' if value else "null"


def _statement(said: dict[str, Any]) -> bytes:
    return canonical_texts({"kind": "record", **said})


def _parts(numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    parts: dict[int, dict[str, Any]] = {
        pk: {"violations": [], "measurements": [], "quantities": [], "source": "", "reference": ""} for pk in numbers
    }
    rows: Sequence[tuple[Any, ...]] | QuerySet[Any, Any]
    rows = Violation.objects.filter(record__in=numbers).order_by("pk")
    for pk, *violation in rows.values_list("record_id", "category", "text", "is_from_text"):
        parts[pk]["violations"].append(violation)
    rows = Measurement.objects.filter(record__in=numbers).order_by("pk")
    columns = ("record_id", "pollutant", "code", "outlet", "value", "limit", "unit", "times_over")
    for pk, pollutant, code, outlet, value, limit, unit, times in rows.values_list(*columns):
        parts[pk]["measurements"].append([pollutant, code, outlet, *_figures(value, limit), unit, _figure(times)])
    rows = Quantity.objects.filter(record__in=numbers).order_by("pk")
    for pk, what, amount, unit in rows.values_list("record_id", "what", "amount", "unit"):
        parts[pk]["quantities"].append([what, _figure(amount), unit])
    rows = Provenance.objects.filter(record__in=numbers).order_by("-pk")
    for pk, key, reference in rows.values_list("record_id", "source__key", "reference"):  # the first one stays
        parts[pk] |= {"source": bytes(key).hex(), "reference": reference}
    return parts


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _figures(*values: Decimal | None) -> list[str | None]:
    return [_figure(value) for value in values]


def _figure(value: Decimal | None) -> str | None:
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
