"""Reading entries of the log: lists, the newest first, and single ones."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from qingce.shared.ledger.enums import SignatoryRole
from qingce.shared.ledger.errors import LedgerEntryNotFound, SchemaUnknown
from qingce.shared.ledger.finding import about, entries_of_each
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.ledger.schemas import ActSchema, schema_of


@dataclass(frozen=True)
class LogEntry:
    """An entry as it was published, with what is kept beside it.

    Args: number: None until it has one. subject, count: number of what it is about, or how many. signed_by: "" nobody,
        or forgotten; the commitment stays in `person`. words: None: none, or taken away; `words_hash` then tells which.
        place: of the row that was asked for, in a bulk act.
    """

    number: int | None
    id: str
    act: str
    at: datetime
    kind: str
    subject: int | None
    count: int | None
    text: str
    leaf: str
    signed_by: str
    words: dict[str, Any] | None
    place: int | None = None

    @cached_property
    def said(self) -> dict[str, Any]:
        """What the entry says, as it stands in the log."""
        value: dict[str, Any] = json.loads(self.text)
        return value

    @property
    def schema(self) -> ActSchema | None:
        """Its kind; None: this installation does not know it any more."""
        try:
            return schema_of(self.said["schema"])
        except SchemaUnknown:
            return None

    @property
    def role(self) -> SignatoryRole:
        """As what somebody did it."""
        return SignatoryRole(self.said["actor"]["role"])

    @property
    def organisation(self) -> str:
        """Public number of the organisation in whose name; empty: none."""
        return str(self.said["actor"]["organisation"])

    @property
    def person(self) -> str:
        """What the entry holds in place of the person."""
        return str(self.said["actor"]["person"])

    @property
    def words_hash(self) -> str:
        """What the entry holds in place of the words."""
        return str(self.said["words"])


@dataclass(frozen=True)
class EntriesAsked:
    """Which entries of the log.

    Args: since, until: moments; the latter not included. before: only those older than the entry of this number.
    """

    act: str = ""
    kind: str = ""
    number: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


def find_entries(asked: EntriesAsked, *, count: int) -> list[LogEntry]:
    """Numbered entries, the newest first; one to four queries, which cost the same wherever in the log they are.

    By time they are in the order of their times, else of their numbers.
    """
    rows = _narrowed(asked)
    if asked.since is None and asked.until is None:
        if asked.before is not None:
            rows = rows.filter(number__lt=asked.before)
        return [_read(row) for row in rows.order_by("-number")[:count]]
    return [_read(row) for row in _behind(rows, asked).order_by("-at", "-pk")[:count]]


def log_entry(number: int) -> LogEntry:
    """The entry of this number; one query.

    Raises: LedgerEntryNotFound.
    """
    return _one(LedgerEntry.objects.filter(number=number), number)


def log_entry_by_id(key: str) -> LogEntry:
    """The entry of this id, 32 hexadecimal digits, whether it has a number yet or not; one query.

    Raises: LedgerEntryNotFound.
    """
    return _one(LedgerEntry.objects.filter(key=bytes.fromhex(key)), key)


def public_history(kind: str, *numbers: int) -> list[LogEntry]:
    """Every entry about a thing, or several, in the order of the log; those without a number last. Two queries."""
    found = {each.entry.pk: each for rows in entries_of_each(kind, set(numbers)).values() for each in rows}
    ordered = sorted(
        found.values(), key=lambda each: (each.entry.number is None, each.entry.number or 0, each.entry.pk)
    )
    return [replace(_read(each.entry), place=each.place) for each in ordered]


def _narrowed(asked: EntriesAsked) -> QuerySet[LedgerEntry]:
    rows = LedgerEntry.objects.exclude(number=None)
    if asked.act:
        rows = rows.filter(act=asked.act)
    if asked.kind and asked.number is not None:
        rows = rows.filter(about(asked.kind, asked.number))
    elif asked.kind:
        rows = rows.filter(subject_kind=asked.kind)
    return rows


def _behind(rows: QuerySet[LedgerEntry], asked: EntriesAsked) -> QuerySet[LedgerEntry]:
    if asked.since is not None:
        rows = rows.filter(at__gte=asked.since)
    if asked.until is not None:
        rows = rows.filter(at__lt=asked.until)
    if asked.before is None:
        return rows
    last = LedgerEntry.objects.filter(number=asked.before).values_list("at", "pk").first()
    if last is None:
        return rows
    at, pk = last
    return rows.filter(at__lte=at).filter(Q(at__lt=at) | Q(pk__lt=pk))


def _one(rows: QuerySet[LedgerEntry], named: int | str) -> LogEntry:
    row = rows.first()
    if row is None:
        raise LedgerEntryNotFound(f"The ledger has no entry {named}.", number=named)
    return _read(row)


def _read(row: LedgerEntry) -> LogEntry:
    return LogEntry(
        number=row.number,
        id=bytes(row.key).hex(),
        act=row.act,
        at=row.at,
        kind=row.subject_kind,
        subject=row.subject_id,
        count=row.rows,
        text=bytes(row.body).decode(),
        leaf=bytes(row.leaf).hex(),
        signed_by=row.signed_by if row.person_salt else "",
        words=row.words if row.words_salt else None,
    )
