"""What the staff do: check, ask for more, grant by another person, refuse, suspend, lift; withdrawing takes two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.removal.accreditation.acts import JUDGED
from qingce.domain.removal.accreditation.enums import (
    IN_FORCE,
    AccreditationAct,
    AccreditationParty,
    AccreditationState,
)
from qingce.domain.removal.accreditation.errors import (
    AccreditationTextWrong,
    NotYourAccreditation,
)
from qingce.domain.removal.accreditation.holding import check_seen, note_act, said, staff_accreditation
from qingce.domain.removal.accreditation.stepping import Stepped, take_step
from qingce.domain.removal.accreditation.terms import accreditation_terms
from qingce.domain.removal.models import Accreditation, AccreditationPaper, Auditor
from qingce.pure.kernel.calendar import add_months
from qingce.shared.parties.enums import Actor

S, A = AccreditationState, AccreditationAct
_CHECKER, _APPROVER = AccreditationParty.CHECKER, AccreditationParty.APPROVER


@dataclass(frozen=True)
class Granted:
    """What an accreditation is granted with. Args: conditions: public. valid_from: None: today."""

    conditions: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


@transaction.atomic
def judge_auditor(actor: Actor, pk: int, auditor: int, *, is_right: bool, refusal: str = "", at: datetime) -> None:
    """Says whether an auditor's qualification is right, on the papers; also of those entered after the grant.

    Raises: AccreditationNotFound; NotYourAccreditation; AccreditationElsewhere; AccreditationTextWrong.
    """
    row = staff_accreditation(actor, pk, S.APPLIED, *IN_FORCE)
    found = Auditor.objects.select_for_update().filter(
        organisation=row.organisation_id, pk=auditor, ended_at=None
    ).first()  # fmt: skip
    if found is None:
        raise AccreditationTextWrong("This entry is gone; look at the page again.", cause="gone")
    if is_right and not AccreditationPaper.objects.filter(auditor=found).exists():
        raise AccreditationTextWrong("No file shows this qualification yet; ask for it.", cause="no-paper")
    if is_right and found.valid_until is not None and found.valid_until < localdate(at):
        raise AccreditationTextWrong("This qualification has run out; renew it first.", cause="expired")
    found.refusal = "" if is_right else said(refusal, "Say why; the agency reads it.")
    found.confirmed_at = at if is_right else None
    found.confirmed_by = actor.signature
    found.save(update_fields=["refusal", "confirmed_at", "confirmed_by"])
    note_act(row.organisation_id, pk, actor, JUDGED, at=at, auditor=auditor)


@transaction.atomic
def ask_agency(actor: Actor, pk: int, *, asked: str, seen: int, at: datetime) -> None:
    """Asks the agency for more.

    Raises: AccreditationNotFound; NotYourAccreditation; AccreditationElsewhere; AccreditationChanged;
        AccreditationTextWrong.
    """
    row = _row(actor, pk, seen, S.APPLIED)
    text = said(asked, "Say what is missing.")
    take_step(row, A.ASK, _CHECKER, actor=actor, at=at, said=Stepped({"asked": text}, reason=text))


@transaction.atomic
def check_accreditation(actor: Actor, pk: int, *, note: str, seen: int, at: datetime) -> None:
    """Says that an application is in order; another person decides.

    Raises: AccreditationNotFound; NotYourAccreditation; AccreditationElsewhere; AccreditationChanged;
        AccreditationIncomplete; AccreditationTextWrong.
    """
    row = _row(actor, pk, seen, S.APPLIED)
    columns = {"checked_by": actor.signature, "checked_note": said(note)}
    take_step(row, A.CHECK, _CHECKER, actor=actor, at=at, said=Stepped(columns))


@transaction.atomic
def send_accreditation_back(actor: Actor, pk: int, *, note: str, seen: int, at: datetime) -> None:
    """Sends the checking back to be done again, by another person than who checked.

    Raises: as `check_accreditation`.
    """
    row = _other(actor, _row(actor, pk, seen, S.CHECKED))
    text = said(note, "Say what has to be looked at again.")
    columns = {"checked_by": "", "checked_note": text}
    take_step(row, A.SEND_BACK, _APPROVER, actor=actor, at=at, said=Stepped(columns, reason=text))


@transaction.atomic
def grant_accreditation(actor: Actor, pk: int, granted: Granted, *, seen: int, at: datetime) -> None:
    """Accredits an agency for a term, with conditions, by another person than who checked; one in force is replaced.

    Raises: as `check_accreditation`.
    """
    row = _other(actor, _row(actor, pk, seen, S.CHECKED))
    begins = granted.valid_from or localdate(at)
    last = add_months(begins, accreditation_terms().months)
    until = granted.valid_until or last
    if not localdate(at) <= begins <= until <= last:
        raise AccreditationTextWrong(
            f"The term begins today or later and lasts at most {accreditation_terms().months} months.",
            cause="term",
            months=accreditation_terms().months,
        )
    before = Accreditation.objects.select_for_update().filter(
        organisation=row.organisation_id, state__in=IN_FORCE
    ).first()  # fmt: skip
    if before is not None:
        take_step(before, A.REPLACE, AccreditationParty.PLATFORM, actor=None, at=at)
    conditions = said(granted.conditions)
    auditors = list(
        Auditor.objects.filter(organisation=row.organisation_id, ended_at=None)
        .exclude(confirmed_at=None)
        .select_related("person")
        .order_by("pk")
    )
    facts = {
        "from": begins,
        "until": until,
        "auditors": [each.person.number for each in auditors],
        "leads": [each.person.number for each in auditors if each.is_lead],
    }
    columns = {"conditions": conditions, "valid_from": begins, "valid_until": until}
    words = {"conditions": conditions} if conditions else {}
    step = Stepped(columns, reason=conditions, facts=facts, words=words)
    take_step(row, A.GRANT, _APPROVER, actor=actor, at=at, said=step)


@transaction.atomic
def refuse_accreditation(actor: Actor, pk: int, *, reason: str, seen: int, at: datetime) -> None:
    """Refuses an application, with the reason; the agency can apply again.

    Raises: as `check_accreditation`.
    """
    row = _row(actor, pk, seen, S.APPLIED, S.CHECKED)
    if row.state == S.CHECKED:
        _other(actor, row)
    text = said(reason, "Say why; the agency reads it.")
    party = _APPROVER if row.state == S.CHECKED else _CHECKER
    take_step(row, A.REFUSE, party, actor=actor, at=at, said=Stepped({"reason": text}, reason=text))


@transaction.atomic
def suspend_accreditation(actor: Actor, pk: int, *, reason: str, seen: int, at: datetime) -> None:
    """Suspends an accreditation, with a public reason; its audits stand still until it is lifted or withdrawn.

    Raises: as `check_accreditation`.
    """
    row = _row(actor, pk, seen, S.GRANTED)
    text = said(reason, "Say why; the reason is public.")
    take_step(row, A.SUSPEND, _CHECKER, actor=actor, at=at, said=Stepped({"reason": text}, reason=text))


@transaction.atomic
def lift_suspension(actor: Actor, pk: int, *, reason: str, seen: int, at: datetime) -> None:
    """Lifts a suspension, with a public reason.

    Raises: as `check_accreditation`.
    """
    row = _row(actor, pk, seen, S.SUSPENDED)
    text = said(reason, "Say why; the reason is public.")
    take_step(row, A.LIFT, _CHECKER, actor=actor, at=at, said=Stepped({"reason": text}, reason=text))


def _row(actor: Actor, pk: int, seen: int, *states: AccreditationState) -> Accreditation:
    row = staff_accreditation(actor, pk, *states)
    check_seen(row, seen)
    return row


def _other(actor: Actor, row: Accreditation) -> Accreditation:
    """That somebody else checked."""
    if row.checked_by == actor.signature:
        raise NotYourAccreditation("You checked this application; another person decides.", cause="checked")
    return row
