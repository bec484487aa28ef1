"""Amounts of hazardous waste in a text."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qingce.domain.removal.suggesting import Suggestion, suggest


def waste(text: str) -> Suggestion | None:
    return next((each for each in suggest(text) if each.fact == "waste_t"), None)


@pytest.mark.requirement("REM-1")
@pytest.mark.parametrize(
    ("text", "tonnes", "sign", "words"),
    [
        ("非法倾倒危险废物3吨", "3", "waste-amount", "3吨"),
        ("非法倾倒危险废物3.2 t", "3.2", "waste-amount", "3.2 t"),
        ("將廢礦物油三噸交給個人", "3", "waste-amount", "三噸"),
        ("转移废酸3000公斤", "3", "waste-amount", "3000公斤"),
        ("转移废酸１，２００千克", "1.2", "waste-amount", "１，２００千克"),
        ("贮存废油漆桶65kg", "0.065", "waste-amount", "65kg"),
        ("堆存铝灰1.2万吨", "12000", "waste-amount", "1.2万吨"),
        ("堆存危废两点五吨", "2.5", "waste-amount", "两点五吨"),
        ("约3吨废活性炭露天堆放", "3", "waste-amount-about", "3吨"),
        ("露天堆放危险废物3吨以上", "3", "waste-amount-about", "3吨以上"),
        ("桶内有废机油1.2吨,吨罐内有废硫酸7吨", "8.2", "waste-amount-sum", "1.2吨,吨罐内有废硫酸7吨"),
        ("危险废物共计5.3吨,其中废机油3吨,其中废酸2.3吨", "5.3", "waste-amount", "5.3吨"),
        ("贮存废机油3吨。上述3吨废机油未设标志", "3", "waste-amount", "3吨"),
        ("转移5吨桶装废机油", "5", "waste-amount", "5吨"),
        ("倾倒废酸65.5克", "0.000066", "waste-amount", "65.5克"),
    ],
)
def test_amount_beside_hazardous_waste_is_read(text: str, tonnes: str, sign: str, words: str) -> None:
    found = waste(text)
    assert found is not None
    assert (found.value, found.sign, found.words) == (Decimal(tonnes), sign, words)


@pytest.mark.requirement("REM-1")
@pytest.mark.parametrize(
    "text",
    [
        "约400吨砂石露天堆放",
        "煤矸石约200吨未覆盖,危险废物另行贮存",
        "危险废物不足3吨",
        "年产生危险废物3吨",
        "年加工7000吨泡菜项目,产生废机油",
        "使用2.5t/h蒸汽锅炉,产生废机油",
        "废硫酸盛于7个吨罐",
        "危险废物处置能力3吨/日",
        "非法处置危险废物。另有钢材5吨",
        "危险废物若干吨",
        "危险废物0吨",
        "危险废物99999999吨",
    ],
)
def test_other_amounts_are_left_alone(text: str) -> None:
    assert waste(text) is None
