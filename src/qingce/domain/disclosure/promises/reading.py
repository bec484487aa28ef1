"""Promises as everybody reads them: of one enterprise, of all of them, and one of them for the staff."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.utils.timezone import localdate

from qingce.domain.disclosure.errors import PromiseNotFound
from qingce.domain.disclosure.models import PromisedRecord
from qingce.domain.disclosure.promises.days import left_until
from qingce.domain.disclosure.promises.enums import EndedWhy, PromiseOutcome
from qingce.domain.disclosure.promises.outcomes import COUNTED, COUNTS, counts_on, outcome_on
from qingce.domain.disclosure.promises.permissions import promises_looked_after
from qingce.domain.enterprises.queries import family_of
from qingce.domain.records.enums import Due, RecordType
from qingce.shared.parties.enums import Actor

_GONE = (EndedWhy.WITHDRAWN, EndedWhy.REMOVED)


@dataclass(frozen=True)
class PromiseCounts:
    """How many promises came to what. Args: checked: handed in in time, its form is being checked."""

    kept: int = 0
    missed: int = 0
    running: int = 0
    checked: int = 0

    @property
    def settled(self) -> int:
        """Those that were kept or not."""
        return self.kept + self.missed

    @property
    def open(self) -> int:
        """Those of which nobody can say yet."""
        return self.running + self.checked

    @property
    def total(self) -> int:
        """All that count."""
        return self.settled + self.open

    @property
    def percent(self) -> int | None:
        """How many of a hundred were kept, rounded down; None: none is settled."""
        return 100 * self.kept // self.settled if self.settled else None


@dataclass(frozen=True)
class PromiseRow:
    """One promise. Args: due: with what is left. disclosure_id: the one that counts, if it is public. title, doc_no: of
    the record; empty where that is not public any more."""

    id: int
    record_id: int
    title: str
    doc_no: str
    type: RecordType
    enterprise_id: int
    enterprise_name: str
    promised_on: date
    published_on: date
    told_on: date | None
    told_reason: str
    starts_on: date
    due: Due
    handed_in_on: date | None
    disclosure_id: int | None
    outcome: PromiseOutcome
    ended_on: date | None
    ended_why: EndedWhy | None


@dataclass(frozen=True)
class PromiserRow:
    """An enterprise that promised, with its counts."""

    enterprise_id: int
    name: str
    counts: PromiseCounts


def promise_counts(enterprise_id: int, *, today: date) -> PromiseCounts:
    """The figures of one enterprise, as merged now; one query, by the index of enterprises."""
    return PromiseCounts(**_of(enterprise_id).aggregate(**counts_on(today)))


def promises_of(enterprise_id: int, *, today: date, start: int = 0, count: int | None = None) -> list[PromiseRow]:
    """Promises of one enterprise, as merged now, those that began last first; one query."""
    rows = _shown(_of(enterprise_id), today).order_by("-starts_on", "-pk")
    return _rows(rows[start:] if count is None else rows[start : start + count], today)


def count_promises_of(enterprise_id: int) -> int:
    """How many `promises_of` there are."""
    return _of(enterprise_id).count()


def owed_promises(enterprise_id: int, *, today: date) -> list[PromiseRow]:
    """Promises of one enterprise for which nothing was handed in and whose term runs, or ran out; one query."""
    rows = _of(enterprise_id).filter(handed_in_on=None, ended_on=None)
    return _rows(_shown(rows, today).order_by(F("due_on").asc(nulls_last=True), "pk"), today)


def all_promise_counts(*, today: date) -> PromiseCounts:
    """The figures of all enterprises together; one query."""
    return PromiseCounts(**PromisedRecord.objects.aggregate(**counts_on(today)))


def promisers_by_name(*, today: date, start: int = 0, count: int | None = None) -> list[PromiserRow]:
    """The enterprises that have a promise that counts, by name, each with its figures; one query."""
    rows = _promisers(today).order_by("enterprise__name", "enterprise")
    found = rows[start:] if count is None else rows[start : start + count]
    return [
        PromiserRow(pk, name, PromiseCounts(kept, missed, running, checked))
        for pk, name, kept, missed, running, checked in found
    ]


def count_promisers() -> int:
    """How many enterprises have a promise that counts; one query."""
    return PromisedRecord.objects.filter(COUNTS).order_by().values("enterprise").distinct().count()


def iterate_promises(*, today: date, size: int = 1_000) -> Iterator[PromiseRow]:
    """Every promise there is, the first that began first, a piece at a time; for downloads."""
    last, rows = 0, _shown(PromisedRecord.objects.all(), today)
    while piece := _rows(rows.filter(pk__gt=last).order_by("pk")[:size], today):
        yield from piece
        last = piece[-1].id


def promises_for_office(actor: Actor, *, today: date, start: int, count: int) -> list[PromiseRow]:
    """Running terms of enterprises that somebody of the staff looks after, those due first come first; one query."""
    rows = _shown(_for_office(actor), today).order_by(F("due_on").asc(nulls_last=True), "pk")
    return _rows(rows[start : start + count], today)


def count_promises_for_office(actor: Actor) -> int:
    """How many `promises_for_office` there are."""
    return _for_office(actor).count()


def staff_promise(pk: int, *, actor: Actor, today: date) -> PromiseRow:
    """One promise for the staff of its area; one query.

    Raises: PromiseNotFound: also for everybody else.
    """
    rows = _rows(_shown(PromisedRecord.objects.filter(promises_looked_after(actor), pk=pk), today), today)
    if not rows:
        raise PromiseNotFound(f"There is no promised record number {pk}.", number=pk)
    return rows[0]


def _of(enterprise_id: int) -> QuerySet[PromisedRecord]:
    return PromisedRecord.objects.filter(enterprise__in=family_of([enterprise_id]).values("pk"))


def _for_office(actor: Actor) -> QuerySet[PromisedRecord]:
    return PromisedRecord.objects.filter(promises_looked_after(actor), handed_in_on=None, ended_on=None)


def _promisers(today: date) -> QuerySet[PromisedRecord, tuple[Any, ...]]:
    rows = PromisedRecord.objects.filter(COUNTS).order_by().values("enterprise")
    columns = ["enterprise", "enterprise__name", *(each.value for each in COUNTED)]
    return rows.annotate(**counts_on(today)).values_list(*columns)


def _shown(rows: QuerySet[PromisedRecord], today: date) -> QuerySet[PromisedRecord]:
    named = rows.select_related("record", "enterprise", "enterprise__canonical", "promise")
    return named.annotate(outcome=outcome_on(today))


def _rows(rows: QuerySet[PromisedRecord], today: date) -> list[PromiseRow]:
    return [_row(row, today) for row in rows]


def _row(row: Any, today: date) -> PromiseRow:
    root, is_gone = row.enterprise.canonical or row.enterprise, row.ended_why in _GONE
    return PromiseRow(
        id=row.pk,
        record_id=row.record_id,
        title="" if is_gone else row.record.title,
        doc_no="" if is_gone else row.record.doc_no,
        type=RecordType(row.record.type),
        enterprise_id=root.pk,
        enterprise_name=root.name,
        promised_on=localdate(row.promise.answered_at),
        published_on=row.published_on,
        told_on=row.told_on,
        told_reason=row.told_reason,
        starts_on=row.starts_on,
        due=left_until(row.due_on, row.term_workdays, starts_on=row.starts_on, today=today),
        handed_in_on=row.handed_in_on,
        disclosure_id=row.disclosure_id if row.is_public else None,
        outcome=PromiseOutcome(row.outcome),
        ended_on=row.ended_on,
        ended_why=EndedWhy(row.ended_why) if row.ended_why else None,
    )
