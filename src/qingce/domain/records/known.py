"""The records of the database, and of the piece of a file being written, that rows may be (REC-5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from qingce.domain.enterprises.queries import kin_of
from qingce.domain.records.identity import Keys, document_key, keys_from
from qingce.domain.records.models import FurtherKey, Record
from qingce.domain.records.readings import Readings
from qingce.shared.bulk.actions import find_rows

COMPARED = (
    "title", "doc_no", "issuer", "published_on", "decided_on", "inspected_on", "description", "laws", "measure",
    "fine_cny",
)  # fmt: skip


@dataclass(slots=True, eq=False)
class Met:
    """A record that a row may be: one of the database, else the row of the piece by its place that makes it.

    Args: states: values of `COMPARED` of a record of the database.
    """

    number: str
    id: int | None = None
    place: int | None = None
    states: tuple[object, ...] = ()


class Known:
    """Records found by what they are recognised by; the earliest wins."""

    def __init__(self, keys: Collection[Keys]) -> None:
        self._by_identity: dict[bytes, Met] = {}
        self._by_content: defaultdict[bytes, list[Met]] = defaultdict(list)
        identities = {key.identity for key in keys}
        found = find_rows(Record, ("id",), column="identity_key", among=identities)
        found += find_rows(Record, ("id",), column="content_key", among={key.content for key in keys})
        further = []
        if FurtherKey.objects.exists():  # few records ever get one
            further = find_rows(FurtherKey, ("record_id", "key"), column="key", among=identities)
        self._read({pk for (pk,) in found} | {pk for pk, _ in further}, dict(_by_record(further)))

    def _read(self, ids: Collection[int], further: dict[int, list[bytes]]) -> None:
        columns = ("pk", "identity_key", "content_key", *COMPARED)
        rows = Record.objects.filter(pk__in=ids).order_by("pk").values_list(*columns) if ids else ()
        for pk, identity, content, *states in rows:
            number = document_key(states[COMPARED.index("doc_no")])
            met = Met(number, id=pk, states=tuple(states))
            self.add(Keys(bytes(identity), bytes(content), number), met)
            for key in further.get(pk, ()):
                self._by_identity.setdefault(key, met)

    def add(self, keys: Keys, met: Met) -> None:
        """Makes a record findable."""
        if keys.identity not in self._by_identity:
            self._by_identity[keys.identity] = met
            self._by_content[keys.content].append(met)

    def find(self, keys: Keys) -> Met | None:
        """The same document; else the same content, unless both have a document number and the numbers differ."""
        if found := self._by_identity.get(keys.identity):
            return found
        for met in self._by_content.get(keys.content, ()):
            if not keys.number or not met.number:
                return met
        return None

    def is_empty(self) -> bool:
        """Whether no record is known."""
        return not self._by_identity


def recognised(keys: Sequence[Keys], kin: dict[int, tuple[Keys, ...]]) -> list[Met | None]:
    """Which record each row of a piece is, of the database or of an earlier row; None: it makes a new one."""
    known = known_among(keys, kin)
    if known.is_empty() and not kin and _all_differ(keys):
        return [None] * len(keys)
    met: list[Met | None] = []
    for place, key in enumerate(keys):
        found = find_any(known, key, kin.get(place, ()))
        if found is None:
            known.add(key, Met(key.number, place=place))
        met.append(found)
    return met


def _all_differ(keys: Sequence[Keys]) -> bool:
    return len({key.identity for key in keys}) == len({key.content for key in keys}) == len(keys)


def find_any(known: Known, keys: Keys, kin: Sequence[Keys]) -> Met | None:
    """The record with these keys, else the one that another member of the enterprise's family has."""
    return known.find(keys) or next(filter(None, map(known.find, kin)), None)


def keys_of_rows(owners: Sequence[int | None], readings: Readings) -> list[Keys | None]:
    """The keys by which rows are recognised; None where it is not known whom they are about."""
    said = zip(owners, readings.body, readings.document, readings.number, strict=True)
    return [
        None if owner is None else keys_from(owner, body, document, number) for owner, body, document, number in said
    ]


def keys_of_kin(owners: Sequence[int | None], readings: Readings) -> dict[int, tuple[Keys, ...]]:
    """By place of a row the keys that its record would have at the other members of its enterprise's family; few have.

    Cost: one query.
    """
    kin = kin_of({owner for owner in owners if owner is not None and owner > 0})
    if not kin:
        return {}
    said = zip(owners, readings.body, readings.document, readings.number, strict=True)
    return {
        place: tuple(keys_from(other, body, document, number) for other in kin[owner])
        for place, (owner, body, document, number) in enumerate(said)
        if owner is not None and owner in kin
    }


def known_among(keys: Sequence[Keys | None], kin: dict[int, tuple[Keys, ...]]) -> Known:
    """The records of the database that rows with these keys may be; two queries, three where there are further keys."""
    return Known([*(key for key in keys if key is not None), *chain.from_iterable(kin.values())])


def differences(met: Met, place: int, stated: Sequence[Sequence[object]]) -> dict[str, str]:
    """What a further row states otherwise than its record, or states where that is silent: field → text.

    Args: stated: the columns of `COMPARED` of the piece.
    """
    states = met.states if met.place is None else tuple(column[met.place] for column in stated)
    return {
        name: str(column[place])
        for name, column, known in zip(COMPARED, stated, states, strict=True)
        if column[place] not in ("", None) and _plain(column[place]) != _plain(known)
    }


def _plain(value: object) -> object:
    return Decimal(value).normalize() if isinstance(value, Decimal) else value


def _by_record(further: Sequence[tuple[int, object]]) -> dict[int, list[bytes]]:
    keys: defaultdict[int, list[bytes]] = defaultdict(list)
    for pk, key in further:
        keys[pk].append(bytes(key))  # type: ignore[call-overload]  # as the database gives bytes
    return keys
