"""Which pollutants lay above which limit, by how much."""

from __future__ import annotations

import pytest

from qingce.domain.removal.suggesting import exceedances_in


def read(text: str) -> list[tuple[str, str, str, str, str]]:
    return [
        (one.pollutant, _figure(one.value), one.unit, _figure(one.limit), _figure(one.times_over))
        for one in exceedances_in(text)
    ]


def _figure(value: object) -> str:
    return "" if value is None else str(value)


@pytest.mark.requirement("REM-1")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("总排口氨氮浓度为30mg/L，超过标准限值15mg/L的1倍", [("氨氮", "30", "mg/L", "15", "1")]),
        ("總磷濃度2毫克／升,超標3倍", [("总磷", "2", "mg/L", "", "3")]),
        ("执行标准限值COD50mg/L,实测COD80mg/L,超标0.6倍", [("化学需氧量", "80", "mg/L", "50", "0.6")]),
        (
            "颗粒物45mg/m³、二氧化硫90mg/m³,分别超过标准(颗粒物20mg/m³,二氧化硫50mg/m³)的1.25倍和0.8倍",
            [("颗粒物", "45", "mg/m³", "20", "1.25"), ("二氧化硫", "90", "mg/m³", "50", "0.8")],
        ),
        (
            "氨氮30mg/L、总磷2mg/L、悬浮物5mg/L,氨氮、总磷均超过排放标准",
            [("氨氮", "30", "mg/L", "", ""), ("总磷", "2", "mg/L", "", "")],
        ),
        ("东排口氨氮30mg/L,西排口氨氮40mg/L,均超标", [("氨氮", "30", "mg/L", "", ""), ("氨氮", "40", "mg/L", "", "")]),
        ("废水中氨氮超标", [("氨氮", "", "", "", "")]),
        ("颗粒物排放浓度超标2倍", [("颗粒物", "", "", "", "2")]),
        ("二氧化硫0.2g/m3,超过100mg/m3的限值", [("二氧化硫", "0.2", "g/m³", "0.1", "")]),
        ("颗粒物25mg/Nm³,超过20mg/m³的限值", [("颗粒物", "25", "mg/Nm³", "20", "")]),
    ],
)
def test_reading_limit_and_times_over_are_put_together(text: str, found: list[tuple[str, ...]]) -> None:
    assert read(text) == found


@pytest.mark.requirement("REM-1")
@pytest.mark.parametrize(
    "text",
    [
        "总排口氨氮浓度为3mg/L，未超过标准限值15mg/L",
        "总排口氨氮浓度为3mg/L",
        "总排口氨氮浓度为3mg/L，超过标准限值15mg/L",
        "不得超过氨氮15mg/L的限值",
        "超过环评批复产能2倍",
        "",
    ],
)
def test_no_exceedance_where_none_is_said(text: str) -> None:
    assert read(text) == []


def test_span_runs_from_the_name_to_the_last_figure() -> None:
    text = "经监测，氨氮為30mg/L，超標1倍，已改正"
    (found,) = exceedances_in(text)
    assert (found.words, text[slice(*found.span)]) == ("氨氮為30mg/L，超標1倍",) * 2
