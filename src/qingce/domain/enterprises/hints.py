"""Hints that an enterprise may go on under another name: what it shares with others. Hints, never conclusions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from qingce.domain.enterprises.enums import TraitKind
from qingce.domain.enterprises.models import Enterprise, Trait

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

    Cost: four queries.
    """
    own = list(Trait.objects.filter(enterprise_id=enterprise_id).values_list("kind", "digest"))
    digests = {bytes(digest) for _, digest in own}
    if not digests:
        return []
    among = Trait.objects.filter(kind__in={kind for kind, _ in own}, digest__in=digests)
    counted = among.values_list("kind", "digest").annotate(owners=Count("pk")).order_by()
    telling = {(kind, bytes(digest)) for kind, digest, owners in counted if owners <= MOST_SHARING}
    telling &= {(kind, bytes(digest)) for kind, digest in own}
    shared: defaultdict[int, set[str]] = defaultdict(set)
    for owner, kind, digest in among.values_list("enterprise_id", "kind", "digest"):
        if (kind, bytes(digest)) in telling and owner != enterprise_id:
            shared[owner].add(kind)
    return [_hint(owner, shared[owner]) for owner in _others(enterprise_id, shared)]


def _others(enterprise_id: int, shared: dict[int, set[str]]) -> list[int]:
    """Those of another family, most shared first."""
    rows = Enterprise.objects.filter(pk__in=[enterprise_id, *shared]).values_list("pk", "canonical_id")
    family = {pk: canonical or pk for pk, canonical in rows}
    others = [owner for owner in shared if family[owner] != family[enterprise_id]]
    return sorted(others, key=lambda owner: (-len(shared[owner]), owner))


def _hint(owner: int, kinds: set[str]) -> Hint:
    return Hint(owner, tuple(kind for kind in TraitKind if kind in kinds))
