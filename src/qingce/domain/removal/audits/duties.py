"""The checklist of duties: only who owes a duty ticks it; one that is an act of its own is ticked by that act."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction

from qingce.domain.removal.audits.acts import DUTY_BACK, DUTY_DONE
from qingce.domain.removal.audits.enums import STAGES, AuditParty, AuditState, Duty
from qingce.domain.removal.audits.errors import AuditElsewhere, AuditIncomplete, DutyOfAnother
from qingce.domain.removal.audits.form import is_form_done
from qingce.domain.removal.audits.holding import audit_for, audit_text, check_observing, note_audit
from qingce.domain.removal.audits.terms import duties_of
from qingce.domain.removal.models import Audit, DutyTick
from qingce.shared.parties.enums import Actor

_ORDER = list(STAGES.values())


def is_duty_open(audit: Audit, duty: Duty) -> bool:
    """Whether a duty is ticked, or taken back, at the stage where the audit is."""
    stage = STAGES.get(AuditState(audit.state), "")
    if not stage or duty.until not in _ORDER:
        return False
    now, last = _ORDER.index(stage), _ORDER.index(duty.until)
    return now == last if duty.stage == duty.until else now <= last


def tickable(audit: Audit, name: str, party: AuditParty) -> Duty:
    """A duty that a party ticks by hand at the stage where the audit is; no query where the rules are in memory.

    Raises: DutyOfAnother: it is another's, or has an act of its own; AuditElsewhere: its stage is not now.
    """
    found = next((each for each in duties_of(audit.rules) if each.id == name), None)
    if found is None or not found.is_of(party):
        raise DutyOfAnother("Only who owes a duty ticks it.", cause="other")
    if found.by:
        raise DutyOfAnother("This is done by its own step; there it is ticked by itself.", cause="act")
    if not is_duty_open(audit, found):
        raise AuditElsewhere("This duty belongs to another stage of the audit.", cause="stage")
    return found


@transaction.atomic
def tick_duty(actor: Actor, pk: int, duty: str, party: AuditParty, *, note: str = "", at: datetime) -> None:
    """Ticks a duty by hand, with a note.

    Args: party: as whom.
    Raises: AuditNotFound; NotYourAudit; DutyOfAnother: it is another's, or has an act of its own; AuditElsewhere: it is
        done already, or its stage is not now; NotTheObserver; AuditIncomplete: the form is not done; AuditTextWrong.
    """
    audit = audit_for(actor, pk, party)
    wanted = tickable(audit, duty, party)
    check_hand(audit, actor, wanted, party)
    if wanted.needs_form and not is_form_done(audit):
        raise AuditIncomplete(
            "Judge each item of the auditor's form first, and have each finding confirmed by the observer.",
            cause="form",
        )
    try:
        with transaction.atomic():
            DutyTick.objects.create(
                audit=audit, duty=duty, party=party, note=audit_text(note), done_by=actor.signature, done_at=at
            )
    except IntegrityError as error:
        raise AuditElsewhere("This is done already; look at it again.", cause="done") from error
    note_audit(audit, actor, DUTY_DONE, at=at, duty=duty)


@transaction.atomic
def take_duty_back(actor: Actor, pk: int, duty: str, party: AuditParty, *, reason: str, at: datetime) -> None:
    """Takes a tick by hand back, with the reason, until its stage is over.

    Raises: AuditNotFound; NotYourAudit; DutyOfAnother; NotTheObserver; AuditElsewhere; AuditTextWrong.
    """
    audit = audit_for(actor, pk, party)
    check_hand(audit, actor, tickable(audit, duty, party), party)
    text = audit_text(reason, "Say why you take it back.")
    if not take_back(audit, [duty], reason=text, by=actor.signature, at=at):
        raise AuditElsewhere("This is not done; look at it again.", cause="undone")
    note_audit(audit, actor, DUTY_BACK, at=at, duty=duty)


def check_hand(audit: Audit, actor: Actor, duty: Duty, party: AuditParty) -> None:
    """That what an observer owes, or what takes having been there, is ticked by a person who is named."""
    if party == AuditParty.OBSERVER or duty.by_named:
        check_observing(audit, actor)


def tick_by_act(audit: Audit, by: str, party: AuditParty, *, signature: str, note: str = "", at: datetime) -> None:
    """Ticks the duties of a party that an act consists of, in its transaction; those done already stay.

    Args: by: the act, as the table of duties calls it. party: who owes them; of an observer: the platform's.
    """
    done = set(DutyTick.objects.filter(audit=audit, back_at=None).values_list("duty", flat=True))
    DutyTick.objects.bulk_create(
        DutyTick(audit=audit, duty=duty.id, party=party, note=note, done_by=signature, done_at=at)
        for duty in duties_of(audit.rules)
        if duty.by == by and duty.is_of(party) and duty.id not in done
    )


def untick_act(audit: Audit, by: str, *, reason: str, signature: str, at: datetime) -> int:
    """Takes back what an act had done, of all parties, in the transaction that undoes it."""
    duties = [duty.id for duty in duties_of(audit.rules) if duty.by == by]
    return take_back(audit, duties, reason=reason, by=signature, at=at)


def take_back(audit: Audit, duties: Collection[str], *, reason: str, by: str, at: datetime) -> int:
    """Takes ticks back. Returns: how many."""
    standing = DutyTick.objects.filter(audit=audit, duty__in=duties, back_at=None)
    return standing.update(back_at=at, back_by=by, back_reason=reason)
