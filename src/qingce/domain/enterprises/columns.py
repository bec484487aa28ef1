"""Enterprises and their names as columns to write in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from qingce.domain.enterprises.enums import NameKind
from qingce.domain.enterprises.matching import COLUMNS, Candidate
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


def numbered(enterprise: Candidate) -> int:
    """The number of an enterprise that is written or about to be."""
    if enterprise.id is None:
        raise ValueError("The enterprise has no number yet.")
    return enterprise.id


def enterprise_columns(made: Sequence[Candidate], *, at: datetime) -> Columns:
    """One row per enterprise to insert."""
    return {**_as_columns(made, COLUMNS), "created_at": [at] * len(made)}


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


def _as_columns(rows: Sequence[object], names: Sequence[str]) -> dict[str, list[object]]:
    return {name: [getattr(row, name) for row in rows] for name in names}
