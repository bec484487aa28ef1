"""What a text suggests: each choice from its words, nothing from words that are not said of the record."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.domain.removal.suggesting import Suggestion, suggest
from tests.domain.removal.suggesting.texts_of_choices import NOT_SAID, SAID

FRAGMENTS = [text for texts in SAID.values() for text in texts] + NOT_SAID
ODD = [
    "　",
    " ",
    "\n",
    "\n\n",
    "\n \r\n",
    "é",
    "①",
    "㎎",
    "\u200b",
    "。",
    "；",
    "《",
    "》",
    "“",
    "”",
    "规定：",
    "未",
    "不",
    "3吨",
    "超",
]


def matters(text: str) -> set[object]:
    return {each.value for each in suggest(text) if each.fact == "matters"}


@pytest.mark.requirement("REM-1")
@pytest.mark.parametrize(("choice", "text"), [(choice, text) for choice, texts in SAID.items() for text in texts])
def test_choice_is_suggested_by_its_words(choice: str, text: str) -> None:
    assert choice in matters(text)


@pytest.mark.requirement("REM-1")
@pytest.mark.parametrize("text", NOT_SAID)
def test_words_that_are_not_said_of_the_record_suggest_nothing(text: str) -> None:
    assert suggest(text) == ()


def test_suggestion_shows_words_confidence_and_sign() -> None:
    text = "　檢查發現該公司私設暗管，偷排廢水。"
    assert suggest(text, field="description") == (
        Suggestion("matters", "hidden-outlet", (8, 12), "私設暗管", Decimal("0.95"), "hidden-pipe", "description"),
    )


def test_of_several_signs_the_surest_speaks() -> None:
    (found,) = suggest("厂界噪声超标，噪声扰民")
    assert (found.value, found.sign, found.confidence) == ("noise-disturbance", "noise-disturbs", Decimal("0.95"))


@pytest.mark.parametrize(
    "text",
    ["废 气 处 理 设 施 未\n运 行", "廢氣處理設施未運行", "废气处理设施未运⾏", "废气\u200b处理设施未运行"],
)
def test_script_width_spaces_and_hidden_characters_do_not_matter(text: str) -> None:
    assert matters(text) == {"facility-idle"}


def test_an_empty_line_ends_a_sentence_and_a_line_end_does_not() -> None:
    assert matters("废气处理设施未\n运行") == {"facility-idle"}
    assert matters("废气处理设施\n\n未运行") == set()
    (found,) = suggest("外排废水超标\n\n罚款")
    assert found.words == "外排废水超标"


def test_what_was_set_aside_does_not_hide_the_rest() -> None:
    assert matters("氨氮未超标，但总磷超标2倍") == {"exceedance"}
    assert matters("逾期不改正的，按日连续处罚。现场已查封配电箱") == {"sealed-or-seized"}
    assert matters("依据《环境保护法》第六十条的规定，责令停产整治") == {"stopped-for-rectification"}
    assert matters("应当配套建设的污染防治设施未建成，主体工程投入生产") >= {"production-before-facility"}


@given(st.lists(st.sampled_from(FRAGMENTS + ODD) | st.text(max_size=5), max_size=8).map("".join))
def test_every_span_holds_its_words(text: str) -> None:
    for each in suggest(text):
        start, end = each.span
        assert 0 <= start < end <= len(text)
        assert text[start:end] == each.words


@pytest.mark.parametrize("word", ["危险废物", "废水超过", "未", "《", "规定“", "设施", "3吨", "的,由"])
def test_long_text_of_one_word_is_read_to_its_end(word: str) -> None:
    assert isinstance(suggest(word * 3000), tuple)
