"""The worked example of RFC 3797, and what holds of every draw."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.draw.errors import DrawTooLarge, SourceUnreadable
from qingce.pure.draw.selecting import seed_key, select

pytestmark = pytest.mark.requirement("EXP-1")
KEY = "9319./2.5.8.10.12./9.18.26.34.41.45./"
EXAMPLE = [
    (0, "990dd0a5692a029a98b5e01aa28f3459", 25, 17),
    (1, "3691e55cb63fcc37914430b2f70b5ec6", 24, 7),
    (2, "fe814edf564c190ac1d25753979990fa", 23, 2),
    (3, "1863ccaceb568c31d7ddbdf1d4e91387", 22, 16),
    (4, "f4ab33df4889f0af29c513905be1d758", 21, 25),
    (5, "13eaeb529f61acfb9a29d0ba3a60de4a", 20, 23),
    (6, "992db77c382ca2bdb9727001f3cdccd9", 19, 8),
    (7, "63ab4258eca922976811c7f55c383ce7", 18, 24),
    (8, "dfbc5ac97ced01b3a6e348e3cc63f40d", 17, 19),
    (9, "31cb111c4a4ebe9287ceae16fe51b909", 16, 13),
]


def test_worked_example_of_the_standard() -> None:
    assert seed_key([["9319"], ["2", "5", "12", "8", "10"], ["9", "18", "26", "34", "41", "45"]]) == KEY
    steps = [(each.index, each.digest, each.remaining, each.chosen) for each in select(25, 10, KEY)]
    assert steps == EXAMPLE


@pytest.mark.parametrize(
    ("sources", "key"),
    [
        ([["007", "0"]], "0.7./"),
        ([["10", "9", "1.50"]], "1.5.9.10./"),
        ([["3.0"], ["2"]], "3./2./"),
    ],
)
def test_numbers_are_written_in_one_way(sources: list[list[str]], key: str) -> None:
    assert seed_key(sources) == key


@pytest.mark.parametrize("sources", [[], [[]], [["x"]], [["1.2.3"]], [["-1"]], [["１"]], [[""]], [["1e3"]]])
def test_what_is_no_number_is_refused(sources: list[list[str]]) -> None:
    with pytest.raises(SourceUnreadable):
        seed_key(sources)


@given(st.integers(1, 300), st.integers(0, 10**9))
def test_everybody_is_chosen_once_and_a_longer_draw_begins_like_a_shorter_one(size: int, value: int) -> None:
    key = seed_key([[str(value)]])
    whole = [each.chosen for each in select(size, size, key)]
    assert sorted(whole) == list(range(1, size + 1))
    assert [each.chosen for each in select(size, size // 2, key)] == whole[: size // 2]


@pytest.mark.parametrize(("size", "count"), [(3, 4), (0, 1), (3, -1), (70_000, 65_537)])
def test_more_than_there_are_cannot_be_chosen(size: int, count: int) -> None:
    with pytest.raises(DrawTooLarge):
        select(size, count, KEY)


def test_nobody_is_preferred() -> None:
    counts = [0] * 5
    for value in range(2_000):
        counts[select(5, 1, seed_key([[str(value)]]))[0].chosen - 1] += 1
    assert all(330 < each < 470 for each in counts)
