"""The small language of the tables of signs."""

from __future__ import annotations

import re

import pytest

from qingce.domain.removal.suggesting.errors import InvalidSign
from qingce.domain.removal.suggesting.phrases import Phrase, read_phrase

WORDS = {"waste": read_phrase("危废|废(油|酸)", {})}


def phrase(text: str) -> Phrase:
    return read_phrase(text, WORDS)


@pytest.mark.parametrize(
    ("text", "matching", "not_matching"),
    [
        ("暗管", "私设暗管", "明管"),
        ("未(运行|开启)", "未开启", "未见"),
        ("未(按规定|)设置", "未设置", "未按要求设置"),
        ("超#倍", "超3.5倍", "超倍"),
        ("A级", "ａ級", "a类"),
        ("{waste}…倾倒", "废油沿河岸倾倒", "废油。倾倒"),
        ("未‥验收", "未经竣工验收", "未批准,验收"),
        ("(一|二)(三|四)", "二三", "三二"),
    ],
)
def test_phrase_matches_folded_text(text: str, matching: str, not_matching: str) -> None:
    from qingce.pure.kernel.text import fold

    assert re.search(phrase(text).pattern, fold(matching))
    assert not re.search(phrase(text).pattern, fold(not_matching))


@pytest.mark.parametrize(
    ("text", "anchors"),
    [
        ("暗管", {"暗管"}),
        ("未(运行|开启)", {"未运行", "未开启"}),
        ("未(按规定|)设置", {"未设置", "未按规定设置"}),
        ("未…验收手续", {"验收手续"}),
        ("{waste}‥倾倒", {"倾倒"}),
        ("{waste}", {"危废", "废油", "废酸"}),
        ("#|倍", set()),
        ("(未|)", set()),
    ],
)
def test_anchors_are_words_without_which_nothing_matches(text: str, anchors: set[str]) -> None:
    assert phrase(text).anchors == anchors


@pytest.mark.parametrize("text", ["(暗管", "暗管)", "{pipe}", "{waste", "一…二…三…四"])
def test_phrase_that_cannot_be_read_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(InvalidSign) as refused:
        phrase(text)
    assert refused.value.params == {"phrase": text}
