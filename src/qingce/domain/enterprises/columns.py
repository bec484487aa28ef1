"""Enterprises and their names as columns to write in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from qingce.domain.enterprises.enums import Identity, NameKind, TraitKind
from qingce.domain.enterprises.matching import COLUMNS, Candidate
from qingce.domain.enterprises.traits import OWN_KEY, blocks_of, pieces_of_name
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
class NewBlock:
    """A piece of a name by which an enterprise is found, with the body of the name."""

    enterprise: Candidate
    block: str
    body: str


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


def new_blocks(name: NewName) -> tuple[NewBlock, ...]:
    """The pieces of a name by which its enterprise is found; none of names that tell nobody, or of pseudonyms."""
    enterprise = name.enterprise
    if OWN_KEY in name.name_key or enterprise.identity == Identity.PSEUDONYM:
        return ()
    found, body = pieces_of_name(name.name_key, division=enterprise.division)
    # Those of the current name are there already.
    known = () if name.kind == NameKind.CURRENT else blocks_of(enterprise)
    return tuple(NewBlock(enterprise, block, body) for block in found if block not in known)


def block_columns(blocks: Sequence[NewBlock]) -> Columns:
    """One row per piece of a name by which an enterprise is found."""
    return {
        "enterprise_id": [numbered(each.enterprise) for each in blocks],
        **_as_columns(blocks, ("block", "body")),
    }


def trait_columns(traits: Sequence[NewTrait]) -> Columns:
    """One row per digest of what an enterprise may share."""
    return {
        "enterprise_id": [numbered(each.enterprise) for each in traits],
        **_as_columns(traits, ("kind", "digest")),
    }


def _as_columns(rows: Sequence[object], names: Sequence[str]) -> dict[str, list[object]]:
    return {name: [getattr(row, name) for row in rows] for name in names}
