"""Builds `bench/data/matching/pairs.csv` from a folder of raw data: `python -m tools.matching_pairs FOLDER`.

FOLDER holds `shanghai-env-disclosure-2020/`, `penalty-decisions/` and `osh-facility-matching/`. The label of a pair
follows from how the pair was made, never from what a matcher says; every rule stands in the README beside the file.
The seed is fixed: the same folder gives the same file.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from random import Random

from tools.matching_kinds import KINDS
from tools.matching_made import Pair, Said
from tools.matching_sources import Pools, brand_of

TARGET = Path(__file__).resolve().parents[1] / "bench/data/matching/pairs.csv"
SEED = 20261121
SIDES = tuple(f"{side}_{each.name}" for side in "ab" for each in fields(Said))
COLUMNS = ("id", "half", "family", "kind", "label", "why", "origin", "a_is", "b_is", *SIDES)


@dataclass(frozen=True)
class _Row:
    """A pair with its number and family."""

    id: str
    family: str
    pair: Pair

    def cells(self) -> tuple[str, ...]:
        """As the columns of the file."""
        half = "tuning" if hashlib.sha256(self.family.encode()).digest()[0] % 2 else "held-out"
        pair = self.pair
        told = (self.id, half, self.family, pair.kind, pair.label, pair.why, pair.origin, pair.a_is, pair.b_is)
        return (*told, *astuple(pair.a), *astuple(pair.b))


def main(folder: Path) -> None:
    """Write the file."""
    pairs = list(_pairs(Pools(folder, Random(SEED))))  # noqa: S311  # the same each time, not a secret
    families = _families(pairs)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for place, pair in enumerate(pairs):
            writer.writerow(_Row(f"M{place + 1:04}", families[place], pair).cells())


def _pairs(pools: Pools) -> Iterator[Pair]:
    seen: set[tuple[Said, Said]] = set()
    for kind in KINDS:
        found = 0
        for pair in kind.make(pools):
            key = (replace(pair.a), replace(pair.b))
            if key not in seen:
                seen.add(key)
                found += 1
                yield replace(pair, kind=kind.name)
            if found == kind.count:
                break
        else:
            if found < kind.count:
                raise SystemExit(f"{kind.name}: only {found} of {kind.count} pairs.")


def _families(pairs: list[Pair]) -> list[str]:
    """A family per pair: what shares a brand, a code or an enterprise stands on one side of the split."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    for pair in pairs:
        first, *others = sorted(_marks(pair))
        for other in others:
            low, high = sorted((root(first), root(other)))
            parent[high] = low
    return [hashlib.sha256(root(min(_marks(pair))).encode()).hexdigest()[:10] for pair in pairs]


def _marks(pair: Pair) -> set[str]:
    marks = {pair.a_is, pair.b_is, f"brand:{brand_of(pair.a.name)}"}
    marks |= {f"code:{code}" for code in (pair.a.uscc, pair.b.uscc) if code}
    return marks


if __name__ == "__main__":
    main(Path(sys.argv[1]))
