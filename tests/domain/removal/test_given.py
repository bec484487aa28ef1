"""What a record gives by its own columns, under the names that the rulebook has for it."""

from __future__ import annotations

from datetime import date

import pytest

from qingce.domain.records.enums import RecordType
from qingce.domain.records.queries import RecordMatter
from qingce.domain.removal.given import given_facts
from tests.factories import rule_library

pytestmark = pytest.mark.requirement("REM-1")
TODAY = date(2026, 11, 21)


def matter(**values: object) -> RecordMatter:
    given = {"id": 1, "type": RecordType.SUPERVISION, "published_on": None, "details": {}, "texts": ("…",)}
    return RecordMatter(**given | {"measurements": (), "quantities": ()} | values)


def given(**values: object) -> dict[str, object]:
    return given_facts(rule_library().versions("removal")[0], matter(**values), on=TODAY)


def test_record_gives_type_publication_and_colour() -> None:
    rating = given(type=RecordType.CREDIT_RATING, published_on=date(2024, 3, 1), details={"colour": "red"})
    assert rating == {
        "record_type": "credit-rating",
        "published_on": date(2024, 3, 1),
        "rating_colour": "red",
        "applied_on": TODAY,
    }


def test_what_a_record_does_not_say_is_unknown() -> None:
    assert given() == {"record_type": "supervision", "applied_on": TODAY}
    assert given(details={"colour": ""}) == given()


def test_word_that_the_rulebook_does_not_know_is_no_fact() -> None:
    assert given(details={"colour": "purple"}) == given()
