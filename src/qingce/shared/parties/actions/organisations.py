"""Writing organisations: registered by somebody, let in or refused by the staff, closed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from qingce.pure.kernel.divisions import get_division
from qingce.pure.kernel.text import clean
from qingce.pure.kernel.uscc import parse_uscc
from qingce.shared.changes.actions import note_change
from qingce.shared.files.actions import attach_files
from qingce.shared.ledger.actions import Taker, Writes, apply_transition, journal
from qingce.shared.parties.enums import Actor, MemberRole, OrganisationKind, OrganisationState
from qingce.shared.parties.errors import (
    AreaMissing,
    OrganisationNameMissing,
    OrganisationNotFound,
    PartyReasonMissing,
    TextTooLong,
    TooManyWaiting,
)
from qingce.shared.parties.models import Membership, Organisation, OrganisationProof
from qingce.shared.parties.permissions import ADMITS, check_reach, seat_for
from qingce.shared.parties.signing import taker_of
from qingce.shared.parties.terms import parties_terms
from qingce.shared.parties.transitions import ADMIN, ORGANISATIONS, STAFF, OrganisationStep, check_code_free

PROOF = "organisation-proof"


@dataclass(frozen=True)
class OrganisationText:
    """What somebody says of an organisation; `area`: GB/T 2260, of its seat, or where a government or park reaches."""

    kind: OrganisationKind
    name: str
    name_en: str = ""
    uscc: str = ""
    area: str = ""
    department: str = ""
    statement: str = ""


def register_organisation(actor: Actor, said: OrganisationText, *, proofs: Collection[int] = (), at: datetime) -> int:
    """Registers an organisation, with whoever does it as its first admin; it waits for the staff.

    An enterprise waits for its first claim instead.

    Args: proofs: numbers of uploads kept for the purpose `PROOF`.
    Returns: its number in the database.
    Raises: OrganisationNameMissing; InvalidUscc; UnknownDivision; AreaMissing; TextTooLong; OrganisationKnown;
        TooManyWaiting; FileNotFound.
    """
    values = _checked(said)
    most = parties_terms().organisations_waiting_most
    with transaction.atomic():
        waiting = Organisation.objects.filter(registered_by=actor.signature, state=OrganisationState.WAITING)
        if waiting.count() >= most:
            raise TooManyWaiting(f"{most} organisations of yours wait for the staff; please wait, too.", most=most)
        check_code_free(said.kind, values["uscc"])
        row = Organisation.objects.create(
            kind=said.kind, registered_by=actor.signature, registered_at=at, **values
        )  # fmt: skip
        Membership.objects.create(
            organisation=row, person_id=actor.person_id, role=MemberRole.ADMIN, since=at, given_by=actor.signature
        )
        attach_files(proofs, purpose=PROOF, at=at)
        OrganisationProof.objects.bulk_create(OrganisationProof(organisation=row, file_id=pk) for pk in sorted(proofs))
        note_change("organisation", row.pk, at=at)
        journal("organisation-registered", by=actor.person_id, organisation=row.pk, at=at)
    return row.pk


def decide_organisation(actor: Actor, pk: int, *, is_admitted: bool, reason: str, at: datetime) -> None:
    """Lets an organisation in, or refuses it, by a member of the staff whose role reaches its area.

    Raises: OrganisationNotFound; OutOfArea; PartyReasonMissing; WrongOrganisationState; OrganisationKnown.
    """
    text = checked_reason(reason)
    with transaction.atomic():
        row = locked_organisation(pk)
        check_reach(actor, row.area, *ADMITS)
        step = OrganisationStep.LET_IN if is_admitted else OrganisationStep.REFUSE
        _take_step(row, step, by=taker_of(actor, STAFF), reason=text, signed=actor.signature, at=at)


def admit_by_claim(actor: Actor, pk: int, *, reason: str, at: datetime) -> None:
    """Lets an enterprise's organisation in with its first claim that was granted; call it in the claim's transaction.

    Raises: OrganisationNotFound; OrganisationKnown.
    """
    with transaction.atomic():
        row = locked_organisation(pk)
        if row.state in ORGANISATIONS.machine.sources(OrganisationStep.LET_IN):
            _take_step(
                row, OrganisationStep.LET_IN, by=taker_of(actor, STAFF), reason=reason, signed=actor.signature, at=at
            )


def close_organisation(actor: Actor, pk: int, *, reason: str, at: datetime) -> None:
    """Closes an organisation, by one of its admins; its memberships stop, what it did stays.

    Raises: OrganisationNotFound; RoleTooSmall; PartyReasonMissing; WrongOrganisationState.
    """
    seat_for(actor, pk, MemberRole.ADMIN)
    _close(actor, pk, ADMIN, reason=reason, at=at)


def close_by_staff(actor: Actor, pk: int, *, reason: str, at: datetime) -> None:
    """Closes an organisation, by a member of the staff whose role reaches its area.

    Raises: OrganisationNotFound; OutOfArea; PartyReasonMissing; WrongOrganisationState.
    """
    with transaction.atomic():
        check_reach(actor, locked_organisation(pk).area, *ADMITS)
        _close(actor, pk, STAFF, reason=reason, at=at)


def _close(actor: Actor, pk: int, party: str, *, reason: str, at: datetime) -> None:
    text = checked_reason(reason)
    with transaction.atomic():
        row = locked_organisation(pk)
        by = taker_of(actor, party)
        _take_step(row, OrganisationStep.CLOSE, by=by, reason=text, signed=actor.signature, at=at)
        Membership.objects.filter(organisation=row, ended_at=None).update(ended_at=at, ended_by=actor.signature)


def _take_step(row: Organisation, step: OrganisationStep, *, by: Taker, reason: str, signed: str, at: datetime) -> None:
    said = {"decision": reason, "decided_by": signed, "decided_at": at}
    apply_transition(ORGANISATIONS, row, step, by=by, at=at, writes=Writes(columns=said))


def _checked(said: OrganisationText) -> dict[str, str]:
    longest = parties_terms().organisation_name_longest
    values = {name: clean(getattr(said, name)) for name in ("name", "name_en", "department", "statement")}
    if not values["name"] or len(values["name"]) > longest:
        raise OrganisationNameMissing(f"Give the organisation's name, of 1 to {longest} characters.", longest=longest)
    for name, most in (("name_en", longest), ("department", 100), ("statement", parties_terms().statement_longest)):
        if len(values[name]) > most:
            raise TextTooLong(f"{name} takes at most {most} characters.", field=name, longest=most)
    values["uscc"] = parse_uscc(said.uscc) if said.uscc.strip() else ""
    values["area"] = get_division(said.area).code if said.area else ""
    if said.kind == OrganisationKind.PARK and not values["area"]:
        raise AreaMissing("Say in which region the park lies.")
    return values


def checked_reason(text: str) -> str:
    """A reason as it is kept.

    Raises: PartyReasonMissing; TextTooLong.
    """
    reason, longest = clean(text), parties_terms().reason_longest
    if not reason:
        raise PartyReasonMissing("Say why; the reason is kept with the decision.")
    if len(reason) > longest:
        raise TextTooLong(f"The reason takes at most {longest} characters.", field="reason", longest=longest)
    return reason


def locked_organisation(pk: int) -> Organisation:
    """An organisation, held until the transaction ends.

    Raises: OrganisationNotFound.
    """
    row = Organisation.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise OrganisationNotFound(f"There is no organisation number {pk}.", number=pk)
    return row
