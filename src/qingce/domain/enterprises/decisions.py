"""What was decided about a description: one enterprise, a new one, or a question to a person."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from qingce.domain.enterprises.enums import AskReason, MatchReason

MOST_RANKED = 5


@dataclass(frozen=True, slots=True)
class Ranked:
    """A known enterprise that a description may be about.

    Args:
        score: 0 to 1 with three places; how likely, by the weights of `data/weights.csv`.
        reasons: what speaks for and against it, the weightiest first.
    """

    enterprise_id: int
    score: Decimal
    reasons: tuple[MatchReason, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that a person must answer.

    Args: ranked: at most five, best first; never empty.
    """

    why: AskReason
    ranked: tuple[Ranked, ...]
