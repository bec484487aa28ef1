"""Which names are so far apart that no reason could bring their enterprises near: told in bulk, from brand and trade.

What is left is weighed with every reason (`deciding`). Nothing is passed over here that could be asked about there;
where the weights no longer say so, nothing is passed over.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import cache

from qingce.domain.enterprises.enums import MatchReason as Reason
from qingce.domain.enterprises.scoring import weights

_FAR = (Reason.NAME_UNLIKE, Reason.TRADE_DIFFERS)
_BODIES = frozenset(
    {
        Reason.NAME_EQUAL, Reason.NAME_FORMER, Reason.NAME_STATED_FORMER, Reason.CORE_EQUAL, Reason.ONE_CHARACTER,
        Reason.ONE_SOUND, Reason.TWO_CHARACTERS, Reason.MASK_FITS, Reason.NAME_PART, Reason.NAME_LATIN,
        Reason.TRADE_DIFFERS, Reason.NAME_UNLIKE, Reason.NUMBER_DIFFERS,
    }
)  # fmt: skip
_CODES = frozenset({Reason.CODE_EQUAL, Reason.CODE_ONE_OFF, Reason.CODE_PART, Reason.CODE_UNLIKE})
_SHORTEST_FOR_TWO = 5
_BRAND = 2


@cache
def can_pass_over() -> bool:
    """Whether names that differ much are never asked about, whatever else speaks for them but a code."""
    table = weights()
    others = sum(max(0.0, table.weights[each]) for each in set(Reason) - _BODIES - _CODES)
    asked = math.log(float(table.ask) / (1 - float(table.ask)))
    return all(table.base + table.weights[each] + others < asked for each in _FAR)


def any_close(body: str, others: Collection[str]) -> bool:
    """Whether one of the bodies of names may be more than unlike to a body; "" may be anything.

    It may if all characters of the shorter one but one stand in the longer one in their order; of longer ones with a
    part of the brand in common, all but two.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import LCSseq

    least = max(1, min(len(body), min(map(len, others), default=0)) - _BRAND)
    found = process.extract(body, others, scorer=LCSseq.similarity, score_cutoff=least, limit=None, processor=None)
    return "" in others or any(_is_close(body, other, int(shared)) for other, shared, _ in found)


def _is_close(body: str, other: str, shared: int) -> bool:
    short = min(len(body), len(other))
    if shared >= short - 1:
        return True
    has_brand = bool(set(body[:_BRAND]) & set(other[:_BRAND]))
    return shared == short - 2 and short >= _SHORTEST_FOR_TWO and has_brand
