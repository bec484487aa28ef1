"""The machine of a notice, and the one way to take a step of it."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from qingce.pure.workflow.machine import TIME, Machine, Transition
from qingce.shared.ledger.actions import Taker, Writes, apply_transition, hold
from qingce.shared.ledger.enums import SignatoryRole
from qingce.shared.ledger.queries import newest_about
from qingce.shared.ledger.registry import Guard, Stateful
from qingce.shared.notices.acts import ANSWERED, CLOSED, EXTENDED, LOOKED, OPENED, STOOD, WITHDRAWN
from qingce.shared.notices.enums import (
    KIND,
    OBJECTION,
    PLATFORM_PARTY,
    NoticeState,
    NoticeStep,
    ObjectionState,
    ObjectionStep,
)
from qingce.shared.notices.errors import NoticeNotDue, NoticeNotFound
from qingce.shared.notices.models import Notice, NoticeEvent, Objection
from qingce.shared.notices.telling import tell_later

STAFF = SignatoryRole.STAFF
CLOCK, ROOM, ROOM_OR_STAFF = (TIME,), (PLATFORM_PARTY,), (PLATFORM_PARTY, STAFF)
_S, _A = NoticeState, NoticeStep
NOTICE = Machine(
    "notice",
    _S.ANNOUNCED,
    (
        Transition(_S.ANNOUNCED, _A.BEGIN, _S.OPEN, CLOCK, guard="period-begun", public_act=OPENED),
        Transition(_S.ANNOUNCED, _A.STAND, _S.STANDING, ROOM, guard="no-period"),
        Transition(_S.ANNOUNCED, _A.WITHDRAW, _S.WITHDRAWN, ROOM_OR_STAFF, public_act=WITHDRAWN),
        Transition(_S.OPEN, _A.EXTEND, _S.OPEN, ROOM_OR_STAFF, guard="period-runs", public_act=EXTENDED),
        Transition(_S.OPEN, _A.CLOSE, _S.CLOSED, CLOCK, guard="period-ended", public_act=CLOSED),
        Transition(_S.OPEN, _A.WITHDRAW, _S.WITHDRAWN, ROOM_OR_STAFF, public_act=WITHDRAWN),
        Transition(_S.CLOSED, _A.WITHDRAW, _S.WITHDRAWN, ROOM_OR_STAFF, public_act=WITHDRAWN),
        Transition(_S.STANDING, _A.WITHDRAW, _S.WITHDRAWN, ROOM_OR_STAFF, public_act=WITHDRAWN),
    ),
    frozenset({NoticeState.WITHDRAWN}),
)


def _check_begun(row: Notice, at: datetime) -> None:
    if row.ends_on is None or localdate(at) < row.begins_on:
        raise NoticeNotDue(f"The period begins on {row.begins_on}.", day=row.begins_on)


def _check_no_period(row: Notice, at: datetime) -> None:
    del at
    if row.ends_on is not None:
        raise NoticeNotDue(f"The period ends on {row.ends_on}.", day=row.ends_on)


def _check_runs(row: Notice, at: datetime) -> None:
    # The row has its new last day already; the period that ended is that of its newest act.
    former = NoticeEvent.objects.filter(notice=row).order_by("-pk").values_list("ends_on", flat=True).first()
    if former is None or localdate(at) > former:
        raise NoticeNotDue(f"The period ended on {former}; what has ended is not extended.", day=former or "")


def _check_ended(row: Notice, at: datetime) -> None:
    if row.ends_on is None or localdate(at) <= row.ends_on:
        raise NoticeNotDue(f"The period ends when {row.ends_on} ends.", day=row.ends_on or "")


NOTICES = Stateful(
    machine=NOTICE,
    model=Notice,
    kind=KIND,
    title=_("Notice"),
    states=dict(NoticeState.choices),
    parties={PLATFORM_PARTY: _("The part of the platform that publishes"), STAFF: STAFF.label},
    acts={_A.BEGIN: OPENED, _A.STAND: STOOD, _A.EXTEND: EXTENDED, _A.CLOSE: CLOSED, _A.WITHDRAW: WITHDRAWN},
    labels=dict(NoticeStep.choices),
    guards={
        "period-begun": Guard(_("The first day of the period has come"), _check_begun),
        "no-period": Guard(_("It has no period"), _check_no_period),
        "period-runs": Guard(_("The last day of the period has not passed"), _check_runs),
        "period-ended": Guard(_("The last day of the period has passed"), _check_ended),
    },
)


_LOOKED, _ANSWERED = ObjectionState.LOOKED_AT, ObjectionState.ANSWERED
OBJECTIONS = Stateful(
    machine=Machine(
        "objection",
        ObjectionState.RECEIVED,
        (
            Transition(ObjectionState.RECEIVED, ObjectionStep.LOOK, _LOOKED, (STAFF,), public_act=LOOKED),
            Transition(_LOOKED, ObjectionStep.LOOK, _LOOKED, (STAFF,), public_act=LOOKED),
            Transition(_LOOKED, ObjectionStep.ANSWER, _ANSWERED, (STAFF,), public_act=ANSWERED),
            Transition(_ANSWERED, ObjectionStep.LOOK, _ANSWERED, (STAFF,), public_act=LOOKED),
            Transition(_ANSWERED, ObjectionStep.ANSWER, _ANSWERED, (STAFF,), public_act=ANSWERED),
        ),
    ),
    model=Objection,
    kind=OBJECTION,
    title=_("Objection"),
    states=dict(ObjectionState.choices),
    parties={STAFF: STAFF.label},
    acts={ObjectionStep.LOOK: LOOKED, ObjectionStep.ANSWER: ANSWERED},
    labels=dict(ObjectionStep.choices),
)


def hold_notice(pk: int) -> Notice:
    """A notice, held as it is until the transaction ends.

    Raises: NoticeNotFound.
    """
    try:
        return hold(NOTICES, pk)
    except Notice.DoesNotExist as error:
        raise NoticeNotFound(f"There is no notice number {pk}.", number=pk) from error


def take_step(
    row: Notice, action: NoticeStep, *, by: Taker, at: datetime, writes: Writes | None = None, reason: str = ""
) -> None:
    """Takes a step of a notice; a public one is noted in its history.

    Args: row: held. reason: public; part of what the ledger commits to.
    Raises: StepNotOpen; StepOfAnother; what the step's guard raises.
    """
    writes = writes or Writes()
    columns = {**writes.columns, "changed_at": at}
    words = {**writes.words, "reason": reason} if reason else writes.words
    said = Writes(columns=columns, detail=writes.detail, facts=writes.facts, words=words)
    apply_transition(NOTICES, row, action, by=by, at=at, writes=said)
    if (act := NOTICES.acts[action]) != STOOD:
        note_event(row, act, at=at, entry=newest_about(act, KIND, row.pk), reason=reason)


def note_event(row: Notice, act: str, *, at: datetime, entry: str, reason: str = "") -> None:
    """Notes a public act in a notice's history, in the act's transaction."""
    event = NoticeEvent.objects.create(notice=row, act=act, at=at, reason=reason, ends_on=row.ends_on, entry=entry)
    tell_later(event.pk, row)
