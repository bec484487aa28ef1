"""Claiming an enterprise, and taking the claim back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from qingce.domain.enterprises.claims.errors import (
    ClaimHeld,
    ClaimOpen,
    ClaimTextTooLong,
    CodeOfAnother,
    EnterpriseWithheld,
    NotAnEnterprise,
    OrganisationCodeDiffers,
    ProofMissing,
    TooManyClaims,
    TooManyProofs,
)
from qingce.domain.enterprises.claims.locking import (
    claims_of_family,
    family_members,
    granted_of_family,
    locked_claim,
    locked_root,
)
from qingce.domain.enterprises.claims.noting import SUBMITTED, note_act, write_to_admins
from qingce.domain.enterprises.claims.terms import claim_terms
from qingce.domain.enterprises.claims.transitions import CLAIMANTS, CLAIMS
from qingce.domain.enterprises.enums import OPEN_CLAIMS, ClaimAct, ClaimParty, Identity
from qingce.domain.enterprises.models import Claim, ClaimProof, Enterprise
from qingce.pure.kernel.text import clean
from qingce.pure.kernel.uscc import parse_uscc
from qingce.shared.files.actions import attach_files
from qingce.shared.ledger.actions import Writes, apply_transition
from qingce.shared.parties.actions import OrganisationText, register_organisation
from qingce.shared.parties.enums import Actor, MemberRole, OrganisationKind
from qingce.shared.parties.errors import OrganisationKnown
from qingce.shared.parties.queries import actor_of, organisations_by_ids, seat_for, taker_of

PROOF = "claim-proof"


def submit_claim(
    actor: Actor,
    enterprise_id: int,
    organisation_id: int,
    *,
    uscc: str,
    statement: str = "",
    proofs: Collection[int] = (),
    at: datetime,
) -> int:
    """Says that an enterprise is an organisation's own; one merged into another is claimed as the one it is.

    Args: uscc: as typed from the licence. proofs: numbers of uploads kept for the purpose `PROOF`.
    Returns: number of the claim.
    Raises: EnterpriseNotFound; OrganisationNotFound; RoleTooSmall; NotAnEnterprise; InvalidUscc; CodeOfAnother;
        OrganisationCodeDiffers; EnterpriseWithheld; ClaimOpen; ClaimHeld; TooManyClaims; ProofMissing; TooManyProofs;
        ClaimTextTooLong; FileNotFound.
    """
    seat = seat_for(actor, organisation_id, MemberRole.EDITOR)
    if seat.kind != OrganisationKind.ENTERPRISE:
        raise NotAnEnterprise(f"{seat.name} is no enterprise; claim in the name of one.", organisation=seat.name)
    code, text = parse_uscc(uscc), _checked(statement, proofs)
    with transaction.atomic():
        root = locked_root(enterprise_id)
        _check_codes(root, organisation_id, code)
        _check_free(root, organisation_id, actor)
        claim = Claim.objects.create(
            enterprise=root,
            division=root.division,
            organisation_id=organisation_id,
            contact_id=actor.person_id,
            uscc=code,
            statement=text,
            submitted_by=actor.signature,
            submitted_at=at,
        )
        if proofs:
            attach_files(proofs, purpose=PROOF, at=at)
            ClaimProof.objects.bulk_create(ClaimProof(claim=claim, file_id=pk) for pk in sorted(set(proofs)))
        note_act(claim, SUBMITTED, by=actor, at=at)
        write_to_admins(claim, "claim-submitted", at=at)
    return claim.pk


def claim_as_new(
    actor: Actor,
    enterprise_id: int,
    name: str,
    *,
    uscc: str,
    statement: str = "",
    proofs: Collection[int] = (),
    at: datetime,
) -> int:
    """Registers an organisation, with whoever does it as its admin, and claims an enterprise for it: both or neither.

    Where the enterprise is held by an open organisation with this code, the new one is registered without a code:
    the staff decide which of the two it is.

    Returns: number of the claim.
    Raises: as `submit_claim`; OrganisationNameMissing; OrganisationKnown; TooManyWaiting.
    """
    code = parse_uscc(uscc)
    with transaction.atomic():
        root = locked_root(enterprise_id)
        said = OrganisationText(OrganisationKind.ENTERPRISE, name, uscc=code, area=root.division)
        try:
            organisation_id = register_organisation(actor, said, at=at)
        except OrganisationKnown:
            if not granted_of_family(root.pk).filter(organisation__uscc=code).exists():
                raise
            without = OrganisationText(OrganisationKind.ENTERPRISE, name, area=root.division)
            organisation_id = register_organisation(actor, without, at=at)
        member = actor_of(actor.person_id) or actor
        return submit_claim(
            member, enterprise_id, organisation_id, uscc=code, statement=statement, proofs=proofs, at=at
        )  # fmt: skip


def withdraw_claim(actor: Actor, pk: int, *, at: datetime) -> None:
    """Takes an open claim back, by an editor or admin of the claiming organisation.

    Raises: ClaimNotFound; OrganisationNotFound; RoleTooSmall; ClaimElsewhere.
    """
    with transaction.atomic():
        claim = locked_claim(pk)
        seat_for(actor, claim.organisation_id, CLAIMANTS[ClaimAct.WITHDRAW])
        said = {"ended_by": actor.signature, "ended_at": at, "code_digest": None}
        by = taker_of(actor, ClaimParty.CLAIMANT)
        apply_transition(CLAIMS, claim, ClaimAct.WITHDRAW, by=by, at=at, writes=Writes(columns=said))


def _checked(statement: str, proofs: Collection[int]) -> str:
    text, terms = clean(statement), claim_terms()
    if not text and not proofs:
        raise ProofMissing(
            "Show or say why you speak for the enterprise: add a scan of its licence, or write a few words."
        )
    if len(text) > terms.statement_longest:
        raise ClaimTextTooLong(
            f"This takes at most {terms.statement_longest} characters.", longest=terms.statement_longest
        )
    if len(set(proofs)) > terms.files_most:
        raise TooManyProofs(f"At most {terms.files_most} files can be sent.", most=terms.files_most)
    return text


def _check_codes(root: Enterprise, organisation_id: int, code: str) -> None:
    if root.identity == Identity.PSEUDONYM:
        raise EnterpriseWithheld("This name is a pseudonym; nobody can claim it.")
    codes = set(family_members(root.pk).exclude(uscc=None).values_list("uscc", flat=True))
    if codes and code not in codes:
        raise CodeOfAnother(
            "This code is not this enterprise's. Compare it with the licence, and the name with the page."
        )
    own = organisations_by_ids([organisation_id])[organisation_id]
    if own.uscc and own.uscc != code:
        raise OrganisationCodeDiffers(
            f"{own.name} was registered with another code; claim in the name of the organisation that has this one.",
            organisation=own.name,
        )


def _check_free(root: Enterprise, organisation_id: int, actor: Actor) -> None:
    own = claims_of_family(root.pk).filter(organisation=organisation_id)
    waiting = own.filter(state__in=OPEN_CLAIMS).values_list("pk", flat=True).first()
    if waiting is not None:
        raise ClaimOpen(f"Your organisation claimed this enterprise already, as number {waiting}.", number=waiting)
    if granted_of_family(root.pk).filter(organisation=organisation_id).exists():
        raise ClaimHeld("Your organisation holds this enterprise already.")
    most = claim_terms().open_most
    if Claim.objects.filter(submitted_by=actor.signature, state__in=OPEN_CLAIMS).count() >= most:
        raise TooManyClaims(f"{most} claims of yours wait for the staff; please wait, too.", most=most)
