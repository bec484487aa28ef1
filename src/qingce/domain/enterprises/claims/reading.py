"""Claims as each audience sees them: a row for a government, more for the claimant, everything for the staff."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Count, F, Min, QuerySet, Value
from django.db.models.functions import Coalesce

from qingce.domain.enterprises.claims.deciding import is_own_affair, root_of
from qingce.domain.enterprises.claims.holding import in_conflict
from qingce.domain.enterprises.claims.locking import claims_of_family, no_claim
from qingce.domain.enterprises.claims.posting import address_of
from qingce.domain.enterprises.claims.shown import ClaimRow, CodeStatus, OwnClaim, StaffClaim
from qingce.domain.enterprises.claims.terms import claim_terms
from qingce.domain.enterprises.claims.transitions import DECIDES
from qingce.domain.enterprises.enums import OPEN_CLAIMS, ClaimState, ProofKind
from qingce.domain.enterprises.models import Claim, ClaimProof
from qingce.domain.enterprises.permissions import claims_for_government, claims_for_staff, own_claims
from qingce.domain.enterprises.reading import get_enterprise
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.queries import files_by_ids
from qingce.shared.parties.enums import Actor, OrganisationState
from qingce.shared.parties.queries import names_of, organisations_by_ids


def claims_of_own(actor: Actor, *, organisation_id: int | None = None) -> list[ClaimRow]:
    """The claims of one's organisations, the newest first; one query.

    Args: organisation_id: only of this one.
    """
    rows = Claim.objects.filter(own_claims(actor))
    if organisation_id is not None:
        rows = rows.filter(organisation=organisation_id)
    return _rows(rows.order_by("-submitted_at", "-pk"))


def claims_of_area(actor: Actor, *, start: int = 0, count: int = 50) -> list[ClaimRow]:
    """For members of a government: the claims of enterprises in its area, the newest first; one query."""
    rows = Claim.objects.filter(claims_for_government(actor)).order_by("-submitted_at", "-pk")
    return _rows(rows[start : start + count])


def count_claims_of_area(actor: Actor) -> int:
    """How many `claims_of_area` there are."""
    return Claim.objects.filter(claims_for_government(actor)).count()


def claim_in_area(pk: int, *, actor: Actor) -> ClaimRow:
    """One of `claims_of_area`.

    Raises: ClaimNotFound.
    """
    return _row(_one(pk, Claim.objects.filter(claims_for_government(actor))))


def own_claim(pk: int, *, actor: Actor) -> OwnClaim:
    """A claim of one of one's organisations; three queries.

    Raises: ClaimNotFound: also for everybody else.
    """
    return _own(_one(pk, Claim.objects.filter(own_claims(actor))))


def claims_for_office(
    actor: Actor, *, state: str = "open", is_conflict: bool = False, start: int = 0, count: int = 50
) -> list[ClaimRow]:
    """The claims that somebody's staff role reaches, the oldest first; two queries.

    Args: state: one of `ClaimState`; "open": all that wait; empty: all. is_conflict: only those granted to several
        organisations that a merge brought together.
    """
    rows = _for_office(actor, state, is_conflict=is_conflict).order_by("submitted_at", "pk")
    # The numbers first: of those that are passed over, nothing else is read.
    numbers = list(rows.values_list("pk", flat=True)[start : start + count])
    return _rows(Claim.objects.filter(pk__in=numbers).order_by("submitted_at", "pk"))


def count_claims_for_office(actor: Actor, *, state: str = "open", is_conflict: bool = False) -> int:
    """How many `claims_for_office` there are."""
    return _for_office(actor, state, is_conflict=is_conflict).count()


def waiting_claims(actor: Actor) -> tuple[int, datetime | None]:
    """How many claims wait for somebody of the staff, those in conflict among them, and since when the oldest does.

    Cost: two queries, three where there are conflicts.
    """
    waiting = _for_office(actor, "open", is_conflict=False)
    found = waiting.aggregate(count=Count("pk"), oldest=Min("submitted_at"))
    # No claim is both: what conflicts was granted.
    return found["count"] + _for_office(actor, "", is_conflict=True).count(), found["oldest"]


def staff_claim(pk: int, *, actor: Actor) -> StaffClaim:
    """A claim as the staff decide on it; a fixed number of queries.

    Raises: ClaimNotFound: also where no staff role reaches the enterprise.
    """
    claim = _one(pk, Claim.objects.filter(claims_for_staff(actor)))
    others = claims_of_family(root_of(claim)).exclude(pk=pk).order_by("-submitted_at", "-pk")
    names = names_of([claim.submitted_by, claim.decided_by, claim.ended_by])
    return StaffClaim(
        own=_own(claim),
        enterprise=get_enterprise(root_of(claim), actor=actor),
        organisation=organisations_by_ids([claim.organisation_id])[claim.organisation_id],
        contact_email=claim.contact.email if claim.contact else "",
        address=address_of(claim),
        others=tuple(_rows(others)),
        submitted_by=names.get(claim.submitted_by, claim.submitted_by),
        decided_by=names.get(claim.decided_by, claim.decided_by),
        ended_by=names.get(claim.ended_by, claim.ended_by),
        grounds=tuple(ProofKind(each) for each in claim.grounds),
        is_own_affair=is_own_affair(actor, claim),
    )


def _for_office(actor: Actor, state: str, *, is_conflict: bool) -> QuerySet[Claim]:
    rows = Claim.objects.filter(claims_for_staff(actor))
    if is_conflict:
        return rows.filter(in_conflict())
    if not state:
        return rows
    # Within an area an expression, which no index has: else those of the state were looked at in the whole country.
    stands = F("state") if "" in actor.areas(*DECIDES) else Coalesce("state", Value(""))
    return rows.alias(stands=stands).filter(stands__in=OPEN_CLAIMS if state == "open" else [state])


def _one(pk: int, among: QuerySet[Claim]) -> Claim:
    row = among.filter(pk=pk).select_related("enterprise", "organisation", "contact").first()
    if row is None:
        raise no_claim(pk)
    return row


def _rows(found: QuerySet[Claim]) -> list[ClaimRow]:
    return [_row(each) for each in found.select_related("enterprise", "organisation")]


def _row(claim: Claim) -> ClaimRow:
    return ClaimRow(
        id=claim.pk,
        state=ClaimState(claim.state),
        enterprise_id=claim.enterprise_id,
        enterprise_name=claim.enterprise.name,
        organisation_id=claim.organisation_id,
        organisation_name=claim.organisation.name,
        organisation_state=OrganisationState(claim.organisation.state),
        submitted_at=claim.submitted_at,
        decided_at=claim.decided_at,
        ended_at=claim.ended_at,
    )


def _own(claim: Claim) -> OwnClaim:
    files: Iterable[int] = ClaimProof.objects.filter(claim=claim).values_list("file", flat=True)
    proofs: Sequence[KeptFile] = files_by_ids(list(files))
    return OwnClaim(
        row=_row(claim),
        uscc=claim.uscc,
        statement=claim.statement,
        proofs=tuple(proofs),
        contact_name=claim.contact.name if claim.contact else "",
        code=_code(claim),
        reason=claim.reason,
        end_reason=claim.end_reason,
    )


def _code(claim: Claim) -> CodeStatus:
    left = claim_terms().code_tries - claim.code_tries if claim.code_digest is not None else 0
    return CodeStatus(
        letters=claim.letters,
        sent_to=claim.sent_to,
        sent_at=claim.code_sent_at,
        ends_at=claim.code_ends_at,
        tries_left=max(0, left),
        right_at=claim.code_right_at,
    )
