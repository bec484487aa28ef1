"""How what a reader types is understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.kernel.text import fold
from qingce.shared.search.enums import MOST_TERMS, Notice
from qingce.shared.search.errors import QueryTooLong, TooManyTerms
from qingce.shared.search.parsing import parse_query


@pytest.mark.requirement("REC-6")
@pytest.mark.parametrize(
    ("text", "terms", "not_terms"),
    [
        ("", (), ()),
        ("  \t\u3000 ", (), ()),
        ("化工", ("化工",), ()),
        ("化工 超标", ("化工", "超标"), ()),
        ("化工\u3000超标", ("化工", "超标"), ()),
        ("化工\n超标", ("化工", "超标"), ()),
        ("化工 化工", ("化工",), ()),
        ("臺灣 環境違法", ("台湾", "环境违法"), ()),
        ("ＡＢＣ１２３", ("abc123",), ()),
        ('"no 5" plant', ("no 5", "plant"), ()),
        ("“超标 排放”化工", ("超标 排放", "化工"), ()),
        ("「超标\u3000\u3000排放」", ("超标 排放",), ()),
        ("『暗管』", ("暗管",), ()),
        ("＂暗 管＂", ("暗 管",), ()),
        ('“暗 管"', ("暗 管",), ()),
        ("“”“ ”", (), ()),
        ("化工 -超标", ("化工",), ("超标",)),
        ("化工 －超标", ("化工",), ("超标",)),
        ("-“超标 排放” 化工", ("化工",), ("超标 排放",)),
        ("-化工", (), ("化工",)),
        ("--化工", (), ("-化工",)),
        ("GB-2312", ("gb-2312",), ()),
        ("沪环罚〔2021〕12号", ("沪环罚〔2021〕12号",), ()),
        ("化\x00工\x1f", ("化工",), ()),
        ("化\u200b工", ("化工",), ()),
        ("100% a_b *?+ <b> '; DROP TABLE", ("100%", "a_b", "*?+", "<b>", "';", "drop", "table"), ()),
    ],
)
def test_query_is_understood(text: str, terms: tuple[str, ...], not_terms: tuple[str, ...]) -> None:
    query = parse_query(text)
    assert (query.terms, query.not_terms, query.notices) == (terms, not_terms, ())


@pytest.mark.parametrize(
    ("text", "terms", "not_terms", "notice"),
    [
        ('化工 "超标 排放', ("化工", "超标 排放"), (), Notice.QUOTE_NOT_CLOSED),
        ("「超标 ”化工", ("超标 ”化工",), (), Notice.QUOTE_NOT_CLOSED),
        ('5" pipe', ("5", "pipe"), (), Notice.QUOTE_NOT_CLOSED),
        ('化工"', ("化工",), (), Notice.QUOTE_NOT_CLOSED),
        ("-“超标 排放", (), ("超标 排放",), Notice.QUOTE_NOT_CLOSED),
        ("2021 - 2022", ("2021", "2022"), (), Notice.LONE_MINUS),
        ("化工 -", ("化工",), (), Notice.LONE_MINUS),
    ],
)
def test_slips_are_noticed(text: str, terms: tuple[str, ...], not_terms: tuple[str, ...], notice: Notice) -> None:
    query = parse_query(text)
    assert (query.terms, query.not_terms, query.notices) == (terms, not_terms, (notice,))


def test_query_of_ten_thousand_characters_is_too_long() -> None:
    with pytest.raises(QueryTooLong) as caught:
        parse_query("污" * 10_000)
    assert caught.value.params == {"length": 10_000, "longest": 200}


def test_length_counts_what_is_left_without_control_characters() -> None:
    assert parse_query("污" * 200 + "\x00" * 50 + " " * 50).terms == ("污" * 200,)


def test_more_than_twenty_terms_are_too_many() -> None:
    words = [f"w{number}" for number in range(MOST_TERMS + 1)]
    assert len(parse_query(" ".join(words[:-1])).terms) == MOST_TERMS
    with pytest.raises(TooManyTerms):
        parse_query(" ".join(words))


@given(st.text(max_size=60))
def test_any_text_is_understood_and_terms_are_folded(text: str) -> None:
    query = parse_query(text)
    for term in (*query.terms, *query.not_terms):
        assert term
        assert fold(term) == term
