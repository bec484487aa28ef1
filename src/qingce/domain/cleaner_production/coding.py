"""What a sample comes to: counts by unit, how far two surveyors agree, and who is telephoned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qingce.domain.cleaner_production.agreement import Agreement, agreement
from qingce.domain.cleaner_production.enums import CodedAs
from qingce.domain.cleaner_production.intervals import Proportion, proportion
from qingce.domain.cleaner_production.sampling import Chosen, Member, to_telephone
from qingce.domain.cleaner_production.survey_reading import MemberRow, SurveyRow, codings_of, members_of

PUBLISHED = (CodedAs.COMPLETE, CodedAs.INCOMPLETE, CodedAs.CANNOT_BE_JUDGED)


@dataclass(frozen=True)
class UnitCount:
    """A unit's part of a sample. Args: first_coder: signature; empty: given to nobody."""

    unit: str
    sampled: int
    coded: int
    published: int
    first_coder: str
    second_coder: str


@dataclass(frozen=True)
class Results:
    """What a survey comes to so far. Args: sample: by unit and place. telephone: numbers of those to call."""

    sample: Sequence[MemberRow]
    codings: Mapping[int, tuple[CodedAs | None, CodedAs | None]]
    units: Sequence[UnitCount]
    agreement: Agreement
    telephone: frozenset[int]

    @property
    def counts(self) -> Mapping[CodedAs, int]:
        """How many were coded as what, by the first surveyor."""
        found = Counter(first for first, _second in self.codings.values() if first)
        return {each: found[each] for each in CodedAs}

    @property
    def coded(self) -> int:
        """How many the first surveyor has coded."""
        return sum(self.counts.values())

    @property
    def published(self) -> Proportion | None:
        """Of those coded, how many published anything."""
        return proportion(sum(self.counts[each] for each in PUBLISHED), self.coded)

    @property
    def is_whole(self) -> bool:
        """Whether everything sampled is coded."""
        return bool(self.sample) and self.coded == len(self.sample)


def results_of(survey: SurveyRow) -> Results:
    """What a survey comes to so far; five queries."""
    sample, codings = members_of(survey.id, is_sampled=True), codings_of(survey.id)
    units: dict[str, list[MemberRow]] = {}
    for each in sample:
        units.setdefault(each.unit, []).append(each)
    pairs = [(first, second) for first, second in codings.values() if first and second]
    return Results(
        sample,
        codings,
        [_unit_count(unit, rows, codings) for unit, rows in units.items()],
        agreement(pairs),
        frozenset(number for rows in units.values() for number in _telephoned(rows, codings, survey)),
    )


def _unit_count(
    unit: str, rows: Sequence[MemberRow], codings: Mapping[int, tuple[CodedAs | None, CodedAs | None]]
) -> UnitCount:
    said = [codings.get(each.id, (None, None))[0] for each in rows]
    twice = [each.second_coder for each in rows if each.second_coder]
    return UnitCount(
        unit,
        len(rows),
        sum(each is not None for each in said),
        sum(each in PUBLISHED for each in said),
        rows[0].first_coder,
        twice[0] if twice else "",
    )


def _telephoned(
    rows: Sequence[MemberRow], codings: Mapping[int, tuple[CodedAs | None, CodedAs | None]], survey: SurveyRow
) -> list[int]:
    """Who of a unit is telephoned; nobody before all of the unit is coded, so that the choice does not depend on whom
    somebody looked at first."""
    if any(codings.get(each.id, (None, None))[0] is None for each in rows):
        return []
    silent = [each for each in rows if codings[each.id][0] == CodedAs.NOT_PUBLISHED]
    by_number = {each.number: each for each in silent}
    chosen = to_telephone(
        [Chosen(_member(each), each.place or 0, "") for each in silent],
        {each.number: each.drawn or 0 for each in silent},
        per_unit=survey.telephone_per_unit,
        preferred=range(survey.preferred_from, survey.preferred_until + 1),
    )
    return [by_number[each.member.number].id for each in chosen]


def _member(row: MemberRow) -> Member:
    return Member(row.number, row.unit, tuple(each.value for each in row.grounds if each.value), tuple(row.years))
