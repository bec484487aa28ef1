"""Between which shares the truth lies, when only some were looked at: Wilson's score interval. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Proportion:
    """So many of so many. Args: low, high: of the interval."""

    count: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share itself."""
        return self.count / self.of


def proportion(count: int, of: int, *, confidence: float = CONFIDENCE) -> Proportion | None:
    """A share with its interval, without correction for continuity; None: of nothing.

    Source: Wilson 1927; method 3 of Newcombe 1998.
    """
    if not of:
        return None
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share, square = count / of, z * z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = z / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return Proportion(count, of, max(0.0, middle - half), min(1.0, middle + half))
