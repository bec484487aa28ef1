"""How far two people agree who coded the same things: Cohen's kappa. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Agreement:
    """What two codings come to. Args: same: coded alike. expected: share that would be alike by chance."""

    count: int
    same: int
    expected: Fraction

    @property
    def observed(self) -> float | None:
        """Share that was coded alike; None: nothing was coded twice."""
        return self.same / self.count if self.count else None

    @property
    def kappa(self) -> float | None:
        """1: always alike, 0: as by chance. None: nothing was coded twice, or everything into one class."""
        if not self.count or self.expected == 1:
            return None
        return float((Fraction(self.same, self.count) - self.expected) / (1 - self.expected))


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """The agreement of pairs: what the one said, what the other.

    Source: Cohen 1960, A coefficient of agreement for nominal scales.
    """
    count = len(pairs)
    if not count:
        return Agreement(0, 0, Fraction(0))
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum((Fraction(ones[each] * others[each], count * count) for each in ones), Fraction(0))
    return Agreement(count, sum(one == other for one, other in pairs), expected)
