"""The book of cleaner production: fields of several grounds add up, and what is judged is what is asked."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rulebook.books import LIBRARY

BOOK = LIBRARY.at("cleaner-production", on=date(2022, 3, 1))
GROUNDS = ("over-limits", "energy", "toxic")

pytestmark = pytest.mark.requirement("POL-1")


def _fields(ground: str) -> list[str]:
    return [name for each in BOOK.requirements[f"{ground}-fields"].item for name in each.any_of]


def test_three_grounds_share_three_fields_and_add_up_to_fifteen() -> None:
    assert [len(_fields(each)) for each in GROUNDS] == [7, 7, 7]
    shared = set.intersection(*(set(_fields(each)) for each in GROUNDS))
    assert shared == {"enterprise-name", "legal-representative", "address"}
    assert len({name for each in GROUNDS for name in _fields(each)}) == 15


def test_completeness_is_judged_field_by_field_as_they_are_asked() -> None:
    groups = {group.id: [row.id for row in group.row] for group in BOOK.tables["completeness"].group}
    common = groups["missing-common"]
    for ground in GROUNDS:
        assert common + groups[f"missing-{ground}"] == [f"missing-{name}" for name in _fields(ground)]


def test_laws_stand_in_the_order_of_their_years() -> None:
    years = [each.at["year"] for each in BOOK.lists["laws"].item]
    assert years == sorted(years)
