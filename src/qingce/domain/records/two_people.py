"""What this room hides or restores in public, each an act of two people (REC-10)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from qingce.domain.records.actions.answering import answer_request
from qingce.domain.records.actions.changing import checked_clause, republish_record, withdraw_record
from qingce.domain.records.actions.importing import queue_restore, queue_undo
from qingce.domain.records.enums import (
    CLAUSE,
    REPUBLISH,
    RESTORE,
    UNDO,
    WITHDRAW,
    WITHDRAW_AS_ASKED,
    Answer,
    Outcome,
    PublicationState,
)
from qingce.domain.records.models import CorrectionRequest, Record
from qingce.domain.records.queries.depending import count_returning, depending_on
from qingce.domain.records.queries.requests import record_version, version_of
from qingce.domain.records.transitions import RECORDS, REQUESTS, STAFF, RecordStep
from qingce.pure.kernel.errors import QingceError
from qingce.shared.intake.actions import lock_batch
from qingce.shared.intake.enums import BatchState
from qingce.shared.intake.errors import BatchNotDone
from qingce.shared.intake.queries import batches_by_ids, get_batch
from qingce.shared.ledger.actions import check_step
from qingce.shared.ledger.enums import SignatoryRole
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of
from qingce.shared.parties.registry import Effect, EffectLine, Payload, ProposedSubject, TwoPersonAct


class NothingToRestore(QingceError):
    """Nothing of the batch waits to be published again."""

    code = "nothing-to-restore"


PLACE = ("pk", "title", "division", "enterprise__division")


def _records(ids: Collection[int]) -> Mapping[int, ProposedSubject]:
    rows = Record.objects.filter(pk__in=list(ids)).values_list(*PLACE)
    return {pk: ProposedSubject("record", pk, title, own or elsewhere) for pk, title, own, elsewhere in rows}


def _hold_record(pk: int) -> None:
    Record.objects.select_for_update().filter(pk=pk).first()


def _withdrawing(pk: int, payload: Payload) -> Effect:
    return _state_effect(pk, payload, RecordStep.WITHDRAW)


def _republishing(pk: int, payload: Payload) -> Effect:
    return _state_effect(pk, payload, RecordStep.REPUBLISH)


def _state_effect(pk: int, payload: Payload, step: RecordStep) -> Effect:
    record = Record.objects.get(pk=pk)
    after = check_step(RECORDS, record, step, party=SignatoryRole.TWO_STAFF).target
    lines = _state_lines(PublicationState(record.state), PublicationState(after), payload)
    return Effect(lines, record_version(pk))


def _state_lines(before: PublicationState, after: PublicationState, payload: Payload) -> tuple[EffectLine, ...]:
    clause = checked_clause(payload.get(CLAUSE, ""))
    shown = EffectLine(_("The record on the public list"), before.label, after.label)
    return (shown, EffectLine(_("Clause shown in public"), "", clause)) if clause else (shown,)


def _withdraw(pk: int, payload: Payload, by: Actor, reason: str, at: datetime) -> None:
    withdraw_record(pk, actor=by, reason=reason, clause=payload.get(CLAUSE, ""), at=at)


def _republish(pk: int, payload: Payload, by: Actor, reason: str, at: datetime) -> None:
    republish_record(pk, actor=by, reason=reason, clause=payload.get(CLAUSE, ""), at=at)


def _requests(ids: Collection[int]) -> Mapping[int, ProposedSubject]:
    fields = ("pk", "reference", "record__title", "record__division", "record__enterprise__division")
    rows = CorrectionRequest.objects.filter(pk__in=list(ids)).values_list(*fields)
    return {
        pk: ProposedSubject("correction-request", pk, f"{reference} · {title}", own or elsewhere)
        for pk, reference, title, own, elsewhere in rows
    }


def _hold_request(pk: int) -> None:
    found = CorrectionRequest.objects.select_for_update().filter(pk=pk).values_list("record_id", flat=True).first()
    if found is not None:
        _hold_record(found)


def _answering(pk: int, payload: Payload) -> Effect:
    request = CorrectionRequest.objects.select_related("record").get(pk=pk)
    check_step(REQUESTS, request, Outcome.WITHDRAWN, party=STAFF)
    state = PublicationState(request.record.state)
    if state != PublicationState.WITHDRAWN:
        check_step(RECORDS, request.record, RecordStep.WITHDRAW, party=SignatoryRole.TWO_STAFF)
    answered = EffectLine(_("The correction request"), _("Open"), Outcome.WITHDRAWN.label)
    lines = (answered, *_state_lines(state, PublicationState.WITHDRAWN, payload))
    return Effect(lines, version_of(request))


def _answer(pk: int, payload: Payload, by: Actor, reason: str, at: datetime) -> None:
    seen = version_of(CorrectionRequest.objects.get(pk=pk))  # held, and compared with what was proposed, just before
    answer = Answer(Outcome.WITHDRAWN, reason, clause=payload.get(CLAUSE, ""))
    answer_request(pk, answer, seen=seen, actor=by, at=at)


def _batches(ids: Collection[int]) -> Mapping[int, ProposedSubject]:
    rows = batches_by_ids(ids)
    return {pk: ProposedSubject("batch", pk, row.file_name, row.area) for pk, row in rows.items()}


def _hold_batch(pk: int) -> None:
    lock_batch(pk)


def _undoing(pk: int, payload: Payload) -> Effect:
    del payload
    state = get_batch(pk).state
    if state != BatchState.DONE:
        raise BatchNotDone(
            f"Batch {pk} is {state.value}; only one that came in can be undone.", batch=pk, cause=state.value
        )
    found = depending_on(pk)
    lines = (
        EffectLine(_("Its records on the public list"), str(found.leaving + found.staying), str(found.staying)),
        EffectLine(_("Enterprises that lose a record"), "", str(found.enterprises)),
        EffectLine(_("Of the leaving records, corrected since"), "", str(found.corrected)),
    )
    return Effect(lines, f"{found.leaving}.{found.staying}.{found.corrected}.{found.withdrawn}.{found.removed}")


def _undo(pk: int, payload: Payload, by: Actor, reason: str, at: datetime) -> None:
    del payload
    queue_undo(pk, actor=by, reason=reason, at=at)


def _restoring(pk: int, payload: Payload) -> Effect:
    del payload
    count = count_returning(pk)
    if not count:
        raise NothingToRestore(f"Nothing that batch {pk} brought waits to be published again.", batch=pk)
    return Effect((EffectLine(_("Its withdrawn records"), str(count), "0"),), str(count))


def _restore(pk: int, payload: Payload, by: Actor, reason: str, at: datetime) -> None:
    del payload
    queue_restore(pk, actor=by, reason=reason, at=at)


CHANGES, ANSWERS, UNDOES = (roles_of(each) for each in (Duty.CHANGE_RECORDS, Duty.ANSWER_REQUESTS, Duty.UNDO_IMPORTS))
TWO_PERSON_ACTS = (
    TwoPersonAct(WITHDRAW, _("Withdraw a record"), _records, _hold_record, _withdrawing, _withdraw, proposes=CHANGES),
    TwoPersonAct(
        REPUBLISH, _("Publish a record again"), _records, _hold_record, _republishing, _republish, proposes=CHANGES
    ),
    TwoPersonAct(
        WITHDRAW_AS_ASKED,
        _("Answer a request by withdrawing the record"),
        _requests,
        _hold_request,
        _answering,
        _answer,
        proposes=ANSWERS,
    ),
    TwoPersonAct(UNDO, _("Undo an import"), _batches, _hold_batch, _undoing, _undo, proposes=UNDOES),
    TwoPersonAct(
        RESTORE,
        _("Publish the records of an import again"),
        _batches,
        _hold_batch,
        _restoring,
        _restore,
        proposes=UNDOES,
    ),
)
