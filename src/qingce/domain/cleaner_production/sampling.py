"""Which enterprises a survey looks at, once the order of all of them is drawn: a rule that anybody can follow by hand.

Pure: what is drawn stands in the public file of the draw, the rest in the population's; whoever has both gets the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

STRATA = ("over-limits", "energy", "toxic", "")  # the order of their turns; the last one: no ground is named


@dataclass(frozen=True)
class Member:
    """An enterprise of the population.

    Args: number: as the pool has it. grounds: of all its years. years: in which it was on a roster. is_listed: belongs
        to a listed company; None: not stated.
    """

    number: str
    unit: str
    grounds: tuple[str, ...]
    years: tuple[int, ...]
    is_listed: bool | None = None

    @property
    def is_preferred(self) -> bool:
        """A subsidiary of a listed company that was named repeatedly. Source: CP 企业…调研方法1."""
        return bool(self.is_listed) and len(self.years) > 1

    @property
    def strata(self) -> tuple[str, ...]:
        """The grounds that it stands for; one without any stands for those."""
        return tuple(each for each in STRATA if each in self.grounds) or ("",)


@dataclass(frozen=True)
class Chosen:
    """One of the sample. Args: place: in its unit, from 1. stratum: whose turn it was."""

    member: Member
    place: int
    stratum: str


def choose(members: Collection[Member], order: Sequence[str], *, per_unit: int) -> list[Chosen]:
    """The sample: in each unit the grounds take turns, and each takes the first of its own in the drawn order,
    preferred ones before the others, until there are enough or none is left.

    Args: order: every number of the population, as drawn.
    Returns: by unit and place.
    """
    drawn = {number: place for place, number in enumerate(order)}
    units: dict[str, list[Member]] = {}
    for each in members:
        units.setdefault(each.unit, []).append(each)
    return [
        chosen
        for unit in sorted(units)
        for chosen in _of_unit(
            sorted(units[unit], key=lambda each: (not each.is_preferred, drawn[each.number])), per_unit
        )
    ]


def _of_unit(members: Sequence[Member], per_unit: int) -> list[Chosen]:
    waiting = {stratum: [each for each in members if stratum in each.strata] for stratum in STRATA}
    found: list[Chosen] = []
    taken: set[str] = set()
    while len(found) < per_unit:
        before = len(found)
        for stratum in STRATA:
            following = next((each for each in waiting[stratum] if each.number not in taken), None)
            if following is not None and len(found) < per_unit:
                taken.add(following.number)
                found.append(Chosen(following, len(found) + 1, stratum))
        if len(found) == before:
            break
    return found


def coded_twice(count: int, *, percent: int) -> int:
    """How many of a unit's sample, from its first place on, two people code; at least one where any share is."""
    return -(-count * percent // 100)


def to_telephone(
    silent: Sequence[Chosen], order: Mapping[str, int], *, per_unit: int, preferred: Collection[int]
) -> list[Chosen]:
    """Of a unit's sample that published nothing, those who are telephoned: audits of preferred years first, then as
    drawn. Source: CP 企业…调研方法2.

    Args: order: number → place in the draw.
    """
    by_year = sorted(silent, key=lambda each: (not set(preferred) & set(each.member.years), order[each.member.number]))
    return by_year[:per_unit]
