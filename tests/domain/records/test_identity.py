"""When two rows are the same record (REC-5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from qingce.domain.records.identity import Content, document_key, keys_of

PENALTY = Content(
    type="supervision",
    title="行政处罚决定",
    doc_no="沪环罚〔2020〕12号",
    dated=date(2020, 3, 1),
    year=None,
    description="废水总排放口化学需氧量超过排放标准",
    measure="罚款5万元",
    details={},
    measurements="",
)
APPROVAL = replace(PENALTY, type="eia", title="一期工程", description="", details={"stage": "approval"})


@pytest.mark.parametrize(
    "written", ["沪环罚〔2020〕12号", "沪环罚[2020]12號", "沪环罚（2020）第 12 号", "滬環罰﹝2020﹞１２号"]
)
def test_document_key_is_the_same_however_it_is_written(written: str) -> None:
    assert document_key(written) == "沪环罚2020-12"


@pytest.mark.parametrize(
    "written",
    [
        "", "未公开", "见附件", "无", "2020", "沪环罚〔2020〕  号", "沪环罚〔2020〕某号", "沪环罚〔2020〕□号",
        "沪环罚〔2020〕×号", "沪环罚〔2020〕**号", "沪环罚〔2020〕XX号", "沪环罚〔2020〕X号",
    ],
)  # fmt: skip
def test_document_key_of_a_number_without_figures_tells_nothing(written: str) -> None:
    assert document_key(written) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("罚〔2023〕1-1号", "罚〔2023〕11号"), ("2023-1-11", "2023-11-1"), ("罚〔2023〕1号", "罚〔2023〕10号")],
)
def test_document_key_keeps_figures_apart(one: str, other: str) -> None:
    assert document_key(one) != document_key(other)


def test_document_key_does_not_mind_leading_zeros() -> None:
    assert document_key("岳汨环罚决字〔2023〕020号") == document_key("岳汨环罚决字[2023]20号")


def test_keys_of_lists_of_two_years_are_two() -> None:
    undated = replace(PENALTY, doc_no="", dated=None, year=2020)
    assert keys_of(1, replace(undated, year=2021)).content != keys_of(1, undated).content


def test_keys_of_a_document_do_not_depend_on_its_words() -> None:
    retold = replace(PENALTY, description="外排废水超标", title="处罚", dated=None)
    assert keys_of(1, retold).identity == keys_of(1, PENALTY).identity


@pytest.mark.parametrize("change", [{"doc_no": "沪环罚〔2020〕13号"}, {"type": "rectification"}])
def test_keys_of_tell_documents_apart(change: dict[str, str]) -> None:
    assert keys_of(1, replace(PENALTY, **change)).identity != keys_of(1, PENALTY).identity


def test_keys_of_tell_enterprises_apart() -> None:
    assert keys_of(1, PENALTY) != keys_of(2, PENALTY)


def test_keys_of_one_approval_tell_its_projects_apart() -> None:
    second = replace(APPROVAL, title="二期工程")
    assert keys_of(1, APPROVAL).identity != keys_of(1, second).identity


def test_keys_of_content_ignore_width_script_and_title_where_the_text_tells_enough() -> None:
    other = replace(PENALTY, title="处罚", description="廢水總排放口化學需氧量超過排放標準")
    assert keys_of(1, other).content == keys_of(1, PENALTY).content


def test_keys_of_short_texts_need_the_title_too() -> None:
    short = replace(PENALTY, description="废水超标")
    assert keys_of(1, replace(short, title="别的")).content != keys_of(1, short).content


@pytest.mark.parametrize("change", [{"dated": date(2020, 3, 2)}, {"details": {"a": "b"}}, {"measurements": "氨氮|1"}])
def test_keys_of_content_tell_day_details_and_values_apart(change: dict[str, object]) -> None:
    assert keys_of(1, replace(PENALTY, **change)).content != keys_of(1, PENALTY).content
