"""Enterprises and their names as columns to write in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from qingce.domain.enterprises.enums import Identity, NameKind, TraitKind
from qingce.domain.enterprises.matching import COLUMNS, Candidate
from qingce.domain.enterprises.traits import OWN_KEY, blocks_of_name
from qingce.shared.bulk.actions import Columns

FILLED_WHEN_EMPTY = ("address", "division", "industry", "longitude", "latitude", "listed")


@dataclass(frozen=True, slots=True)
class NewName:
    """A name that an enterprise is found to go by."""

    enterprise: Candidate
    name: str
    name_key: str
    kind: NameKind
    stated_by: str


@dataclass(frozen=True, slots=True)
class NewTrait:
    """What an enterprise may share with others."""

    enterprise: Candidate
    kind: TraitKind
    digest: bytes


def numbered(enterprise: Candidate) -> int:
    """The number of an enterprise that is written or about to be."""
    if enterprise.id is None:
        raise ValueError("The enterprise has no number yet.")
    return enterprise.id


def enterprise_columns(made: Sequence[Candidate], *, salts: Sequence[bytes], at: datetime) -> Columns:
    """One row per enterprise to insert."""
    return {**_as_columns(made, COLUMNS), "salt": list(salts), "created_at": [at] * len(made)}


def filled_columns(filled: Sequence[Candidate]) -> Columns:
    """One row per enterprise of which more is known than was."""
    return _as_columns(filled, ("id", "uscc", "identity", *FILLED_WHEN_EMPTY))


def name_columns(names: Sequence[NewName], *, at: datetime) -> Columns:
    """One row per name to insert; days of use are not known from a row of a file."""
    return {
        "enterprise_id": [numbered(each.enterprise) for each in names],
        **_as_columns(names, ("name", "name_key", "kind", "stated_by")),
        "used_from": [None] * len(names),
        "used_until": [None] * len(names),
        "created_at": [at] * len(names),
    }


def block_columns(names: Sequence[NewName]) -> Columns:
    """One row per piece of a name by which an enterprise is found; none of names that tell nobody, or of pseudonyms."""
    owners: list[int] = []
    blocks: list[str] = []
    for each in names:
        if OWN_KEY in each.name_key or each.enterprise.identity == Identity.PSEUDONYM:
            continue
        found = blocks_of_name(each.name_key, division=each.enterprise.division)
        if each.kind != NameKind.CURRENT:  # its pieces are there already
            there = blocks_of_name(each.enterprise.name_key, division=each.enterprise.division)
            found = tuple(block for block in found if block not in there)
        owners += [numbered(each.enterprise)] * len(found)
        blocks += found
    return {"enterprise_id": owners, "block": blocks}


def trait_columns(traits: Sequence[NewTrait]) -> Columns:
    """One row per digest of what an enterprise may share."""
    return {
        "enterprise_id": [numbered(each.enterprise) for each in traits],
        **_as_columns(traits, ("kind", "digest")),
    }


def _as_columns(rows: Sequence[object], names: Sequence[str]) -> dict[str, list[object]]:
    return {name: [getattr(row, name) for row in rows] for name in names}
