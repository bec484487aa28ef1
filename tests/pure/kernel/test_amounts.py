from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.kernel.amounts import (
    InexactAmount,
    InvalidAmount,
    InvalidNumber,
    NegativeAmount,
    SeveralAmounts,
    UnclearAmount,
    parse_amount_cny,
    parse_decimal,
)

# Measures and fines of real decisions, as written.
REAL = [
    ("罚款人民币伍万元整", "50000"),
    ("责令停止项目建设,罚款人民币伍万贰仟壹佰贰拾元", "52120"),
    ("责令停业整顿,罚款十一万元", "110000"),
    ("罚款19万元", "190000"),
    ("罚款人民币伍拾肆万元整", "540000"),
    ("罚款人民币叁万元整", "30000"),
    ("立即停止运营;罚款伍万元", "50000"),
    ("罚款39.86万元(2018年6月14日已缴纳)", "398600"),
    ("责令限期治理,罚款人民币0.4万元", "4000"),
    ("处罚款叁万捌仟元", "38000"),
    ("停止建设,处七十万元罚款", "700000"),
    ("132583.5", "132583.5"),
]


@pytest.mark.parametrize(("text", "yuan"), REAL)
def test_parse_amount_reads_real_decisions(text: str, yuan: str) -> None:
    assert parse_amount_cny(text) == Decimal(yuan)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("50000", "50000"),
        ("5万元", "50000"),
        ("39.86万元", "398600"),
        ("1,234.5元", "1234.5"),
        ("１２万", "120000"),
        ("￥1，234.50", "1234.5"),
        ("RMB 50,000", "50000"),
        ("50000元人民币", "50000"),
        ("1亿2000万元", "120000000"),
        ("3万5000元", "35000"),
        ("2万5千元", "25000"),
        ("壹佰元伍角叁分", "100.53"),
        ("两万元", "20000"),
        ("三十五萬圓整", "350000"),
        ("伍万元整(50000元)", "50000"),
        ("0元", "0"),
        ("零元", "0"),
        ("罚款20.5万", "205000"),
        ("罚款人民币20.5万。", "205000"),
        ("年产能20万,罚款5万元", "50000"),
        ("三点五万元", "35000"),
        ("罚款三十五点五万元", "355000"),
        ("一点二五亿元", "125000000"),
        ("3元5角", "3.5"),
        ("排放CO 5000元", "5000"),
    ],
)
def test_parse_amount_reads_what_people_write(text: str, yuan: str) -> None:
    assert str(parse_amount_cny(text)) == yuan


@pytest.mark.parametrize(
    ("text", "error", "code"),
    [
        ("", InvalidAmount, "amount-unreadable"),
        ("不予行政处罚", InvalidAmount, "amount-unreadable"),
        ("責令在2016年7月25日前完成整改", InvalidAmount, "amount-unreadable"),
        ("5万美元", InvalidAmount, "amount-unreadable"),
        ("1,23元", InvalidAmount, "amount-unreadable"),
        ("五万二元", InvalidAmount, "amount-unreadable"),
        ("3万5元", InvalidAmount, "amount-unreadable"),
        ("5万余元", InvalidAmount, "amount-unreadable"),
        ("罚款三万点五万元", InvalidAmount, "amount-unreadable"),
        ("罚款20.5万吨", InvalidAmount, "amount-unreadable"),
        ("罚款5万美元", InvalidAmount, "amount-unreadable"),
        ("罚款3万,2000元", InvalidAmount, "amount-unreadable"),
        ("罚款20万,没收违法所得5000元", SeveralAmounts, "amount-several"),
        ("罚款廿五万元", InvalidAmount, "amount-unreadable"),
        ("没收违法所得1000元,并处罚款5万元", SeveralAmounts, "amount-several"),
        ("9" * 10_000, InvalidAmount, "amount-unreadable"),
        ("5\x00万元", InvalidAmount, "amount-unreadable"),
        ("责令改正,罚款40000元(同一报道正文另处误作4000元)", SeveralAmounts, "amount-several"),
        ("处5万元以上20万元以下罚款", SeveralAmounts, "amount-several"),
        ("罚款10万元以下", InexactAmount, "amount-inexact"),
        ("罚款约3万元", InexactAmount, "amount-inexact"),
        ("5-10万元", InexactAmount, "amount-inexact"),
        ("-5000", NegativeAmount, "amount-negative"),
        ("负五千元", NegativeAmount, "amount-negative"),
    ],
)
def test_parse_amount_tells_the_cause(text: str, error: type[InvalidAmount], code: str) -> None:
    with pytest.raises(InvalidAmount) as caught:
        parse_amount_cny(text)
    assert (type(caught.value), caught.value.code) == (error, code)


@pytest.mark.requirement("REC-6")
@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("1 000 000元", "1000000"),
        ("１ ０００ ０００元", "1000000"),
        ("1 000 000", "1000000"),
        ("10 050.5元", "10050.5"),
        ("罚款3万 5000元", "35000"),
        ("罚款叁万 伍仟元", "35000"),
        ("伍 万 贰仟元整", "52000"),
        ("1亿 2000万 3000元", "120003000"),
        ("壹佰元 伍角叁分", "100.53"),
    ],
)
def test_parse_amount_joins_what_plainly_is_one_number(text: str, yuan: str) -> None:
    assert str(parse_amount_cny(text)) == yuan


@pytest.mark.requirement("REC-6")
@pytest.mark.parametrize(
    "text",
    [
        "罚款人民币1 0000元",
        "罚款5O000元",
        "罚款5o 000元",
        "罚款l0000元",
        "罚款5万\n3000元",
        "罚款10、5万元",
        "罚款5万、3000元",
        "没收5万, 3000元",
        "3 500元",
        "伍仟 叁万元",
        "二 十万元",
        "1'000'000元",
        "1\u200b0000元",
        "罚款2×5000元",
        "罚款3000+5000元",
        "USD5000元",
        "100元 12角",
    ],
)
def test_parse_amount_never_takes_a_piece_of_a_number_for_the_amount(text: str) -> None:
    with pytest.raises(UnclearAmount) as caught:
        parse_amount_cny(text)
    assert (caught.value.code, caught.value.params) == ("amount-unclear", {"text": text})


WRITTEN = [
    *(text for text, _ in REAL),
    "1,234,567.89元",
    "罚款1000000元",
    "1亿2000万3000元",
    "3万5千元",
    "壹佰元伍角叁分",
    "壹拾贰元零伍分",
    "12元5角3分",
    "一亿零二十万元",
    "叁拾贰万壹仟零伍元整",
    "二百三十五点五万元",
    "罚款20.5万",
    "RMB50000元",
    "伍万元整(50000元)",
    "违法所得0.05亿",
]


@pytest.mark.requirement("REC-6")
@pytest.mark.parametrize("text", WRITTEN)
@pytest.mark.parametrize("gap", [" ", "\n", "   ", "\r\n", "\t", "\u3000", "\xa0", "\u200b", "、"])
def test_a_gap_never_changes_an_amount_to_another(text: str, gap: str) -> None:
    amount = parse_amount_cny(text)
    read = {_read(text[:place] + gap + text[place:]) for place in range(len(text) + 1)}
    assert read <= {amount, None}


@given(st.integers(0, 10**10), st.sampled_from(["{}元", "罚款{:,}元", "{}万元", "罚款{}亿3千元", "{}"]), st.data())
def test_gaps_never_change_an_amount_to_another(number: int, form: str, data: st.DataObject) -> None:
    written = form.format(number)
    amount = _read(written)
    for _ in range(2):
        place = data.draw(st.integers(0, len(written)))
        written = written[:place] + data.draw(st.sampled_from([" ", "\n", "  "])) + written[place:]
    assert _read(written) in {amount, None}


def _read(text: str) -> Decimal | None:
    try:
        return parse_amount_cny(text)
    except InvalidAmount:
        return None


def test_parse_amount_lists_the_amounts_it_found() -> None:
    with pytest.raises(SeveralAmounts) as caught:
        parse_amount_cny("罚款40000元,另处4000元")
    assert caught.value.params["amounts"] == [Decimal(4000), Decimal(40000)]


@pytest.mark.parametrize(
    "text",
    [
        " " * 10_000,
        "万" * 10_000,
        "1," * 5_000,
        "：" * 10_000,
        "5" + " " * 10_000 + "x",
        "-" * 10_000,
        "5 " * 5_000,
        "5元 6 " * 3_000,
        "罚款" * 5_000,
        "万 " * 5_000,
    ],
)
def test_parse_amount_takes_no_longer_for_hostile_text(text: str) -> None:
    with pytest.raises(InvalidAmount):
        parse_amount_cny(text)


@given(st.integers(0, 10**11), st.sampled_from(["{}", "{:,}", "{}元", "{:,}元整", "罚款{}元"]))
def test_parse_amount_reads_back_every_amount(yuan: int, form: str) -> None:
    assert parse_amount_cny(form.format(yuan)) == yuan


@given(st.text(max_size=40) | st.text(alphabet="0123456789.,万亿元千百五伍拾零-~以上负¥ ", max_size=20))
def test_parse_amount_raises_nothing_else(text: str) -> None:
    try:
        assert parse_amount_cny(text) >= 0
    except InvalidAmount:
        return


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.50", "12.50"),
        ("1,234.5", "1234.5"),
        ("０．８", "0.8"),
        ("-3", "-3"),
        ("−3", "-3"),
        (".5", "0.5"),
        ("1.2E-05", "0.000012"),
        (" 8.74 ", "8.74"),
        ("0.30000000000000004", "0.30000000000000004"),
    ],
)
def test_parse_decimal_reads_numbers(text: str, number: str) -> None:
    assert parse_decimal(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "-", "<0.05", "8.74mg/L", "1.2.3", "NaN", "inf", "1 2", "12,34", "未检出", "1e999", "9" * 40]
)
def test_parse_decimal_refuses_everything_else(text: str) -> None:
    with pytest.raises(InvalidNumber) as caught:
        parse_decimal(text)
    assert caught.value.code == "number-unreadable"
