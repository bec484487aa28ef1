"""What a case does to a record: removed when its cause is put right, restored when that was not true (REM-3, REM-9).

A removed record is another thing than a withdrawn one, which ought not to have been listed: it was true, and is over.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qingce.domain.records.actions.changing import OfCase, ReasonMissing, checked_clause, held, take_step, write_step
from qingce.domain.records.enums import PublicationState, RemovalPath
from qingce.domain.records.errors import RecordNotFound
from qingce.domain.records.models import Provenance, Record, StateChange
from qingce.domain.records.transitions import RECORDS, RecordStep
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.text import clean
from qingce.shared.intake.actions import lock_batch
from qingce.shared.intake.enums import BatchState
from qingce.shared.intake.queries import get_batch
from qingce.shared.ledger.actions import THE_CLOCK, check_step
from qingce.shared.ledger.enums import SignatoryRole
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_two_people

__all__ = ["LONGEST_CLAUSES", "remove_after_notice", "remove_record", "restore_record"]
LONGEST_CLAUSES = 5_000  # of all rules that count for a record, together
TAKEN_BACK = (BatchState.UNDOING, BatchState.UNDONE)


class ClauseMissing(InvalidValue):
    """A record is removed under a clause."""

    code = "removal-clause-missing"


class ImportUndone(InvalidValue):
    """The import that brought the record was undone while the record was removed."""

    code = "restored-import-undone"


def remove_record(pk: int, *, case: int, path: str, clause: str, reason: str, actor: Actor, at: datetime) -> None:
    """Takes a record off the public list because a case showed that its cause is put right (IPE-2017 §2).

    Called in the transaction that approves the case; its number goes on answering with when, clause and case.

    Args: path: a `RemovalPath`. clause: at most `LONGEST_CLAUSES` characters. actor: reviewer and approver, a `Pair`.
    Raises: SecondPersonNeeded; DutyMissing; OutOfArea: of the approver; RecordNotFound; ReasonMissing;
        ClauseMissing; TooLongForField; WrongState: it is not on the public list; StepOfAnother: not two of the staff.
    """
    of = OfCase(case, RemovalPath(path).value)
    if not clean(clause):
        raise ClauseMissing("Say under which clause: it is shown on the record's page.")
    with transaction.atomic():
        record = _held(pk, actor, reason)
        text = checked_clause(clause, longest=LONGEST_CLAUSES)
        take_step(record, RecordStep.REMOVE, actor=actor, reason=reason, clause=text, at=at, of=of)


def remove_after_notice(pk: int, *, case: int, clause: str, reason: str, decided_by: str, at: datetime) -> None:
    """Takes a record off the public list when the notice of an audit on site is over: the clock does it (§2.2.4).

    Called in the transaction that ends the case.

    Args: decided_by: signatures of those who confirmed the audit's report; its page names them.
    Raises: RecordNotFound; ReasonMissing; ClauseMissing; TooLongForField; WrongState: it is not on the public list.
    """
    if not clean(clause):
        raise ClauseMissing("Say under which clause: it is shown on the record's page.")
    if not clean(reason):
        raise ReasonMissing("Say why: the reason is shown on the record's page.")
    with transaction.atomic():
        record = Record.objects.select_for_update().filter(pk=pk).first()
        if record is None:
            raise RecordNotFound(f"There is no record number {pk}; it may have been mistyped.", number=pk)
        of = OfCase(case, RemovalPath.ON_SITE.value)
        write_step(
            record, RecordStep.REMOVE, by=THE_CLOCK, signed=decided_by, reason=reason,
            clause=checked_clause(clause), at=at, of=of,
        )  # fmt: skip


def restore_record(pk: int, *, case: int, reason: str, actor: Actor, at: datetime) -> None:
    """Puts a removed record back on the public list: facts were concealed or papers forged (IPE-2017 §2.2.5).

    Where its import was undone since, another one that brought it too answers for it from now on.

    Args: actor: two people, a `Pair`. Raises: as `remove_record`; ImportUndone: no import stands for it any more;
        WrongState: it is not removed.
    """
    with transaction.atomic():
        record = _held(pk, actor, reason)
        clause = check_step(RECORDS, record, RecordStep.RESTORE, party=SignatoryRole.TWO_STAFF).clause
        _hand_over(record)
        take_step(record, RecordStep.RESTORE, actor=actor, reason=reason, clause=clause, at=at, of=OfCase(case))


def _held(pk: int, actor: Actor, reason: str) -> Record:
    check_two_people(actor)
    if not clean(reason):
        raise ReasonMissing("Say why: the reason is shown on the record's page.")
    return held(pk, actor, Duty.DECIDE_REMOVALS)


def _hand_over(record: Record) -> None:
    """Gives a record whose import was undone while it was removed to another one that brought it and stands.

    Else it would come back although what brought it was taken back, and nobody would answer for it.
    """
    if not _was_undone_since(record):
        return
    sources = Provenance.objects.filter(record=record).exclude(batch_id=record.batch_id)
    for batch in dict.fromkeys(sources.order_by("pk").values_list("batch_id", flat=True)):
        if lock_batch(batch) == BatchState.DONE:
            Record.objects.filter(pk=record.pk).update(batch_id=batch)
            return
    raise ImportUndone(
        f"The import that brought record {record.pk} was undone while the record was removed; bring its file in again.",
        number=record.pk, batch=record.batch_id,
    )  # fmt: skip


def _was_undone_since(record: Record) -> bool:
    if lock_batch(record.batch_id) not in TAKEN_BACK:  # held, so that nobody undoes it before this is done
        return False
    removed = StateChange.objects.filter(record=record, current=PublicationState.REMOVED)
    removed_at = removed.order_by("pk").values_list("changed_at", flat=True).last()
    undone_at = get_batch(record.batch_id).undone_at
    return removed_at is None or undone_at is None or undone_at >= removed_at
