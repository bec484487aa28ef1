"""The members of annex 4: who took which place, where each observes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils.timezone import localdate

from qingce.domain.removal.alliance.acts import PLACE
from qingce.domain.removal.alliance.enums import MemberRow, ObservingState
from qingce.domain.removal.alliance.errors import MemberNotFound, NotYourPlace, PlaceTaken
from qingce.domain.removal.alliance.terms import alliance_terms, named_regions
from qingce.domain.removal.enums import BOOK
from qingce.domain.removal.models import AlliancePlace, Observation
from qingce.pure.kernel.divisions import get_division
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor, Duty, MemberRole, OrganisationKind, OrganisationState
from qingce.shared.parties.queries import check_duty, seat_for
from qingce.shared.rulebooks.queries import book_at

MEMBERS = "alliance"


def alliance_members(on: date) -> list[MemberRow]:
    """Every member in the order of the annex, with place, regions and what it observed; two queries and the rulebook.

    Raises: NoReleaseInForce.
    """
    places = {each.key: each for each in AlliancePlace.objects.select_related("organisation")}
    counted = Observation.objects.order_by().values("key").annotate(
        done=Count("pk", filter=Q(state=ObservingState.ACCEPTED) & ~Q(audit__ended_at=None)),
        now=Count("pk", filter=Q(state=ObservingState.ACCEPTED, audit__ended_at=None)),
    )  # fmt: skip
    counts = {each["key"]: (each["done"], each["now"]) for each in counted}
    rows = []
    for number, item in enumerate(book_at(BOOK, on=on).lists[MEMBERS].item, start=1):
        place = places.get(item.id)
        organisation = place.organisation if place else None
        is_open = organisation is not None and organisation.state == OrganisationState.ACTIVE
        done, now = counts.get(item.id, (0, 0))
        rows.append(
            MemberRow(
                key=item.id,
                number=number,
                name=item.title.zh,
                name_en=item.title.en,
                clause=item.clause or "",
                regions=regions_of(item.id, place),
                organisation=organisation.pk if place and organisation and is_open and place.confirmed_at else None,
                claimed_by=organisation.pk if organisation else None,
                claimant=organisation.name if organisation else "",
                observed=done,
                observing=now,
            )
        )
    return rows


def regions_of(key: str, place: AlliancePlace | None) -> tuple[str, ...]:
    """Where a member observes, by code: as was said, else as its name says; empty: not known."""
    if place is not None and place.regions is not None:
        return tuple(place.regions)
    return (named_regions()[key][1],) if key in named_regions() else ()


def alliance_member(key: str, on: date) -> MemberRow:
    """One member.

    Raises: MemberNotFound; NoReleaseInForce.
    """
    found = next((each for each in alliance_members(on) if each.key == key), None)
    if found is None:
        raise MemberNotFound("The alliance has no such member.")
    return found


@transaction.atomic
def claim_place(actor: Actor, organisation: int, key: str, *, at: datetime) -> None:
    """Says that a verified NGO is this member, by one of its editors; the staff confirm it.

    Raises: OrganisationNotFound; RoleTooSmall; MemberNotFound; PlaceTaken.
    """
    seat = seat_for(actor, organisation, MemberRole.EDITOR)
    if seat.kind != OrganisationKind.NGO or seat.state != OrganisationState.ACTIVE:
        raise PlaceTaken("Only an NGO that the staff have let in can take a place of the alliance.", cause="kind")
    place = _place(key, at=at)
    if place.organisation_id is not None:
        raise PlaceTaken("This place is claimed or taken already; write to the staff if that is wrong.", cause="taken")
    place.organisation_id, place.claimed_by, place.claimed_at = organisation, actor.signature, at
    try:
        with transaction.atomic():
            place.save(update_fields=["organisation", "claimed_by", "claimed_at"])
    except IntegrityError as error:
        raise PlaceTaken("Your organisation has, or claims, another place.", cause="twice") from error
    _note(place, actor, at=at)


@transaction.atomic
def decide_place(actor: Actor, key: str, *, is_right: bool, at: datetime) -> None:
    """Confirms a claim of a place, or frees the place again, by somebody of the staff who is not of that organisation.

    Raises: DutyMissing; OutOfArea; PlaceTaken; NotYourPlace.
    """
    check_duty(actor, Duty.RUN_AUDITS, "")
    place = _place(key, at=at)
    if place.organisation_id is None or (is_right and place.confirmed_at):
        raise PlaceTaken("Nobody claims this place now; look at the page again.", cause="free")
    if actor.seat_in(place.organisation_id) is not None:
        raise NotYourPlace("You belong to this organisation; a colleague has to decide.")
    claimant = place.organisation_id
    if is_right:
        place.confirmed_by, place.confirmed_at = actor.signature, at
    else:
        place.organisation, place.confirmed_by, place.confirmed_at = None, "", None
        place.claimed_by, place.claimed_at = "", None
    place.save()
    _note(place, actor, at=at, organisation=claimant)


@transaction.atomic
def set_regions(actor: Actor, key: str, codes: Sequence[str], *, at: datetime) -> None:
    """Says where a member observes, by the member itself or the staff.

    Args: codes: GB/T 2260 of today; none: not known.
    Raises: MemberNotFound; RoleTooSmall; DutyMissing; OutOfArea; UnknownDivision; PlaceTaken.
    """
    place = _place(key, at=at)
    seat = actor.seat_in(place.organisation_id) if place.organisation_id and place.confirmed_at else None
    if seat is not None:
        seat_for(actor, seat.organisation_id, MemberRole.EDITOR)
    else:
        check_duty(actor, Duty.RUN_AUDITS, "")
    most = alliance_terms().regions_most
    found = sorted({get_division(code).code for code in codes})
    if len(found) > most:
        raise PlaceTaken(f"At most {most} regions.", cause="many", most=most)
    place.regions = found
    place.save(update_fields=["regions"])
    _note(place, actor, at=at)


def places_of(actor: Actor) -> dict[int, str]:
    """The places that somebody's organisations have or claim: organisation → key; one query."""
    own = [seat.organisation_id for seat in actor.seats]
    return dict(AlliancePlace.objects.filter(organisation__in=own).values_list("organisation", "key"))


def _place(key: str, *, at: datetime) -> AlliancePlace:
    if key not in {item.id for item in book_at(BOOK, on=localdate(at)).lists[MEMBERS].item}:
        raise MemberNotFound("The alliance has no such member.")
    place, _made = AlliancePlace.objects.select_for_update().get_or_create(key=key)
    return place


def _note(place: AlliancePlace, actor: Actor, *, at: datetime, organisation: int | None = None) -> None:
    note_change("alliance-place", place.pk, at=at)
    about = organisation or place.organisation_id
    journal(PLACE, by=actor.person_id or None, organisation=about, subject=("alliance-place", place.pk), at=at)
