"""Columns of files as authorities and transcribers really name them, and what they are proposed to be."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from qingce.domain.records.queries import mappings, proposed_columns

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-3")]
FILES = {
    "permits": (
        {
            "省/直辖市": "上海市",
            "地市": "市辖区",
            "许可证编号": "9131011756956752XQ001P",
            "单位名称": "示例包装有限公司",
            "行业类别": "塑料包装箱及容器制造",
            "有效期限": "2020-07-27至2023-07-26",
            "发证日期": "2020-07-26",
            "查看": "permit?key=91310117569567523Q&from=list",
        },
        {
            "省/直辖市": "province",
            "地市": "city",
            "许可证编号": "doc_no",
            "单位名称": "enterprise_name",
            "行业类别": "industry",
            "发证日期": "decided_on",
        },
    ),
    "licences": (
        {
            "stType": "建设项目环境影响评价",
            "stXmmc": "示例扩建项目",
            "stYkzbh": "无",
            "stPwh": "松开表审2003 127号",
            "stFzrq": "2003-03-20",
            "stQymc": "示例材料有限公司",
        },
        {"stXmmc": "title", "stPwh": "doc_no", "stFzrq": "decided_on", "stQymc": "enterprise_name"},
    ),
    "enterprises": (
        {
            "单位名称": "示例材料有限公司",
            "地理坐标(经度)": "121.411757",
            "地理坐标(纬度)": "31.17412",
            "生产周期": "347 天/年",
        },
        {"单位名称": "enterprise_name", "地理坐标(经度)": "longitude", "地理坐标(纬度)": "latitude"},
    ),
    "inputs": ({"名称": "甲苯", "数量(t)": "0.1", "用途": "脱脂"}, {}),
    "drafts": (
        {"project_name": "示例建设项目", "release_time": "2020-08-13", "project_url": "91310117569567523Q.html"},
        {"project_name": "title", "release_time": "published_on"},
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_proposed_columns_are_those_that_a_person_would_choose(name: str) -> None:
    cells, expected = FILES[name]
    columns = [{"name": heading, "samples": [text]} for heading, text in cells.items()]
    found = proposed_columns(columns, today=date(2024, 12, 31))
    assert {column: each.field for column, each in found.items()} == expected


def test_whoever_asks_first_does_not_choose_the_language_for_all() -> None:
    cells, expected = FILES["licences"]
    columns = [{"name": heading, "samples": [text]} for heading, text in cells.items()]
    mappings._headings.cache_clear()
    with override("en"):
        found = proposed_columns(columns, today=date(2024, 12, 31))
    mappings._headings.cache_clear()
    assert {column: each.field for column, each in found.items()} == expected


def test_bare_heading_that_may_mean_two_things_is_not_proposed() -> None:
    columns = [{"name": "地理坐标", "samples": ["31.17412"]}]
    assert proposed_columns(columns, today=date(2024, 12, 31)) == {}
