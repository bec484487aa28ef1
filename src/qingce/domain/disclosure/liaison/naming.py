"""Naming brands as stakeholders, by enterprises; and liaisons of brands, by administrators."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from qingce.domain.disclosure.acts import LIAISON_NAMED, STAKEHOLDER_ENDED, STAKEHOLDER_NAMED
from qingce.domain.disclosure.errors import BrandUnknown, LiaisonUnfit
from qingce.domain.disclosure.models import Liaison, Stakeholder
from qingce.domain.disclosure.permissions import speaker_for
from qingce.domain.enterprises.queries import family_of, get_enterprise
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor, Duty, MemberRole, OrganisationKind
from qingce.shared.parties.queries import active_organisations, actor_of, check_duty, readable_email, roles_of


def name_stakeholder(actor: Actor, enterprise_id: int, brand: int, *, at: datetime) -> None:
    """Says, by an editor, that an enterprise supplies a brand; said twice, it stays as it is.

    Raises: EnterpriseNotFound; EnterpriseNotSpokenFor; RoleTooSmall; BrandUnknown.
    """
    row = get_enterprise(enterprise_id, actor=actor).row
    root = row.canonical_id or row.id
    seat = speaker_for(actor, root, MemberRole.EDITOR)
    _check_brand(brand)
    try:
        with transaction.atomic():
            made = Stakeholder.objects.create(
                enterprise_id=root, brand_id=brand, named_by=actor.signature, named_at=at
            )  # fmt: skip
            _note(STAKEHOLDER_NAMED, made, actor, seat.organisation_id, at=at)
    except IntegrityError:  # it is named already
        return


def end_stakeholder(actor: Actor, enterprise_id: int, brand: int, *, at: datetime) -> None:
    """Says, by an editor, that an enterprise supplies a brand no more.

    Raises: EnterpriseNotFound; EnterpriseNotSpokenFor; RoleTooSmall.
    """
    row = get_enterprise(enterprise_id, actor=actor).row
    root = row.canonical_id or row.id
    seat = speaker_for(actor, root, MemberRole.EDITOR)
    with transaction.atomic():
        named = Stakeholder.objects.select_for_update(of=("self",)).filter(
            enterprise__in=family_of([root]).values("pk"), brand=brand, ended_at=None
        )
        for each in named:
            each.ended_at = at
            each.save(update_fields=["ended_at"])
            _note(STAKEHOLDER_ENDED, each, actor, seat.organisation_id, at=at)


def name_liaison(actor: Actor, brand: int, person: int, address: str, *, at: datetime) -> None:
    """Names, by an administrator, who of the staff is there for a brand; the former one's address goes.

    Args: address: at work; the brand's suppliers see it.
    Raises: DutyMissing; OutOfArea; BrandUnknown; LiaisonUnfit: no liaison's role; BadEmail.
    """
    check_duty(actor, Duty.NAME_LIAISONS, "")
    _check_brand(brand)
    found = actor_of(person)
    if found is None or not found.roles & set(roles_of(Duty.TAKE_IN_MAIL)):
        raise LiaisonUnfit("Choose a member of the staff who has the role of a brand liaison.", field="person")
    work = readable_email(address)
    with transaction.atomic():
        former = Liaison.objects.select_for_update(of=("self",)).filter(brand=brand, ended_at=None)
        for each in former:
            each.ended_at, each.address = at, ""
            each.save(update_fields=["ended_at", "address"])
        made = Liaison.objects.create(
            brand_id=brand, person_id=person, address=work, named_by=actor.signature, named_at=at
        )  # fmt: skip
        note_change("liaison", made.pk, at=at)
        detail = {"brand": brand}
        by = actor.person_id or None
        journal(LIAISON_NAMED, by=by, concerned=person, subject=("liaison", made.pk), detail=detail, at=at)


def _check_brand(brand: int) -> None:
    if brand not in {each.id for each in active_organisations(OrganisationKind.BRAND)}:
        raise BrandUnknown("Choose a brand from the list.", field="brand")


def _note(act: str, row: Stakeholder, actor: Actor, organisation: int, *, at: datetime) -> None:
    note_change("stakeholder", row.pk, at=at)
    detail = {"brand": row.brand_id, "enterprise": row.enterprise_id}
    by = actor.person_id or None
    journal(act, by=by, organisation=organisation, subject=("stakeholder", row.pk), detail=detail, at=at)
