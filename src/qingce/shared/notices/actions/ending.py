"""Extending and withdrawing a notice, and what the clock does: a period begins, a period ends."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from qingce.pure.kernel.text import clean
from qingce.shared.ledger.actions import THE_CLOCK, Taker, Writes, check_step
from qingce.shared.notices.actions.publishing import content_of, statement, take_open
from qingce.shared.notices.clocks import last_day
from qingce.shared.notices.enums import NoticeState, NoticeStep, NoticeUnit
from qingce.shared.notices.errors import NoticeChanged, NoticeExtensionWrong, NoticeReasonMissing
from qingce.shared.notices.models import Notice
from qingce.shared.notices.reading import version_of
from qingce.shared.notices.terms import notice_terms
from qingce.shared.notices.transitions import NOTICES, hold_notice, take_step

AT_ONCE = 500  # notices that the clock takes in hand in one go


def extend_notice(pk: int, *, days: int, reason: str, by: Taker, at: datetime, seen: str = "") -> None:
    """Moves the last day of a period on, counted as the period is: in working days, or in days of the calendar.

    Args: reason: public. seen: the `version` that was shown; empty: not asked.
    Raises: NoticeReasonMissing; NoticeExtensionWrong; NoticeNotFound; StepNotOpen; StepOfAnother; NoticeChanged;
        NoticeNotDue: the period has ended; CalendarGap.
    """
    reason, most = checked_reason(reason), notice_terms().extension_days_most
    if not 1 <= days <= most:
        raise NoticeExtensionWrong(f"A period is extended by 1 to {most} days.", most=most)
    with transaction.atomic():
        row = hold_notice(pk)
        check_seen(row, seen)
        check_step(NOTICES, row, NoticeStep.EXTEND, party=by.party)
        former = row.ends_on
        if former is None:
            raise NoticeExtensionWrong("This notice has no period.", most=most)
        row.ends_on = last_day(former, days, _unit(row))
        says = statement(row, list(row.subjects.values_list("kind", "number", "label")))
        facts = {"content": content_of(says), "ends_on": row.ends_on, "former": former}
        columns = {"ends_on": row.ends_on, "extensions": row.extensions + 1, "says": says}
        take_step(
            row, NoticeStep.EXTEND, by=by, at=at, reason=reason, writes=Writes(columns=columns, facts=facts)
        )  # fmt: skip


def _unit(row: Notice) -> NoticeUnit:
    """The days that an extension counts: those of the period, where it is counted in days."""
    is_working = row.term_unit == NoticeUnit.WORKING_DAYS
    return NoticeUnit.WORKING_DAYS if is_working else NoticeUnit.CALENDAR_DAYS


def withdraw_notice(pk: int, *, reason: str, by: Taker, at: datetime, seen: str = "") -> None:
    """Withdraws a notice; it stays to be read, with the reason.

    Args: as of `extend_notice`.
    Raises: NoticeReasonMissing; NoticeNotFound; StepNotOpen: it was withdrawn already; StepOfAnother; NoticeChanged.
    """
    reason = checked_reason(reason)
    with transaction.atomic():
        row = hold_notice(pk)
        check_seen(row, seen)
        facts = {"state": str(NoticeState(row.state))}
        take_step(row, NoticeStep.WITHDRAW, by=by, at=at, reason=reason, writes=Writes(facts=facts))


def settle_notices(*, at: datetime) -> int:
    """Begins and ends the periods whose day has come; it may run twice, or in two processes at once.

    Each notice is one transaction: what a kill leaves is done at the next go.

    Returns: how many steps were taken.
    """
    today = localdate(at)
    begun = _take_each(Notice.objects.filter(state=NoticeState.ANNOUNCED, begins_on__lte=today), NoticeStep.BEGIN, at)
    return begun + _take_each(Notice.objects.filter(state=NoticeState.OPEN, ends_on__lt=today), NoticeStep.CLOSE, at)


def _take_each(due: QuerySet[Notice], step: NoticeStep, at: datetime) -> int:
    taken = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            row = hold_notice(pk)
            if not due.filter(pk=pk).exists():  # another process was first
                continue
            if step == NoticeStep.BEGIN:
                take_open(row, at=at)
            else:
                take_step(row, step, by=THE_CLOCK, at=at, writes=Writes(facts={"ends_on": row.ends_on}))
            taken += 1
    return taken


def checked_reason(text: str) -> str:
    """A public reason, cleaned.

    Raises: NoticeReasonMissing.
    """
    found, longest = clean(text), notice_terms().reason_longest
    if not found or len(found) > longest:
        raise NoticeReasonMissing(f"Give the reason, in at most {longest} characters; it is public.", longest=longest)
    return found


def check_seen(row: Notice, seen: str) -> None:
    """Whether a notice still is as it was shown; nothing was said: not asked.

    Raises: NoticeChanged.
    """
    if seen and seen != version_of(row):
        raise NoticeChanged("The notice changed since you opened it; look at it again.")
