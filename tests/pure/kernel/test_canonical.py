from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.kernel.canonical import NotCanonical, canonical_json, digest, sha256_hex

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=8,
)


class Colour(StrEnum):
    GREEN = "green"


def test_canonical_json_sorts_keys_and_writes_no_spaces() -> None:
    assert (
        canonical_json({"乙": 1, "a": [True, None, 1.0], "A": "氨氮\n"})
        == '{"A":"氨氮\\n","a":[true,null,1],"乙":1}'.encode()
    )


def test_canonical_json_writes_dates_decimals_and_states_as_text() -> None:
    noon_in_china = datetime(2020, 2, 20, 12, tzinfo=timezone(timedelta(hours=8)))
    value = {
        "on": date(2020, 2, 20),
        "at": noon_in_china,
        "fine": Decimal("398600.00"),
        "state": Colour.GREEN,
        "pair": (1, 2),
    }
    assert json.loads(canonical_json(value)) == {
        "on": "2020-02-20",
        "at": "2020-02-20T04:00:00+00:00",
        "fine": "398600",
        "state": "green",
        "pair": [1, 2],
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Decimal("5E+4"), Decimal("50000.00")),
        (Decimal("-0.0"), Decimal(0)),
        (datetime(2020, 2, 20, 12, tzinfo=timezone(timedelta(hours=8))), datetime(2020, 2, 20, 4, tzinfo=UTC)),
    ],
)
def test_canonical_json_of_equal_values_is_equal(one: object, other: object) -> None:
    assert canonical_json(one) == canonical_json(other)


@given(JSON_VALUES)
def test_canonical_json_reads_back(value: object) -> None:
    assert json.loads(canonical_json(value)) == value


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        2**53,
        b"bytes",
        {1: "x"},
        {"a": {2, 3}},
        datetime(2020, 2, 20),  # noqa: DTZ001  a time without a zone is the case
        "\ud800",
        object(),
    ],
)
def test_canonical_json_refuses_what_has_no_form(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical_json(value)


def test_sha256_hex_is_the_standard_digest() -> None:
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_digest_is_truncated_sha256_of_framed_parts() -> None:
    framed = b"\x01" + (3).to_bytes(8, "big") + b"abc" + b"\x00"
    assert digest("abc", None) == hashlib.sha256(framed).digest()[:16]


@pytest.mark.requirement("REC-5")
@given(st.lists(st.none() | st.text(max_size=4), max_size=4), st.lists(st.none() | st.text(max_size=4), max_size=4))
def test_digest_differs_exactly_when_the_parts_do(one: list[str | None], other: list[str | None]) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)


def test_digest_exists_for_broken_text() -> None:
    assert len(digest("\ud800")) == 16
