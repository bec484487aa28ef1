"""From reasons to a score, by weights that are data."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from qingce.domain.enterprises.enums import MatchReason

TABLE = Path(__file__).parent / "data" / "matching.toml"


@dataclass(frozen=True, slots=True)
class Weights:
    """The table of weights.

    Args:
        same, ask, close: thresholds of the score (see the table).
        base: log-odds before any reason.
        weights: log-odds that each reason adds.
    """

    same: Decimal
    ask: Decimal
    close: Decimal
    base: float
    weights: dict[MatchReason, float]


@cache
def weights() -> Weights:
    """The weights that are shipped.

    Raises: ValueError: the table names an unknown reason, or leaves one out.
    """
    table = tomllib.loads(TABLE.read_text("utf-8"))
    given = {MatchReason(name): float(weight) for name, weight in table["weights"].items()}
    if missing := set(MatchReason) - set(given):
        raise ValueError(f"{TABLE.name} gives no weight to {', '.join(sorted(missing))}.")
    same, ask, close = (Decimal(str(table["thresholds"][name])) for name in ("same", "ask", "close"))
    return Weights(same, ask, close, float(table["base"]["base"]), given)


def score(reasons: Sequence[MatchReason]) -> Decimal:
    """How likely the two are one: 0 to 1, three places."""
    table = weights()
    odds = table.base + sum(table.weights[reason] for reason in reasons)
    return Decimal(1 / (1 + math.exp(-odds))).quantize(Decimal("0.001"))


def weightiest_first(reasons: Sequence[MatchReason]) -> tuple[MatchReason, ...]:
    """The reasons in the order in which they count."""
    table = weights().weights
    return tuple(sorted(reasons, key=lambda reason: -abs(table[reason])))
