"""Rows read as columns come to what each row read by itself comes to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingce.domain.records.identity import document_key, keys_from
from qingce.domain.records.reading import read_columns
from qingce.domain.records.statements import statement_hashes
from tests.domain.records.plain_rows import NUMBER, OWNER, SALT, plain_row

ODD = st.sampled_from(["", "×", '"\\\n\t', "％d%s{}", "é", "環罰", "🜨", "\u007f", "／", "1", " 号", "某"])
NAMES = st.sampled_from(["示例印染有限公司", "张三", "某公司", "示例(绍兴)化工厂", "個體工商戶", "甲"])
DAYS = st.sampled_from([date(2024, 3, 2), date(2019, 12, 31)])
NUMBERS = st.sampled_from([Decimal("0.00"), Decimal("12.50"), Decimal("100000")])
CELLS: dict[str, st.SearchStrategy[Any]] = {
    "uscc": st.just("91000000MA0000001R"),
    "uscc_as_written": st.just("9133****"),
    "former_names": st.sampled_from(["旧名厂; ;更旧名厂", ";"]),
    "is_pseudonym": st.booleans(),
    "address": st.sampled_from(["浙江省绍兴市柯桥区一路1号", "柯桥区", "somewhere"]),
    "county": st.sampled_from(["浙江省绍兴市柯桥区", "绍兴市", "没有的地方"]),
    "province": st.just("浙江省"),
    "industry": st.sampled_from(["1713", "C", "化学原料和化学制品制造业"]),
    "listed": st.booleans(),
    "title": st.sampled_from(["处罚", "處罰決定", 'a"b']),
    "doc_no": st.sampled_from(["环罚〔2024〕7号", "環罰(2024)第007號", "罚〔2024〕×号", "无", "2024", "a-1"]),
    "issuer": st.sampled_from(["绍兴市生态环境局", "局"]),
    "year": st.sampled_from([2020, 2021]),
    "description": st.one_of(
        ODD,
        st.sampled_from(
            ["废水总排口化学需氧量、氨氮超标", "夜间直排,COD超过限值", "噪音", "廢水總排口化學需氧量、氨氮超標"]
        ),
    ),
    "violations": st.lists(st.sampled_from(["water", "air", "water"]), max_size=3),
    "measurements": st.sampled_from(
        ["氨氮|3.0|2|mg/L|口|0.5;化学需氧量", "氨氮|3.00|2|mg/L|口|0.5;化学需氧量", "COD|1e99", "|", "[]", "Ph"]
    ),
    "quantities": st.sampled_from(["污泥|1.20|t", "污泥|x|t", ""]),
    "details": st.sampled_from(["grade=A", "colour=yellow", "stage=approval; project_no=1", "nonsense", "{}", "{"]),
    "source_kind": st.sampled_from(["synthetic", "government-site"]),
    **dict.fromkeys(("published_on", "decided_on", "inspected_on", "source_published_on"), DAYS),
    **dict.fromkeys(("laws", "measure", "source_url", "reference"), ODD),
    **dict.fromkeys(("longitude", "fine_cny"), NUMBERS),
}
TYPES = st.sampled_from(["supervision", "eia", "credit-rating", "performance", "monitoring", "exemplary"])
NEEDED = {"type": TYPES, "enterprise_name": NAMES, "source_title": st.just("公示")}
ROW = st.fixed_dictionaries(NEEDED, optional=CELLS)


@pytest.mark.requirement("REC-3", "REC-5")
@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=12))
def test_columns_come_to_what_each_row_comes_to(rows: list[dict[str, Any]]) -> None:
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: [row.get(name) for row in rows] for name in names}
    read = read_columns(columns, rows=range(1, len(rows) + 1))
    plain = list(map(plain_row, rows))
    assert [(each.row, each.error.code) for each in read.refused] == [
        (number, each["error"]) for number, each in enumerate(plain, 1) if "error" in each
    ]
    good = [each for each in plain if "error" not in each]
    readings = read.readings
    assert readings.row == [number for number, each in enumerate(plain, 1) if "error" not in each]
    assert readings.descriptions() == [each["about"] for each in good]
    for name in set(good[0] if good else ()) - {"about", "keys", "hash"}:
        assert getattr(readings, name) == [each[name] for each in good], name
    keys = map(keys_from, [OWNER] * len(good), readings.body, readings.document, readings.number)
    assert list(keys) == [each["keys"] for each in good]
    every = {"numbers": [NUMBER] * len(good), "owners": [OWNER] * len(good), "salts": [SALT] * len(good)}
    assert statement_hashes(readings.said, **every) == [each["hash"] for each in good]


def test_rows_that_say_the_same_share_one_description() -> None:
    row = {"type": "eia", "enterprise_name": "示例厂", "details": "stage=approval", "source_title": "公示"}
    columns = {name: [text] * 2 for name, text in row.items()}
    first, second = read_columns(columns, rows=[1, 2]).readings.descriptions()
    assert first is second


@given(
    st.text("环罚沪第号某　 ×〇x滬", max_size=6),
    st.sampled_from("〔[(（"),
    st.from_regex(r"[0-9０]{0,5}", fullmatch=True),
    st.sampled_from("〕])）"), st.from_regex(r"第?0{0,3}[0-9]{0,3}[号號 ]?", fullmatch=True),
)  # fmt: skip
def test_usual_document_numbers_have_the_key_of_any_other(
    office: str, opening: str, year: str, closing: str, serial: str
) -> None:
    written = f"{office}{opening}{year}{closing}{serial}"
    assert document_key(written) == document_key(f" {written}")  # the space takes the longer way
