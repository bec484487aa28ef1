"""Many words found in one pass."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qingce.domain.removal.suggesting.finding import WordFinder

WORDS = st.lists(st.text("废水油", min_size=2, max_size=4), max_size=8)


@given(st.lists(WORDS, max_size=5), st.text("废水油。", max_size=12))
def test_every_owner_of_a_word_in_the_text_is_found(owned: list[list[str]], text: str) -> None:
    finder = WordFinder(enumerate(owned))
    assert finder.owners_in(text) == [place for place, words in enumerate(owned) if any(word in text for word in words)]


def test_words_may_hold_and_overlap_each_other() -> None:
    finder = WordFinder([(0, ["废水"]), (1, ["废水处理"]), (2, ["水处理"]), (3, ["处理厂"])])
    assert finder.owners_in("废水处理") == [0, 1, 2]
