"""Bringing the terms of records in line with what the records, promises and disclosures are now.

Every term follows from other rows, so that it is worked out anew whenever one of those changes: by the follower of the
feed, and by the sweep where a calendar was waited for. It may run twice, or in two processes: one goes after the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from qingce.domain.disclosure.acts import PROMISE_BEGUN, PROMISE_ENDED
from qingce.domain.disclosure.models import PromisedRecord
from qingce.domain.disclosure.promises.covering import Explained, cover, explained
from qingce.domain.disclosure.promises.days import last_day
from qingce.domain.disclosure.promises.enums import EndedWhy
from qingce.domain.disclosure.promises.holding import Promiser, came_under, promisers
from qingce.domain.disclosure.promises.terms import promise_term, promise_types
from qingce.domain.records.queries import Publication, publications_of
from qingce.shared.bulk.actions import one_at_a_time
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal

KIND, LOCK = "promised-record", "promises"
_PIECE = 200
_FOLLOWS = (
    "enterprise_id", "published_on", "starts_on", "due_on", "disclosure_id", "handed_in_on", "is_public", "ended_on",
)  # fmt: skip


@dataclass(frozen=True)
class _Record:
    """A record with all that its term follows from. Args: rows: terms it had or has, each with whose promise it was."""

    publication: Publication
    promiser: Promiser | None
    rows: Sequence[tuple[PromisedRecord, int]]
    explained: Sequence[Explained]


def settle_promises(records: Collection[int], *, at: datetime) -> int:
    """Brings the terms of some records in line, 200 in a transaction; what a kill leaves is done at the next go.

    Returns: how many terms began, changed or ended.
    Raises: NoReleaseInForce: no rulebook holds, so that nobody knows the term.
    """
    ordered, changed = sorted(set(records)), 0
    for start in range(0, len(ordered), _PIECE):
        with transaction.atomic():
            one_at_a_time(LOCK)
            changed += sum(_settle(each, at=at) for each in _read(ordered[start : start + _PIECE]))
    return changed


def start_term(row: PromisedRecord, on: date) -> None:
    """Writes into a row on which day its term begins, and what follows from that.

    Raises: NoReleaseInForce.
    """
    term = promise_term(on=on)
    row.starts_on, row.term_workdays, row.rules = on, term.workdays, term.digest
    row.due_on = last_day(on, term.workdays)


def note(row: PromisedRecord, act: str, *, at: datetime, by: int | None = None) -> None:
    """Tells the feed and the journal of the organisation that promised."""
    note_change(KIND, row.pk, at=at)
    detail = {"record": row.record_id, "enterprise": row.enterprise_id}
    journal(act, by=by, organisation=row.promise.organisation_id, subject=(KIND, row.pk), detail=detail, at=at)


def _read(numbers: Sequence[int]) -> list[_Record]:
    publications = publications_of(numbers)
    owner = Coalesce(F("promise__enterprise__canonical"), F("promise__enterprise"))
    rows: dict[int, list[tuple[PromisedRecord, int]]] = defaultdict(list)
    found = PromisedRecord.objects.filter(record__in=numbers).select_related("promise").annotate(owner=owner)
    for row in found.order_by("pk"):
        rows[row.record_id].append((row, row.owner))
    given = promisers({each.owner_id for each in publications})
    about = explained([each.record_id for each in publications if rows.get(each.record_id) or each.owner_id in given])
    return [
        _Record(each, given.get(each.owner_id), rows.get(each.record_id, ()), about.get(each.record_id, ()))
        for each in publications
    ]


def _settle(record: _Record, *, at: datetime) -> int:
    changed = sum(_end_lost(record, row, owner, at=at) for row, owner in record.rows)
    if not record.publication.is_listed:
        return changed
    own = [row for row, owner in record.rows if owner == record.publication.owner_id]
    if own:
        running = next((row for row in own if row.ended_on is None), own[-1])
        return changed + _go_on(record, running, at=at)
    return changed + _begin(record, at=at)


def _end_lost(record: _Record, row: PromisedRecord, owner: int, *, at: datetime) -> int:
    """Ends the term of a record that left the public list, or went to an enterprise that did not promise this."""
    publication = record.publication
    if row.ended_on is not None or (publication.is_listed and owner == publication.owner_id):
        return 0
    is_moved = publication.is_listed
    left = EndedWhy.REMOVED if publication.is_removed else EndedWhy.WITHDRAWN
    row.ended_why = EndedWhy.MOVED if is_moved else left
    moment = publication.moved_at if is_moved else publication.left_at
    row.ended_on = localdate(moment if moment and localdate(moment) >= row.starts_on else at)
    row.save(update_fields=["ended_on", "ended_why"])
    note(row, PROMISE_ENDED, at=at)
    return 1


def _go_on(record: _Record, row: PromisedRecord, *, at: datetime) -> int:
    former, was_ended = _said(row), row.ended_on is not None
    if was_ended:
        _resume(row, record.publication, at=at)
    row.enterprise_id = record.publication.owner_id
    row.due_on = row.due_on or last_day(row.starts_on, row.term_workdays)
    cover(row, record.explained)
    if _said(row) == former:
        return 0
    row.save()
    if was_ended:
        note(row, PROMISE_BEGUN, at=at)
    else:
        note_change(KIND, row.pk, at=at)
    return 1


def _resume(row: PromisedRecord, publication: Publication, *, at: datetime) -> None:
    """The record is back: a term that had not run out begins anew, what was settled stays settled."""
    left_on, row.ended_on, row.ended_why = row.ended_on, None, ""
    is_over = row.handed_in_on is not None or (row.due_on is not None and left_on is not None and row.due_on < left_on)
    if not is_over:
        moments = [each for each in (publication.returned_at, publication.moved_at) if each is not None]
        row.published_on = localdate(max(moments, default=at))
        row.told_on, row.told_reason, row.told_by = None, "", ""
        start_term(row, row.published_on)


def _begin(record: _Record, *, at: datetime) -> int:
    found = came_under(record.publication, record.promiser) if record.promiser else None
    if found is None:
        return 0
    run, moment = found
    on = localdate(moment)
    if record.publication.type not in promise_types(on=on):
        return 0
    publication = record.publication
    row = PromisedRecord(
        enterprise_id=publication.owner_id,
        record_id=publication.record_id,
        promise_id=run.promise,
        published_on=on,
        created_at=at,
    )
    start_term(row, on)
    cover(row, record.explained)
    row.save()
    note(row, PROMISE_BEGUN, at=at)
    return 1


def _said(row: PromisedRecord) -> Mapping[str, object]:
    return {name: getattr(row, name) for name in _FOLLOWS}
