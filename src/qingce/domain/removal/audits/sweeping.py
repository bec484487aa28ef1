"""The look at the clocks of audits: reminders, and audits of enterprises that stopped answering."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from qingce.domain.removal.audits.enums import AuditAct, AuditParty, AuditState
from qingce.domain.removal.audits.errors import AuditElsewhere
from qingce.domain.removal.audits.reading import standings_of_duties
from qingce.domain.removal.audits.releasing import release_audits
from qingce.domain.removal.audits.stepping import take_audit_step
from qingce.domain.removal.audits.telling import remind_party
from qingce.domain.removal.audits.terms import audit_terms
from qingce.domain.removal.audits.transitions import AUDITS, MACHINE
from qingce.domain.removal.models import Audit, AuditReminder
from qingce.pure.kernel.reminding import reminders_due
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import hold

STOPPABLE = tuple(AuditState(each) for each in MACHINE.sources(AuditAct.STOP))


def sweep_audits(*, at: datetime) -> dict[str, int]:
    """Looks at every clock. It may run twice, or in two processes at once.

    Returns: reminders sent, audits stopped, audits passed: how many of each.
    """
    return {"reminded": _remind(at), "stopped": _stop(at), "passed": release_audits(at=at)}


def owing(audit: Audit) -> dict[AuditParty, int]:
    """How many duties of the stage each party still owes; two queries at most."""
    found: dict[AuditParty, int] = {}
    for each in standings_of_duties(audit):
        if each.is_due and each.tick is None:
            found[each.duty.party] = found.get(each.duty.party, 0) + 1
    return found


def _remind(at: datetime) -> int:
    """Those who owe something, once for the nearest term that is reached."""
    on, terms = localdate(at), audit_terms().remind_days
    due = Audit.objects.filter(state__in=STOPPABLE, due_on__range=(on, on + timedelta(days=max(terms))))
    sent = {(audit, day): days for audit, day, days in AuditReminder.objects.filter(
        audit__in=due, due_on__gte=on).order_by("-days").values_list("audit", "due_on", "days")}  # fmt: skip
    rows = due.order_by("due_on", "pk").values_list("pk", "due_on")
    return sum(_tell(pk, days, at) for pk, days in reminders_due(rows, sent, terms=terms, on=on))


def _tell(pk: int, days: int, at: datetime) -> int:
    try:
        with transaction.atomic():
            row = hold(AUDITS, pk)
            if row.state not in STOPPABLE or row.due_on is None:
                return 0
            AuditReminder.objects.create(audit=row, due_on=row.due_on, days=days, sent_at=at)
            left, owed = (row.due_on - localdate(at)).days, owing(row)
            parties = {AuditParty.ENTERPRISE: row.case.organisation_id, AuditParty.AGENCY: row.agency_id}
            for party, number in parties.items():
                if number and owed.get(party):
                    remind_party(row, number, days=left, count=owed[party], at=at)
            note_change("audit", pk, at=at)
    except IntegrityError:  # another process was first
        return 0
    return 1


def _stop(at: datetime) -> int:
    """Those past their last day, the day itself included, where it is the enterprise that owes something."""
    stopped = 0
    late = Audit.objects.filter(state__in=STOPPABLE, due_on__lt=localdate(at)).order_by("due_on", "pk")
    for pk in list(late.values_list("pk", flat=True)):
        with transaction.atomic():
            row = hold(AUDITS, pk)
            if row.due_on is None or row.due_on >= localdate(at) or row.state not in STOPPABLE:
                continue
            if not owing(row).get(AuditParty.ENTERPRISE):
                continue
            try:
                take_audit_step(row, AuditAct.STOP, AuditParty.CLOCK, actor=None, at=at)
            except AuditElsewhere:  # somebody took a step at the same moment
                continue
            stopped += 1
    return stopped
