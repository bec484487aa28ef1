"""Who is asked to observe an audit: by nearness, then by turn; if nobody does, the platform observes itself."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import localdate

from qingce.domain.removal.alliance.acts import ALONE, ASKED
from qingce.domain.removal.alliance.enums import (
    Candidate,
    Nearness,
    ObservingAct,
    ObservingParty,
    ObservingState,
)
from qingce.domain.removal.alliance.errors import ObservationNotFound, ObservationWrong
from qingce.domain.removal.alliance.members import alliance_members
from qingce.domain.removal.alliance.persons import dismiss_all, seat_observer
from qingce.domain.removal.alliance.telling import tell_member
from qingce.domain.removal.alliance.terms import alliance_terms
from qingce.domain.removal.alliance.transitions import OBSERVATIONS, last_day
from qingce.domain.removal.audits.enums import OPEN_AUDITS, AuditParty
from qingce.domain.removal.audits.holding import audit_for, check_state, note_audit
from qingce.domain.removal.audits.telling import tell_staff
from qingce.domain.removal.models import Audit, Observation
from qingce.pure.kernel.divisions import lies_within
from qingce.pure.kernel.text import clean
from qingce.shared.ledger.actions import THE_CLOCK, Writes, apply_transition, enter_act, journal
from qingce.shared.ledger.enums import PLATFORM
from qingce.shared.parties.enums import Actor, MemberRole
from qingce.shared.parties.queries import SYSTEM, get_organisation, seat_for, taker_of

_LEVELS = ((Nearness.COUNTY, 6), (Nearness.PREFECTURE, 4), (Nearness.PROVINCE, 2))
_DIGITS = 6


def candidates_of(audit: Audit, on: date) -> list[Candidate]:
    """Members that can be asked, in their order: the nearest first; of those as near, who was asked least recently.

    Left out: places nobody has, who was asked for this audit already, and who has another part in it.
    """
    asked = Observation.objects.order_by().values_list("organisation").annotate(Max("asked_at"))
    turns: dict[int, datetime] = dict(asked)
    out = set(Observation.objects.filter(audit=audit).values_list("organisation", flat=True))
    out |= {audit.case.organisation_id, audit.agency_id or 0}
    found = [
        Candidate(each.key, each.claimant, each.organisation, nearness(each.regions, audit.division),
                  turns.get(each.organisation))
        for each in alliance_members(on)
        if each.organisation is not None and each.organisation not in out
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.nearness.value, each.asked_at is not None, each.asked_at, each.key))


def nearness(regions: tuple[str, ...], division: str) -> Nearness:
    """How near a place lies to where a member observes: the smallest division that holds both.

    A region that holds the place counts by its own size: who observes in the whole province is of the same province.
    """
    for level, digits in _LEVELS:
        area = division[:digits].ljust(_DIGITS, "0") if division else ""
        if area and any(lies_within(each, area) for each in regions):
            return level
    return Nearness.COUNTRY


@transaction.atomic
def invite_observer(actor: Actor, audit: int, *, at: datetime) -> int | None:
    """Asks the first member in the order to observe an audit, by the staff; if nobody is left, the platform observes.

    Returns: number of the invitation; None: the platform observes itself.
    Raises: AuditNotFound; NotYourAudit; DutyMissing; OutOfArea; AuditElsewhere; ObservationWrong.
    """
    row = audit_for(actor, audit, AuditParty.PLATFORM, *OPEN_AUDITS)
    if row.observer_id is not None or row.is_platform_observing:
        raise ObservationWrong("Somebody observes this audit already.", cause="observed")
    if Observation.objects.filter(audit=row, state=ObservingState.ASKED).exists():
        raise ObservationWrong("A member is asked already; wait for its answer.", cause="asked")
    return _ask_next(row, actor, at=at)


@transaction.atomic
def accept_observation(actor: Actor, pk: int, member: int, *, is_free: bool, at: datetime) -> None:
    """Says that the member observes, names the person who goes there, and declares that nothing binds them.

    Raises: ObservationNotFound; RoleTooSmall; ObservationWrong; ObservationElsewhere.
    """
    row = _own(actor, pk)
    people = get_organisation(row.organisation_id, actor=actor).members
    person = next((each.person_id for each in people if each.id == member), None)
    if person is None:
        raise ObservationWrong("Name a member of your organisation as the observer.", cause="person")
    if not is_free:
        raise ObservationWrong("Declare that nothing binds you to the enterprise, or decline.", cause="conflict")
    columns = {"answered_by": actor.signature, "answered_at": at, "observer_id": person, "is_free": True}
    _step(row, ObservingAct.ACCEPT, ObservingParty.MEMBER, actor, columns, at=at)
    audit = row.audit
    check_state(audit, OPEN_AUDITS)
    audit.observer_id, audit.is_platform_observing = row.organisation_id, False
    audit.save(update_fields=["observer", "is_platform_observing"])
    dismiss_all(audit, at=at)
    seat_observer(audit, person, signature=actor.signature, at=at)
    note_audit(audit, actor, ASKED, at=at, observation=row.pk)


@transaction.atomic
def decline_observation(actor: Actor, pk: int, *, reason: str, at: datetime) -> None:
    """Declines; the next member is asked at once.

    Raises: ObservationNotFound; RoleTooSmall; ObservationWrong; ObservationElsewhere.
    """
    row = _own(actor, pk)
    columns = {"answered_by": actor.signature, "answered_at": at, "reason": _text(reason), "ended_at": at}
    _step(row, ObservingAct.DECLINE, ObservingParty.MEMBER, actor, columns, at=at)
    if row.audit.state in OPEN_AUDITS:
        _ask_next(row.audit, None, at=at)


@transaction.atomic
def end_observation(actor: Actor, audit: int, party: AuditParty, *, reason: str, at: datetime) -> None:
    """Ends that a member observes an audit that is not over, by it or by the staff; the next member is asked at once.

    Raises: AuditNotFound; NotYourAudit; DutyMissing; OutOfArea; AuditElsewhere; ObservationWrong; ObservationNotFound.
    """
    if party not in (AuditParty.OBSERVER, AuditParty.PLATFORM):
        raise ObservationWrong("The observer itself or the staff end this.", cause="party")
    held = audit_for(actor, audit, party, *OPEN_AUDITS)
    if party == AuditParty.OBSERVER and held.observer_id:
        seat_for(actor, held.observer_id, MemberRole.EDITOR)
    text = _text(reason)
    if not text:
        raise ObservationWrong("Say why; the reason is public.", cause="reason")
    row = Observation.objects.select_for_update().filter(audit=held, state=ObservingState.ACCEPTED).first()
    if row is None:
        raise ObservationNotFound("No member observes this audit now.", number=audit)
    by = ObservingParty.MEMBER if party == AuditParty.OBSERVER else ObservingParty.STAFF
    _step(row, ObservingAct.END, by, actor, {"reason": text, "ended_at": at}, at=at, words={"reason": text})
    held.observer = None
    held.save(update_fields=["observer"])
    dismiss_all(held, at=at)
    _ask_next(held, actor, at=at)


def sweep_observations(*, at: datetime) -> int:
    """Asks the next one where somebody did not answer in time; it may run twice. Returns: how many lapsed."""
    late = Observation.objects.filter(state=ObservingState.ASKED, due_on__lt=localdate(at)).order_by("pk")
    return sum(_lapse(pk, at) for pk in list(late.values_list("pk", flat=True)))


def _lapse(pk: int, at: datetime) -> int:
    with transaction.atomic():
        row = _held(pk)
        if row is None or row.state != ObservingState.ASKED or row.due_on is None or row.due_on >= localdate(at):
            return 0
        _step(row, ObservingAct.LAPSE, ObservingParty.CLOCK, None, {"ended_at": at}, at=at)
        if row.audit.state in OPEN_AUDITS:
            _ask_next(row.audit, None, at=at)
    return 1


def _ask_next(audit: Audit, actor: Actor | None, *, at: datetime) -> int | None:
    found = candidates_of(audit, localdate(at))
    if not found:
        audit.is_platform_observing = True
        audit.save(update_fields=["is_platform_observing"])
        enter_act(ALONE, at=at, by=PLATFORM, subject=("audit", audit.pk))
        journal(ALONE, by=actor.person_id or None if actor else None, subject=("audit", audit.pk), at=at)
        note_audit(audit, actor or SYSTEM, ASKED, at=at)
        tell_staff(audit, "observe", at=at)
        return None
    first = found[0]
    try:
        with transaction.atomic():
            row = Observation.objects.create(
                audit=audit,
                key=first.key,
                organisation_id=first.organisation,
                nearness=first.nearness,
                asked_by=actor.signature if actor else "",
                asked_at=at,
                due_on=last_day(at),
            )
    except IntegrityError as error:
        raise ObservationWrong("A member is asked already; wait for its answer.", cause="asked") from error
    note_audit(audit, actor or SYSTEM, ASKED, at=at, observation=row.pk)
    tell_member(row, at=at)
    return row.pk


def _own(actor: Actor, pk: int) -> Observation:
    """An invitation of a member whose editor somebody is, held with its audit."""
    row = _held(pk)
    if row is None or actor.seat_in(row.organisation_id) is None:
        raise ObservationNotFound(f"There is no invitation number {pk}.", number=pk)
    seat_for(actor, row.organisation_id, MemberRole.EDITOR)
    return row


def _held(pk: int) -> Observation | None:
    number = Observation.objects.filter(pk=pk).values_list("audit", flat=True).first()
    if number is None:
        return None
    audit = Audit.objects.select_for_update(of=("self",)).select_related("case__enterprise").get(pk=number)
    row = Observation.objects.select_for_update(of=("self",)).get(pk=pk)
    row.audit = audit
    return row


def _step(
    row: Observation,
    act: ObservingAct,
    party: ObservingParty,
    actor: Actor | None,
    columns: dict[str, object],
    *,
    at: datetime,
    words: dict[str, object] | None = None,
) -> None:
    facts: dict[str, object] = {"member": row.key} if act in (ObservingAct.ACCEPT, ObservingAct.END) else {}
    by = THE_CLOCK if actor is None else taker_of(actor, party)
    apply_transition(
        OBSERVATIONS, row, act, by=by, at=at, writes=Writes(columns=columns, facts=facts, words=words or {})
    )


def _text(text: str) -> str:
    found, longest = clean(text), alliance_terms().text_longest
    if len(found) > longest:
        raise ObservationWrong(f"This takes at most {longest} characters.", cause="long", longest=longest)
    return found
