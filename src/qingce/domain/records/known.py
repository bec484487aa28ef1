"""The records of the database, and of the piece of a file being written, that rows may be (REC-5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from qingce.domain.enterprises.queries import kin_of
from qingce.domain.records.identity import Content, Keys, document_key, keys_of
from qingce.domain.records.models import FurtherKey, Record
from qingce.domain.records.reading import Reading
from qingce.shared.bulk.actions import find_rows

COMPARED = (
    "title", "doc_no", "issuer", "published_on", "decided_on", "inspected_on", "description", "laws", "measure",
    "fine_cny",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """A record that a row may be; `states` holds its values of `COMPARED`, `id` is None while it is not written."""

    id: int | None
    keys: Keys
    states: tuple[object, ...]


class Known:
    """Records found by what they are recognised by; the earliest wins."""

    def __init__(self, keys: Sequence[Keys]) -> None:
        self._by_identity: dict[bytes, Met] = {}
        self._by_content: defaultdict[bytes, list[Met]] = defaultdict(list)
        found = find_rows(Record, ("id",), column="identity_key", among={key.identity for key in keys})
        found += find_rows(Record, ("id",), column="content_key", among={key.content for key in keys})
        further = find_rows(FurtherKey, ("record_id", "key"), column="key", among={key.identity for key in keys})
        for met in _records({pk for (pk,) in found} | {pk for pk, _ in further}):
            self.add(met)
            for pk, key in further:
                if pk == met.id:
                    self._by_identity.setdefault(bytes(key), met)

    def add(self, met: Met) -> None:
        """Makes a record findable."""
        if met.keys.identity not in self._by_identity:
            self._by_identity[met.keys.identity] = met
            self._by_content[met.keys.content].append(met)

    def find(self, keys: Keys) -> Met | None:
        """The same document; else the same content, unless both have a document number and the numbers differ."""
        if found := self._by_identity.get(keys.identity):
            return found
        for met in self._by_content.get(keys.content, ()):
            if not keys.number or not met.keys.number:
                return met
        return None


def find_any(known: Known, keys: Keys, kin: Sequence[Keys]) -> Met | None:
    """The record with these keys, else the one that another member of the enterprise's family has."""
    return known.find(keys) or next(filter(None, map(known.find, kin)), None)


def keys_of_kin(owners: Sequence[int | None], contents: Sequence[Content]) -> list[tuple[Keys, ...]]:
    """For each row the keys that its record would have at the other members of its enterprise's family; one query."""
    kin = kin_of({owner for owner in owners if owner is not None and owner > 0})
    return [
        tuple(keys_of(other, content) for other in kin.get(owner or 0, ()))
        for owner, content in zip(owners, contents, strict=True)
    ]


def _records(ids: Collection[int]) -> Iterator[Met]:
    columns = ("pk", "identity_key", "content_key", *COMPARED)
    rows = Record.objects.filter(pk__in=ids).order_by("pk").values_list(*columns)
    for pk, identity, content, *states in rows:
        number = document_key(states[COMPARED.index("doc_no")])
        yield Met(pk, Keys(bytes(identity), bytes(content), number), tuple(states))


def stated(reading: Reading) -> tuple[object, ...]:
    """What a row says in the columns of `COMPARED`."""
    content = reading.content
    return (
        content.title, content.doc_no, reading.issuer, reading.published_on, reading.decided_on, reading.inspected_on,
        content.description, reading.laws, content.measure, reading.fine_cny,
    )  # fmt: skip


def differences(record: Met, reading: Reading) -> dict[str, str]:
    """What a further source states otherwise than the record, or states where the record is silent: field → text."""
    return {
        name: str(value)
        for name, value, known in zip(COMPARED, stated(reading), record.states, strict=True)
        if value not in ("", None) and _plain(value) != _plain(known)
    }


def _plain(value: object) -> object:
    return Decimal(value).normalize() if isinstance(value, Decimal) else value
