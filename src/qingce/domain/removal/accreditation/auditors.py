"""The people of an agency: who audits for it, by what qualification, and what binds them to enterprises."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from qingce.domain.enterprises.queries import rows_named
from qingce.domain.removal.accreditation.acts import AUDITOR, NAMED, TIE
from qingce.domain.removal.accreditation.enums import AuditorText, TieText
from qingce.domain.removal.accreditation.errors import AccreditationTextWrong, TooManyOfAgency
from qingce.domain.removal.accreditation.holding import agency_seat
from qingce.domain.removal.accreditation.terms import accreditation_terms
from qingce.domain.removal.models import Auditor, AuditorTie
from qingce.pure.kernel.text import clean
from qingce.pure.kernel.uscc import parse_uscc
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import NOBODY, Actor
from qingce.shared.parties.queries import get_organisation

_LONGEST = 200


@transaction.atomic
def add_auditor(actor: Actor, organisation: int, text: AuditorText, *, at: datetime) -> int:
    """Enters a member of an agency as an auditor; the staff judge the qualification before the person can audit.

    Returns: number of the auditor.
    Raises: OrganisationNotFound; RoleTooSmall; NoAuditAgency; AccreditationTextWrong; TooManyOfAgency.
    """
    agency_seat(actor, organisation)
    members = get_organisation(organisation, actor=actor).members
    person = next((each.person_id for each in members if each.id == text.member), None)
    if person is None:
        raise AccreditationTextWrong("Choose a member of the agency; invite the person first.", cause="member")
    qualification, certificate = clean(text.qualification), clean(text.certificate)[:120]
    if not qualification or len(qualification) > _LONGEST:
        raise AccreditationTextWrong("Say by what the person is qualified.", cause="qualification")
    on = localdate(at)
    if text.qualified_on is None or text.qualified_on > on:
        raise AccreditationTextWrong("Say since when; a day to come does not count.", cause="since")
    if text.valid_until is not None and text.valid_until < on:
        raise AccreditationTextWrong("This qualification has run out; renew it first.", cause="expired")
    most = accreditation_terms().auditors_most
    if Auditor.objects.filter(organisation=organisation, ended_at=None).count() >= most:
        raise TooManyOfAgency(f"At most {most} of these.", most=most)
    try:
        with transaction.atomic():
            row = Auditor.objects.create(
                organisation_id=organisation,
                person_id=person,
                is_lead=text.is_lead,
                qualification=qualification,
                certificate=certificate,
                qualified_on=text.qualified_on,
                valid_until=text.valid_until,
                added_by=actor.signature,
                added_at=at,
            )
    except IntegrityError as error:
        raise AccreditationTextWrong("This person is entered already; end that entry first.", cause="twice") from error
    _note(row, actor, AUDITOR, at=at)
    return row.pk


@transaction.atomic
def end_auditor(actor: Actor, auditor: int, *, at: datetime) -> None:
    """Ends an auditor's entry: the person no longer audits for the agency.

    Raises: OrganisationNotFound; RoleTooSmall; NoAuditAgency; AccreditationTextWrong.
    """
    row = _own(actor, auditor)
    row.ended_at, row.ended_by = at, actor.signature
    row.save(update_fields=["ended_at", "ended_by"])
    _note(row, actor, AUDITOR, at=at)


@transaction.atomic
def set_named(actor: Actor, auditor: int, *, is_named: bool, at: datetime) -> None:
    """Says whether one is named in public as an auditor, or by one's public number only; nobody else can.

    Raises: AccreditationTextWrong.
    """
    row = Auditor.objects.select_for_update().filter(pk=auditor, person=actor.person_id, ended_at=None).first()
    if row is None or actor.person_id == NOBODY.person_id:
        raise _gone()
    row.is_named = is_named
    row.save(update_fields=["is_named"])
    _note(row, actor, NAMED, at=at)


@transaction.atomic
def declare_tie(actor: Actor, organisation: int, text: TieText, *, at: datetime) -> int:
    """Declares what binds an auditor, or the agency, to an enterprise; it keeps them out of its audit.

    Raises: OrganisationNotFound; RoleTooSmall; NoAuditAgency; InvalidUscc; AccreditationTextWrong; TooManyOfAgency.
    """
    agency_seat(actor, organisation)
    if text.auditor is not None:
        _own(actor, text.auditor, organisation)
    name = clean(text.enterprise_name)[:_LONGEST]
    uscc = parse_uscc(text.uscc) if text.uscc.strip() else ""
    if not name:
        raise AccreditationTextWrong("Name the enterprise.", cause="enterprise")
    if text.since and text.until and text.until < text.since:
        raise AccreditationTextWrong("It cannot end before it began.", cause="order")
    most = accreditation_terms().ties_most
    if AuditorTie.objects.filter(organisation=organisation).count() >= most:
        raise TooManyOfAgency(f"At most {most} of these.", most=most)
    row = AuditorTie.objects.create(
        organisation_id=organisation,
        auditor_id=text.auditor,
        kind=text.kind,
        enterprise_id=_known(uscc or name),
        enterprise_name=name,
        uscc=uscc,
        since=text.since,
        until=text.until,
        declared_by=actor.signature,
        declared_at=at,
    )
    _note_tie(row, actor, at=at)
    return row.pk


@transaction.atomic
def end_tie(actor: Actor, organisation: int, tie: int, *, until: date, at: datetime) -> None:
    """Says when a tie ended; it keeps out for some years more, and is never taken away.

    Raises: OrganisationNotFound; RoleTooSmall; NoAuditAgency; AccreditationTextWrong.
    """
    agency_seat(actor, organisation)
    row = AuditorTie.objects.select_for_update().filter(organisation=organisation, pk=tie, until=None).first()
    if row is None:
        raise _gone()
    if until > localdate(at) or (row.since and until < row.since):
        raise AccreditationTextWrong("It cannot end before it began, or in days to come.", cause="order")
    row.until = until
    row.save(update_fields=["until"])
    _note_tie(row, actor, at=at)


def _own(actor: Actor, auditor: int, organisation: int | None = None) -> Auditor:
    row = Auditor.objects.select_for_update().filter(pk=auditor, ended_at=None).first()
    if row is None or actor.seat_in(row.organisation_id) is None or organisation not in (None, row.organisation_id):
        raise _gone()
    agency_seat(actor, row.organisation_id)
    return row


def _known(text: str) -> int | None:
    """The enterprise of this code or name, if exactly one has it."""
    found = {each.canonical_id or each.id for each in rows_named(text, actor=NOBODY)}
    return found.pop() if len(found) == 1 else None


def _gone() -> AccreditationTextWrong:
    return AccreditationTextWrong("This entry is gone; look at the page again.", cause="gone")


def _note(row: Auditor, actor: Actor, act: str, *, at: datetime) -> None:
    note_change("auditor", row.pk, at=at)
    concerned = row.person_id if row.person_id != actor.person_id else None
    journal(
        act,
        by=actor.person_id or None,
        concerned=concerned,
        organisation=row.organisation_id,
        subject=("auditor", row.pk),
        at=at,
    )


def _note_tie(row: AuditorTie, actor: Actor, *, at: datetime) -> None:
    note_change("auditor", row.auditor_id or 0, at=at)
    journal(TIE, by=actor.person_id or None, organisation=row.organisation_id, detail={"tie": row.pk}, at=at)
