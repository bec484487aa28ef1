"""Codes of documents: random, checked, read back however they were typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.shared.issuing.codes import (
    ALPHABET,
    LENGTH,
    Marked,
    check_character,
    new_code,
    read_code,
    read_mark,
    spoken,
)

pytestmark = pytest.mark.requirement("DIS-3")
BODY = st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1)


@given(BODY)
def test_code_is_read_as_it_is_spoken(body: str) -> None:
    code = body + check_character(body)
    assert read_code(code) == code
    assert read_code(spoken(code).lower().replace("-", " － ")) == code


@given(BODY, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(body: str, place: int, other: str) -> None:
    code = body + check_character(body)
    wrong = code[:place] + other + code[place + 1 :]
    assert (read_code(wrong) == wrong) == (other == code[place])


def test_new_codes_have_no_character_that_is_mistaken_for_another() -> None:
    made = {new_code() for _ in range(500)}
    assert len(made) == 500
    assert all(len(code) == LENGTH and not set(code) & set("01IO") for code in made)


@pytest.mark.parametrize("typed", ["", "K7QD", "0OI1-0OI1-0OI1", "K7QD-2MXP-W4R" + "é", "x" * 5000])
def test_what_is_no_code_is_read_as_none(typed: str) -> None:
    assert read_code(typed) == ""


def test_mark_of_another_system_is_not_ours() -> None:
    code = new_code()
    assert read_mark(f"https://a.example/check/{code}/?page=12") == Marked(code, 12)
    assert read_mark(f"https://a.example/check/{code}/") == Marked(code, 0)
    assert read_mark(f"https://a.example/verify/{code}") is None
    wrong = ("A" if code[0] != "A" else "B") + code[1:]
    assert read_mark(f"https://a.example/check/{wrong}/?page=1") is None
