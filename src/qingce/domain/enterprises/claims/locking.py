"""Holding what an act stands on, always in one order: the enterprise that stands for the family, then the claim."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from qingce.domain.enterprises.claims.errors import ClaimNotFound
from qingce.domain.enterprises.enums import ClaimState
from qingce.domain.enterprises.errors import not_found
from qingce.domain.enterprises.models import Claim, Enterprise


def locked_root(enterprise_id: int) -> Enterprise:
    """The enterprise that stands for the family, held until the transaction ends: nothing is merged or split meanwhile.

    Raises: EnterpriseNotFound.
    """
    wanted: int = enterprise_id
    while True:
        row = Enterprise.objects.select_for_update().filter(pk=wanted).first()
        if row is None:
            raise not_found(enterprise_id)
        if row.canonical_id is None:
            return row
        wanted = row.canonical_id


def locked_claim(pk: int) -> Claim:
    """A claim with its family, held until the transaction ends.

    Raises: ClaimNotFound.
    """
    enterprise_id = Claim.objects.filter(pk=pk).values_list("enterprise", flat=True).first()
    if enterprise_id is None:
        raise no_claim(pk)
    locked_root(enterprise_id)
    return Claim.objects.select_for_update().get(pk=pk)


def no_claim(pk: int) -> ClaimNotFound:
    """The error for a number that no claim has, or none that may be seen."""
    return ClaimNotFound(f"There is no claim number {pk}.", number=pk)


def family_members(root_id: int) -> QuerySet[Enterprise]:
    """The enterprise that stands for a family, and those merged into it."""
    return Enterprise.objects.filter(Q(pk=root_id) | Q(canonical_id=root_id))


def claims_of_family(root_id: int) -> QuerySet[Claim]:
    """The claims of all members of a family."""
    # By the members' numbers: a condition on either of two tables would read every claim there is.
    return Claim.objects.filter(enterprise__in=family_members(root_id).values("pk"))


def granted_of_family(root_id: int) -> QuerySet[Claim]:
    """The granted ones among them; several after a merge."""
    return claims_of_family(root_id).filter(state=ClaimState.GRANTED)
