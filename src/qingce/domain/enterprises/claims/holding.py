"""Who holds an enterprise: in public, and where a merge brought two holders together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from qingce.domain.enterprises.claims.locking import granted_of_family
from qingce.domain.enterprises.enums import ClaimState
from qingce.domain.enterprises.models import Claim, Enterprise
from qingce.shared.parties.enums import OrganisationState


@dataclass(frozen=True)
class Holder:
    """An organisation that speaks for an enterprise."""

    organisation_id: int
    name: str
    name_en: str
    since: datetime | None


def holders_of(enterprise_id: int) -> tuple[Holder, ...]:
    """The open organisations that hold an enterprise or one of its family, the first first; two queries at most.

    Returns: several after a merge, until the staff have settled which it is.
    """
    found = Enterprise.objects.filter(pk=enterprise_id).values_list("canonical", flat=True).first()
    rows = granted_of_family(found or enterprise_id).filter(organisation__state=OrganisationState.ACTIVE)
    holders: dict[int, Holder] = {}
    for row in rows.select_related("organisation").order_by("decided_at", "pk"):
        known = row.organisation
        holders.setdefault(row.organisation_id, Holder(known.pk, known.name, known.name_en, row.decided_at))
    return tuple(holders.values())


def holder_of(enterprise_id: int) -> Holder | None:
    """The one organisation that holds an enterprise; None: nobody does, or it is not settled who."""
    holders = holders_of(enterprise_id)
    return holders[0] if len(holders) == 1 else None


def enterprises_held_by(organisation_id: int) -> list[int]:
    """The enterprises granted to an organisation, by the numbers that stand for them now, in their order; one query."""
    granted = Claim.objects.filter(organisation=organisation_id, state=ClaimState.GRANTED)
    roots = granted.annotate(root=Coalesce(F("enterprise__canonical"), F("enterprise")))
    return sorted(set(roots.values_list("root", flat=True)))


def holders_by_enterprise(organisation_ids: Collection[int]) -> dict[int, set[int]]:
    """The enterprises granted to any of these organisations, by the numbers that stand for them now, each with all the
    open organisations that hold it; two queries.

    Returns: several for one after a merge, until the staff have settled which it is.
    """
    granted = Claim.objects.filter(organisation__in=organisation_ids, state=ClaimState.GRANTED)
    root = Coalesce(F("enterprise__canonical"), F("enterprise"))
    roots = sorted(set(granted.annotate(root=root).values_list("root", flat=True)))
    family = Enterprise.objects.filter(Q(pk__in=roots) | Q(canonical_id__in=roots))
    held = Claim.objects.filter(
        enterprise__in=family.values("pk"), state=ClaimState.GRANTED, organisation__state=OrganisationState.ACTIVE
    )
    found: dict[int, set[int]] = {}
    for each, organisation in held.annotate(root=root).order_by("pk").values_list("root", "organisation"):
        found.setdefault(each, set()).add(organisation)
    return found


def in_conflict() -> Q:
    """The granted claims of enterprises that are one by now but are held by several organisations; one query now."""
    merged = Enterprise.objects.filter(canonical__gt=0)  # few; "not null" would read every enterprise
    members = Enterprise.objects.filter(Q(canonical__gt=0) | Q(pk__in=merged.values("canonical")))
    granted = Claim.objects.filter(state=ClaimState.GRANTED, enterprise__in=members.values("pk"))
    root = Coalesce(F("enterprise__canonical"), F("enterprise"))
    holders: dict[int, set[int]] = {}
    claims: dict[int, list[int]] = {}
    for pk, family, organisation in granted.values_list("pk", root, "organisation"):
        holders.setdefault(family, set()).add(organisation)
        claims.setdefault(family, []).append(pk)
    several = [family for family, each in holders.items() if len(each) > 1]
    return Q(pk__in=[pk for family in several for pk in claims[family]])
