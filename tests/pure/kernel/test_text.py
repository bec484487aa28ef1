from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.kernel.text import _fold_character, clean, fold, fold_all, fold_with_offsets, folding_changes

ANY_TEXT = st.text(alphabet=st.characters(), max_size=60)
HARD_TEXT = st.text(
    alphabet=st.sampled_from("清遠１２Ａé\u0301ﬁİßΣς㎎½\u3000 \t\n\x00\u200b\ufeff가\u1100\u1161が゙⼯\ufe0f乾後"),
    max_size=30,
)


@pytest.mark.requirement("REC-6")
@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("清遠千百麗紡織印染有限公司", "清远千百丽纺织印染有限公司"),
        ("西環罰字〔2018〕1號", "西环罚字〔2018〕1号"),
        ("３Ｍ中国　有限公司", "3m中国 有限公司"),
        ("安美特（中国）化学", "安美特(中国)化学"),
        ("  氨氮\r\n\t超标 ", "氨氮 超标"),
        ("氨\x00氮\u200b", "氨氮"),
        ("451㎎／Ｎm³", "451mg/nm3"),
        ("Nestlé", "nestle"),
        ("Nestle\u0301", "nestle"),
        ("⼯厂", "工厂"),
        ("", ""),
        (" \u3000", ""),
    ],
)
def test_fold_gives_the_search_form(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(ANY_TEXT | HARD_TEXT)
def test_fold_twice_is_fold_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT | HARD_TEXT)
def test_fold_with_offsets_folds_alike_and_points_into_the_original(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded)
    assert offsets == sorted(offsets)
    assert all(0 <= offset < len(text) for offset in offsets)


@given(st.lists(st.text() | st.text("臺A， \u3000\n\x1f\uffffİΣß①", max_size=6)))
def test_fold_all_folds_each_as_if_alone(texts: list[str]) -> None:
    assert fold_all(texts) == [fold(text) for text in texts]


@pytest.mark.parametrize("start", range(0, 0x30000, 0x8000))
def test_fold_all_folds_every_character_alike(start: int) -> None:
    texts = [f"a{chr(code)}" for code in range(start, start + 0x8000)]
    assert fold_all(texts) == [fold(text) for text in texts]


def test_fold_with_offsets_finds_the_place_to_highlight() -> None:
    text = " 綜合  廢水㎎ "
    folded, offsets = fold_with_offsets(text)
    assert (folded, offsets) == ("综合 废水mg", [1, 2, 3, 5, 6, 7, 7])


def test_folding_changes_are_every_character_that_fold_changes() -> None:
    characters = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    folded = ((character, _fold_character(character)) for character in characters)
    assert folding_changes() == {character: new for character, new in folded if new != character}


def test_fold_gives_text_that_can_be_encoded() -> None:
    assert fold("a\ud800b").encode() == b"ab"


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("  清遠（Ａ）\r\n第二行\r第三行 ", "清遠（Ａ）\n第二行\n第三行"),
        ("氨\x00氮\u200b\ufeff\x1f", "氨氮"),
        ("列\t列", "列\t列"),
        ("a\u2028b\x0bc", "a\nb\nc"),
        ("\u202e反", "反"),
    ],
)
def test_clean_keeps_what_a_reader_sees(written: str, stored: str) -> None:
    assert clean(written) == stored


@given(ANY_TEXT | HARD_TEXT)
def test_clean_twice_is_clean_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
