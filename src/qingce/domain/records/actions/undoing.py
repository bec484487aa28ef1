"""Undoing a whole batch: its records are withdrawn with the reason, none is deleted (REC-3, REC-10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from qingce.domain.enterprises.actions import void_questions
from qingce.domain.records.actions.changing import ReasonMissing
from qingce.domain.records.entering import enter_published, enter_states, read_showing
from qingce.domain.records.enums import PublicationState
from qingce.domain.records.models import Provenance, Record, StateChange
from qingce.domain.records.queries.depending import undone_of
from qingce.domain.records.transitions import RECORDS, RecordStep
from qingce.pure.kernel.text import clean
from qingce.shared.bulk.actions import Columns, insert_rows, update_rows
from qingce.shared.changes.actions import note_changes
from qingce.shared.intake.actions import begin_undoing, end_undoing
from qingce.shared.intake.enums import CAME_IN, BatchState
from qingce.shared.intake.queries import get_batch
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty, check_two_people, is_one_person

PIECE = 2_000  # records a transaction: other writers wait no longer than for an import


Progress = Callable[[int, int], None]  # records withdrawn so far, of how many


def undo_batch(
    batch_id: int, *, actor: Actor, reason: str, at: datetime, progress: Progress = lambda _done, _total: None
) -> int:
    """Takes everything that only this batch brought off the public list; it goes on where a killed run stopped.

    A record that another batch brought as well stays: that batch answers for it from now on. One that somebody had
    withdrawn before stays withdrawn for its own reason. Brought in again, the file's records come back (`bring_back`).

    Cost: what it reads and writes grows with the batch's records; a transaction holds `PIECE` of them.
    Returns: how many records were withdrawn, by this run and those before it that were cut off.
    Raises: SecondPersonNeeded; DutyMissing; OutOfArea; BatchNotFound; BatchNotDone; ReasonMissing.
    """
    check_two_people(actor)
    check_duty(actor, Duty.UNDO_IMPORTS, get_batch(batch_id).area)
    if not clean(reason):
        raise ReasonMissing("Say why: the reason is shown on the record's page.")
    # A run that was cut off goes on with the reason it began with.
    by, reason = begin_undoing(batch_id, by=actor.signature, reason=clean(reason), at=at)
    void_questions(batch_id)
    _hand_over(batch_id, at=at)
    standing = Record.objects.filter(batch_id=batch_id, state=PublicationState.PUBLISHED)
    done = StateChange.objects.filter(batch_id=batch_id, current=PublicationState.WITHDRAWN)
    count = done.count()
    total = count + standing.count()
    for piece in _until_none(standing.values_list("pk")):
        progress(count, total)
        _withdraw([pk for (pk,) in piece], batch_id=batch_id, by=by, reason=reason, at=at)
        count += len(piece)
    end_undoing(batch_id, at=at)
    return done.count()


def _until_none(rows: QuerySet[Record, tuple[int, ...]]) -> Iterator[list[tuple[int, ...]]]:
    """Pieces of rows that leave the query as they are worked on, by number; then from the first again, until none is.

    Each piece is looked for behind the last one, so that those that left are not passed over again and again.

    Args: rows: the number first.
    """
    last = 0
    while (piece := list(rows.filter(pk__gt=last).order_by("pk")[:PIECE])) or last:
        if piece:
            yield piece
        last = piece[-1][0] if len(piece) == PIECE else 0


def _hand_over(batch_id: int, *, at: datetime) -> None:
    """Gives records that other batches brought as well to the first of them."""
    others = Provenance.objects.filter(batch__state=BatchState.DONE).exclude(batch_id=batch_id)
    here = others.filter(record=OuterRef("pk"))
    shared = Record.objects.filter(Exists(here), batch_id=batch_id)
    first = Subquery(here.order_by("pk").values("batch")[:1])
    for piece in _until_none(shared.annotate(other=first).values_list("pk", "other")):
        ids, batches = map(list, zip(*piece, strict=True))
        with transaction.atomic():
            update_rows(Record, {"id": ids, "batch_id": batches})
            note_changes("record", ids, at=at)


def _withdraw(ids: Sequence[int], *, batch_id: int, by: str, reason: str, at: datetime) -> None:
    with transaction.atomic():
        # Asked again under the lock: somebody may have withdrawn one in the meantime, for a reason of its own.
        locked = Record.objects.select_for_update().filter(pk__in=ids, state=PublicationState.PUBLISHED)
        standing = list(locked.order_by("pk").values_list("pk", flat=True))
        _change(standing, RecordStep.WITHDRAW, {}, batch_id=batch_id, by=by, reason=reason, at=at)


def bring_back(batch_id: int, *, file_name: str, by: str, at: datetime) -> None:
    """Publishes again, as this batch's, the records that were withdrawn with a whole batch and have come in again.

    Not where one person alone brought the file: then they wait for two (`restore_import`). Called in the transaction
    that makes a batch visible.
    """
    if not is_one_person(by):
        _bring_back_all(batch_id, reason=file_name, by=by, at=at)


def restore_import(batch_id: int, *, actor: Actor, reason: str, at: datetime) -> int:
    """Publishes again what was withdrawn with a whole batch and came in again with this one; may be repeated.

    Returns: how many records.
    Raises: SecondPersonNeeded; DutyMissing; OutOfArea; BatchNotFound; ReasonMissing.
    """
    check_two_people(actor)
    check_duty(actor, Duty.UNDO_IMPORTS, get_batch(batch_id).area)
    if not clean(reason):
        raise ReasonMissing("Say why: the reason is shown on the record's page.")
    return _bring_back_all(batch_id, reason=clean(reason), by=actor.signature, at=at)


def show_met(batch_id: int, *, sheet: str, rows: Sequence[int], at: datetime) -> None:
    """Shows, as this batch's, records that rows of it met, released later, and that nobody sees with their own batch.

    Called in the transaction that writes the rows; four queries where there are none.
    """
    batch = get_batch(batch_id)
    met = Record.objects.filter(
        provenances__batch_id=batch_id, provenances__sheet=sheet, provenances__row__in=list(rows)
    )
    hidden = list(met.exclude(batch__state__in=CAME_IN).order_by("pk").values_list("pk", flat=True).distinct())
    Record.objects.filter(pk__in=hidden).update(batch_id=batch_id)
    enter_published(read_showing(Record.objects.filter(pk__in=hidden)), batch=batch, at=at)
    note_changes("record", hidden, at=at)
    if not is_one_person(batch.brought_by):
        _bring_back(undone_of(met), batch_id=batch_id, reason=batch.file_name, by=batch.brought_by, at=at)


def _bring_back_all(batch_id: int, *, reason: str, by: str, at: datetime) -> int:
    """Goes through the rows of a batch a piece at a time, so that what it has at once does not grow with them."""
    if not StateChange.objects.exclude(batch=None).exists():
        return 0  # no batch was ever undone
    count, sources = 0, Provenance.objects.filter(batch_id=batch_id)
    for sheet in sources.values_list("sheet", flat=True).distinct().order_by("sheet"):
        for records in _pieces(sources.filter(sheet=sheet, record__state=PublicationState.WITHDRAWN)):
            met = undone_of(Record.objects.filter(pk__in=records))
            count += _bring_back(met, batch_id=batch_id, reason=reason, by=by, at=at)
    return count


def _pieces(sources: QuerySet[Provenance]) -> Iterator[list[int]]:
    """The records of a sheet's rows, in the order of the index that keeps a row from coming in twice."""
    ordered, row, record = sources.order_by("row", "record").values_list("row", "record_id"), 0, 0
    while piece := list(ordered.filter(Q(row__gt=row) | Q(record__gt=record), row__gte=row)[:PIECE]):
        yield [each for _, each in piece]
        row, record = piece[-1]


def _bring_back(undone: QuerySet[Record], *, batch_id: int, reason: str, by: str, at: datetime) -> int:
    """Of a piece of records."""
    ids = list(undone.order_by("pk").values_list("pk", flat=True).distinct())
    with transaction.atomic():
        # The batch with the state: each change of either moves a record in the index of those withdrawn.
        _change(
            ids,
            RecordStep.REPUBLISH,
            {"batch_id": [batch_id] * len(ids)},
            batch_id=batch_id,
            by=by,
            reason=reason,
            at=at,
        )
    return len(ids)


def _change(
    ids: Sequence[int], step: RecordStep, beside: Columns, *, batch_id: int, by: str, reason: str, at: datetime
) -> None:
    """Takes a step of records, noted everywhere. Args: beside: what changes with the state."""
    count = len(ids)
    (former,), state = RECORDS.machine.sources(step), RECORDS.machine.target(step)
    update_rows(Record, {"id": list(ids), "state": [state] * count, **beside})
    enter_states(ids, PublicationState(state), batch_id=batch_id, by=by, reason=reason, at=at)
    insert_rows(
        StateChange,
        {
            "record_id": list(ids),
            "former": [former] * count,
            "current": [state] * count,
            "reason": [reason] * count,
            "clause": [""] * count,
            "case_number": [None] * count,
            "path": [""] * count,
            "batch_id": [batch_id] * count,
            "changed_by": [by] * count,
            "changed_at": [at] * count,
        },
    )
    note_changes("record", ids, at=at)
    owners = Record.objects.filter(pk__in=list(ids)).values_list("enterprise_id", flat=True)
    note_changes("enterprise", set(owners), at=at)
