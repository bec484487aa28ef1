"""What an enterprise had to publish, and what it did, field by field (CPA-2)."""

from __future__ import annotations

from datetime import date

import pytest

from qingce.domain.cleaner_production.queries import FieldState, Verdict, judge_publication
from qingce.shared.rulebooks.errors import NoReleaseInForce
from tests.factories import release_rules

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CPA-2")]
ON = date(2026, 11, 22)
COMMON = ("enterprise-name", "legal-representative", "address")
OVER = (*COMMON, "pollutants", "discharge-manner", "concentration-and-total", "exceedances")
ENERGY = ("energy-use", "energy-per-value", "energy-per-product", "energy-exceedance")
TOXIC = ("toxic-materials", "toxic-substances", "hazardous-waste", "risk-prevention")


@pytest.fixture(autouse=True)
def _rules(db: None) -> None:
    release_rules("cleaner-production")


@pytest.mark.parametrize(
    ("grounds", "fields"),
    [
        ("over-limits", OVER), ("energy", (*COMMON, *ENERGY)), ("toxic", (*COMMON, *TOXIC)),
        ("over-limits;toxic", (*OVER, *TOXIC)), ("toxic;over-limits", (*OVER, *TOXIC)),
        ("over-limits;energy;toxic", (*OVER, *ENERGY, *TOXIC)), ("", ()), ("unheard-of", ()),
    ],
)  # fmt: skip
def test_grounds_ask_for_their_fields_and_several_for_the_union(grounds: str, fields: tuple[str, ...]) -> None:
    assert tuple(each.id for each in judge_publication({"grounds": grounds}, on=ON).fields) == fields


@pytest.mark.parametrize(
    ("details", "verdict"),
    [
        ({"grounds": "toxic", "published": "有毒有害原料、有毒有害物质排放、危险废物"}, Verdict.CANNOT_BE_JUDGED),
        ({"grounds": "toxic", "published": "有毒有害原料", "not_published": "危险废物"}, Verdict.INCOMPLETE),
        ({"grounds": "over-limits", "not_published": "双超排放"}, Verdict.INCOMPLETE),
        ({"grounds": "toxic", "not_published": "双超排放"}, Verdict.CANNOT_BE_JUDGED),
        ({"obligation": "mandatory", "published": "危险废物"}, Verdict.CANNOT_BE_JUDGED),
        ({"obligation": "voluntary"}, Verdict.NOT_ASKED),
        ({}, Verdict.CANNOT_BE_JUDGED),
    ],
)
def test_one_missing_field_is_enough_and_silence_is_no_verdict(details: dict[str, str], verdict: Verdict) -> None:
    assert judge_publication(details, on=ON).verdict == verdict


def test_a_part_that_is_missing_tells_of_all_its_fields_one_that_is_there_of_what_it_surely_holds() -> None:
    missing = judge_publication({"grounds": "over-limits", "not_published": "双超排放"}, on=ON)
    states = {each.id: each.state for each in missing.fields}
    assert [name for name, state in states.items() if state == FieldState.NOT_PUBLISHED] == list(OVER[3:])
    there = judge_publication({"grounds": "over-limits", "published": "双超排放"}, on=ON)
    states = {each.id: each.state for each in there.fields}
    assert [name for name, state in states.items() if state == FieldState.PUBLISHED] == [
        "enterprise-name",
        "pollutants",
    ]


def test_before_the_rules_hold_nothing_is_judged() -> None:
    with pytest.raises(NoReleaseInForce):
        judge_publication({"grounds": "toxic"}, on=date(2016, 6, 30))
