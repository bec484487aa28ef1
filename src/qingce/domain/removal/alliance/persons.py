"""Who goes there: the persons who observe an audit, named by the member that observes or by the platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from qingce.domain.removal.alliance.errors import ObservationNotFound, ObservationWrong
from qingce.domain.removal.alliance.terms import alliance_terms
from qingce.domain.removal.audits.acts import OBSERVER_LEFT, OBSERVER_NAMED
from qingce.domain.removal.audits.enums import OPEN_AUDITS, AuditParty, AuditState
from qingce.domain.removal.audits.holding import audit_for, audit_text, note_audit
from qingce.domain.removal.audits.stepping import note_step
from qingce.domain.removal.audits.telling import tell_step
from qingce.domain.removal.cases.stepping import Stepped
from qingce.domain.removal.models import Audit, AuditObserver
from qingce.shared.parties.enums import Actor, Duty, MemberRole
from qingce.shared.parties.queries import actor_of, get_organisation, seat_for, staff_with

_CLAUSE = "IPE-2017 §2.2.4"


@dataclass(frozen=True)
class ObserverRow:
    """A person who observes, or did. Args: number: of the account, public. reason: why not any more."""

    id: int
    person: int
    name: str
    number: str
    named_at: datetime
    left_at: datetime | None
    reason: str


@transaction.atomic
def name_observer(actor: Actor, pk: int, party: AuditParty, person: int, *, is_free: bool, at: datetime) -> None:
    """Names a person who observes, by an editor of the member that does, or by the staff where the platform observes.

    Once the audit on site has begun everybody in the audit is written to.

    Args: person: of the member, or of the staff who run audits there. is_free: declared that nothing binds the person.
    Raises: AuditNotFound; NotYourAudit; DutyMissing; OutOfArea; RoleTooSmall; AuditElsewhere; ObservationWrong.
    """
    audit = _naming(actor, pk, party)
    if person not in people_to_name(audit, actor):
        raise ObservationWrong("Name a person of your own who may observe this audit.", cause="person")
    if not is_free:
        raise ObservationWrong(
            "Declare that nothing binds the person to the enterprise or the agency.", cause="conflict"
        )
    if _standing(audit).count() >= alliance_terms().observers_most:
        most = alliance_terms().observers_most
        raise ObservationWrong(f"At most {most} persons observe an audit.", cause="persons", most=most)
    seat_observer(audit, person, signature=actor.signature, at=at)
    _note(audit, actor, party, OBSERVER_NAMED, at=at)


@transaction.atomic
def dismiss_observer(actor: Actor, pk: int, party: AuditParty, number: int, *, reason: str, at: datetime) -> None:
    """Says that a person no longer observes, and why; the last one stays until another is named.

    Args: number: of the row.
    Raises: as `name_observer`; ObservationNotFound; AuditTextWrong.
    """
    audit = _naming(actor, pk, party)
    text = audit_text(reason, "Say why the person no longer observes.")
    row = _standing(audit).select_for_update().filter(pk=number).first()
    if row is None:
        raise ObservationNotFound("This person does not observe now; look at it again.", number=number)
    if _standing(audit).count() == 1:
        raise ObservationWrong("Name another person first: an audit is never without an observer.", cause="last")
    row.left_by, row.left_at, row.reason = actor.signature, at, text
    row.save(update_fields=["left_by", "left_at", "reason"])
    _note(audit, actor, party, OBSERVER_LEFT, at=at)


def seat_observer(audit: Audit, person: int, *, signature: str, at: datetime) -> None:
    """Names a person for whoever observes an audit that is held.

    Raises: ObservationWrong: bound by its seat in enterprise or agency, or named already.
    """
    whose = actor_of(person)
    bound = [audit.case.organisation_id, *([audit.agency_id] if audit.agency_id else [])]
    if whose is None or any(whose.seat_in(each) is not None for each in bound):
        raise ObservationWrong("This person belongs to the enterprise or the agency of the audit.", cause="bound")
    try:
        with transaction.atomic():
            AuditObserver.objects.create(
                audit=audit, organisation_id=audit.observer_id, person_id=person, named_by=signature, named_at=at
            )
    except IntegrityError as error:
        raise ObservationWrong("This person is named already.", cause="named") from error


def dismiss_all(audit: Audit, *, at: datetime) -> None:
    """Ends with an observation that its persons observe, in its transaction."""
    AuditObserver.objects.filter(audit=audit, left_at=None).update(left_at=at)


def people_to_name(audit: Audit, actor: Actor) -> dict[int, str]:
    """Who may be named by whoever observes: person → name; those that are named are left out. Six queries at most."""
    named = set(_standing(audit).values_list("person", flat=True))
    if audit.observer_id:
        members = get_organisation(audit.observer_id, actor=actor).members
        found = {each.person_id: each.name for each in members}
    else:
        found = {each.id: each.name for each in staff_with(Duty.RUN_AUDITS, near=(audit.division,))}
    return {person: name for person, name in found.items() if person not in named}


def observers_of(pk: int) -> tuple[ObserverRow, ...]:
    """Who observes and who did, in the order of their naming, for the parties; one query."""
    rows = AuditObserver.objects.filter(audit=pk).select_related("person").order_by("pk")
    return tuple(
        ObserverRow(each.pk, each.person_id, each.person.name, each.person.number, each.named_at, each.left_at,
                    each.reason)
        for each in rows
    )  # fmt: skip


def _naming(actor: Actor, pk: int, party: AuditParty) -> Audit:
    """The audit, held, of whose observers somebody decides."""
    audit = audit_for(actor, pk, party, *OPEN_AUDITS)
    if party == AuditParty.OBSERVER and audit.observer_id:
        seat_for(actor, audit.observer_id, MemberRole.EDITOR)
    elif party != AuditParty.PLATFORM or audit.observer_id or not audit.is_platform_observing:
        raise ObservationWrong("Whoever observes names its persons.", cause="party")
    return audit


def _standing(audit: Audit) -> QuerySet[AuditObserver]:
    return AuditObserver.objects.filter(audit=audit, organisation=audit.observer_id, left_at=None)


def _note(audit: Audit, actor: Actor, party: AuditParty, act: str, *, at: datetime) -> None:
    note_audit(audit, actor, act, at=at)
    note_step(audit, act, audit.state, party, actor=actor, at=at, said=Stepped(clause=_CLAUSE))
    if audit.state != AuditState.CONFIRMING:
        tell_step(audit, act, "", at=at)
