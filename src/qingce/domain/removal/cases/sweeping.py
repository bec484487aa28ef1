"""The nightly look at all clocks: deadlines not yet reckoned, reminders, applications nobody goes on with."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from qingce.domain.removal.cases.counting import counted, draw_together
from qingce.domain.removal.cases.enums import STAFF_STATES, CaseAct, CaseParty, CaseState
from qingce.domain.removal.cases.errors import CaseElsewhere
from qingce.domain.removal.cases.issuing import issue_reports
from qingce.domain.removal.cases.stepping import Stepped, take_step
from qingce.domain.removal.cases.telling import remind
from qingce.domain.removal.cases.terms import case_terms
from qingce.domain.removal.cases.transitions import CASES, due_of
from qingce.domain.removal.models import Case, CaseReminder
from qingce.pure.kernel.reminding import reminders_due
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import hold

PIECE = 500


def sweep_cases(*, at: datetime) -> dict[str, int]:
    """Looks at every clock; what is right already costs one query each. It may run twice, or in two processes at once.

    Returns: deadlines filled in, reminders sent, applications ended, reports made: how many of each; and of the rows of
        kept counts how many could be spared.
    """
    done = {"reckoned": _reckon(at), "reminded": _remind(at), "lapsed": _lapse(at)}
    return done | {"reports": issue_reports(at=at), "spared": draw_together()}


def _reckon(at: datetime) -> int:
    """Deadlines of the staff that lay in a year without a calendar, once it is there."""
    done = 0
    waiting = Case.objects.filter(state__in=STAFF_STATES, due_on=None).order_by("pk").values_list("pk", flat=True)
    for pk in list(waiting[: PIECE * 20]):
        with transaction.atomic():
            row = hold(CASES, pk)
            found = due_of(row) if row.state in STAFF_STATES and row.due_on is None else None
            if found is not None:
                with counted(row):
                    row.due_on = found
                    row.save(update_fields=["due_on"])
                note_change("case", pk, at=at)
                done += 1
    return done


def _remind(at: datetime) -> int:
    """One reminder for the nearest term that is reached."""
    on, terms = localdate(at), case_terms().remind_days
    due = Case.objects.filter(state=CaseState.HANDING_IN, due_on__range=(on, on + timedelta(days=max(terms))))
    done = {(case, day): days for case, day, days in CaseReminder.objects.filter(
        case__in=due, due_on__gte=on).order_by("-days").values_list("case", "due_on", "days")}  # fmt: skip
    rows = due.order_by("due_on", "pk").values_list("pk", "due_on")
    return sum(_tell(pk, days, at) for pk, days in reminders_due(rows, done, terms=terms, on=on))


def _tell(pk: int, days: int, at: datetime) -> int:
    try:
        with transaction.atomic():
            row = hold(CASES, pk)
            if row.state != CaseState.HANDING_IN or row.due_on is None:
                return 0
            CaseReminder.objects.create(case=row, due_on=row.due_on, days=days, sent_at=at)
            remind(row, (row.due_on - localdate(at)).days, at=at)
            note_change("case", pk, at=at)
    except IntegrityError:  # another process was first
        return 0
    return 1


def _lapse(at: datetime) -> int:
    """Applications for which nothing was handed in until their last day, the day itself included."""
    ended = 0
    late = Case.objects.filter(state=CaseState.HANDING_IN, due_on__lt=localdate(at)).order_by("due_on", "pk")
    for pk in list(late.values_list("pk", flat=True)):
        with transaction.atomic():
            row = hold(CASES, pk)
            if row.due_on is None or row.due_on >= localdate(at):
                continue
            try:
                take_step(row, CaseAct.LAPSE, CaseParty.CLOCK, actor=None, at=at, said=Stepped({}))
            except CaseElsewhere:  # somebody handed in at the same moment
                continue
            ended += 1
    return ended
