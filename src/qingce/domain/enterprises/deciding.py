"""One enterprise, a new one, or a question: what follows from the scores of the enterprises near to a description."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from qingce.domain.enterprises.comparing import compare_names
from qingce.domain.enterprises.decisions import MOST_RANKED
from qingce.domain.enterprises.describing import Description
from qingce.domain.enterprises.enums import AskReason
from qingce.domain.enterprises.enums import MatchReason as Reason
from qingce.domain.enterprises.evidence import reasons_for
from qingce.domain.enterprises.matching import Candidate, may_be_one
from qingce.domain.enterprises.scoring import score, weightiest_first, weights
from qingce.domain.enterprises.traits import OWN_KEY
from qingce.pure.kernel.name_parts import name_parts

SHORTEST_LATIN = 10
LEAST_SHOWN = Decimal("0.05")
_BRANCHES = frozenset({Reason.BRANCH_OF, Reason.BRANCH_DIFFERS})


@dataclass(frozen=True, slots=True)
class Weighed:
    """An enterprise with its score and the reasons for it, the weightiest first."""

    enterprise: Candidate
    score: Decimal
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question before the enterprises made in the same run have numbers."""

    why: AskReason
    ranked: tuple[Weighed, ...]


Decision = Candidate | Question | None  # the enterprise meant, a question, or a new enterprise


def decide(description: Description, near: Iterable[tuple[Candidate, Collection[str]]]) -> Decision:
    """What follows for a description that neither code nor name has settled.

    Args: near: enterprises to compare with, each with the keys of its names.
    Returns: the enterprise meant; a question with at most five candidates, best first; None: a new enterprise.
    """
    ranked = _ranked(description, near)
    if not ranked or ranked[0].score < weights().ask:
        return None
    best, *others = ranked
    is_alone = not others or others[0].score < weights().ask
    if best.score >= weights().same and is_alone and OWN_KEY not in description.name_key:
        return best.enterprise
    return Question(_why(ranked), tuple(ranked[:MOST_RANKED]))


def _ranked(description: Description, near: Iterable[tuple[Candidate, Collection[str]]]) -> list[Weighed]:
    """One per family, best first, those worth showing."""
    families: dict[int, Weighed] = {}
    for enterprise, names in near:
        if not may_be_one(enterprise, description):
            continue
        weighed = weigh(enterprise, reasons_for(description, enterprise, names=names))
        if _is_anywhere(description, weighed.reasons):
            continue
        known = families.get(enterprise.family)
        if weighed.score >= LEAST_SHOWN and (known is None or weighed.score > known.score):
            families[enterprise.family] = weighed
    return sorted(families.values(), key=lambda each: -each.score)


def weigh(enterprise: Candidate, reasons: Sequence[Reason]) -> Weighed:
    """An enterprise with the score of its reasons."""
    return Weighed(enterprise, score(reasons), weightiest_first(reasons))


def _is_anywhere(description: Description, reasons: Sequence[Reason]) -> bool:
    """Whether a name without legal form and place (昊曦砖瓦窑) is met in another county: they are many.

    Long names in Latin letters bear their legal form in another language.
    """
    if description.is_company or Reason.SAME_COUNTY in reasons or Reason.SAME_ADDRESS in reasons:
        return False
    key = description.name_key.partition(OWN_KEY)[0]
    return not (name_parts(key).place or (key.isascii() and len(key) >= SHORTEST_LATIN))


def _why(ranked: Sequence[Weighed]) -> AskReason:
    best = ranked[0].reasons
    if Reason.MASK_FITS in best:
        return AskReason.MASKED
    if Reason.OTHER_PREFECTURE in best and {Reason.NAME_EQUAL, Reason.NAME_FORMER} & set(best):
        return AskReason.OTHER_PLACE
    return AskReason.SEVERAL if len(ranked) > 1 and ranked[1].score >= weights().ask else AskReason.NEAR


def under_known_code(enterprise: Candidate, description: Description) -> Weighed:
    """How well a name fits the enterprise whose code stands beside it; its sites go by the code of the whole."""
    reasons = compare_names(description.name_key, enterprise.name_key, near=enterprise.division)
    return weigh(enterprise, (Reason.CODE_EQUAL, *(each for each in reasons if each not in _BRANCHES)))
