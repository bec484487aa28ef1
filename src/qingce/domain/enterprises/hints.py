"""Hints that an enterprise may go on under another name: what it shares with others. Hints, never conclusions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from qingce.domain.enterprises.enums import TraitKind
from qingce.domain.enterprises.models import Enterprise, Trait
from qingce.shared.bulk.actions import count_up_to, find_rows

MOST_SHARING = 20  # more than that share a park, an office of an agent, an operator's telephone


@dataclass(frozen=True, slots=True)
class Hint:
    """Another enterprise, and what both share; what that is is never shown."""

    enterprise_id: int
    kinds: tuple[TraitKind, ...]


def hints(enterprise_id: int) -> list[Hint]:
    """Other enterprises that share an address, telephone or legal representative with one; most shared first.

    What more than `MOST_SHARING` enterprises share (a park, an agent's office) is no hint; nor is an enterprise merged
    into the same one.

    Cost: two queries, and two for each kind of trait that it has; none reads more than so many of one trait.
    """
    own: defaultdict[str, list[bytes]] = defaultdict(list)
    for kind, digest in Trait.objects.filter(enterprise_id=enterprise_id).values_list("kind", "digest"):
        own[kind].append(bytes(digest))
    shared: defaultdict[int, set[str]] = defaultdict(set)
    for kind, digests in own.items():
        for owner in _sharing(kind, digests) - {enterprise_id}:
            shared[owner].add(kind)
    return [_hint(owner, shared[owner]) for owner in _others(enterprise_id, shared)]


def _sharing(kind: str, digests: list[bytes]) -> set[int]:
    """The enterprises that share one of these traits with few."""
    counted = count_up_to(Trait, MOST_SHARING, column="digest", among=digests, where={"kind": kind})
    telling = [digest for digest, owners in counted.items() if owners <= MOST_SHARING]
    found = find_rows(Trait, ("enterprise_id",), column="digest", among=telling, where={"kind": kind})
    return {owner for (owner,) in found}


def _others(enterprise_id: int, shared: dict[int, set[str]]) -> list[int]:
    """Those of another family, most shared first."""
    rows = Enterprise.objects.filter(pk__in=[enterprise_id, *shared]).values_list("pk", "canonical_id")
    family = {pk: canonical or pk for pk, canonical in rows}
    others = [owner for owner in shared if family[owner] != family[enterprise_id]]
    return sorted(others, key=lambda owner: (-len(shared[owner]), owner))


def _hint(owner: int, kinds: set[str]) -> Hint:
    return Hint(owner, tuple(kind for kind in TraitKind if kind in kinds))
