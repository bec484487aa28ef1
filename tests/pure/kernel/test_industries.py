"""The industry classification: codes, names, the way from 2011."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.kernel.industries import (
    Industry,
    IndustryLevel,
    UnknownIndustry,
    children_of_industry,
    crosswalk_2011,
    find_industry,
    get_industry,
    industry_path,
    sections,
)
from qingce.pure.kernel.tables import read_table


def _all() -> list[Industry]:
    found: list[Industry] = []
    below = list(sections())
    while below:
        found += below
        below = [child for industry in below for child in children_of_industry(industry.code)]
    return found


@pytest.mark.requirement("REC-6")
def test_classification_has_the_numbers_of_the_standard() -> None:
    levels = [industry.level for industry in _all()]
    assert {level: levels.count(level) for level in IndustryLevel} == {
        IndustryLevel.SECTION: 20,
        IndustryLevel.DIVISION: 97,
        IndustryLevel.GROUP: 473,
        IndustryLevel.CLASS: 1381,
    }


def test_sections_are_a_to_t_with_english_names() -> None:
    assert "".join(section.code for section in sections()) == "ABCDEFGHIJKLMNOPQRST"
    assert all(section.name_en for section in sections())
    assert get_industry("C").name_en == "Manufacturing"
    assert get_industry("29").name_en == ""


def test_path_goes_from_section_to_class() -> None:
    assert [industry.code for industry in industry_path("2929")] == ["C", "29", "292", "2929"]
    assert get_industry("2929") == Industry("2929", "塑料零件及其他塑料制品制造", IndustryLevel.CLASS, "292", "C")
    assert get_industry("2929").full_code == "C2929"


def test_group_with_a_single_class_has_its_name() -> None:
    assert get_industry("022").name == get_industry("0220").name == "造林和更新"


@pytest.mark.parametrize("code", ["", "00", "9999", "U", "C2929", "制造业"])
def test_unknown_code_is_refused(code: str) -> None:
    with pytest.raises(UnknownIndustry):
        get_industry(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("橡胶和塑料制品业", "29"),
        ("其他塑料制品制造", "2929"),
        ("C2929", "2929"),
        ("c2929", "2929"),
        ("2929", "2929"),
        ("２９２９", "2929"),
        ("C", "C"),
        ("C29橡胶和塑料制品业", "29"),
        ("39 计算机、通信和其他电子设备制造业", "39"),
        ("教育", "83"),
        ("燃氣生產和供應業", "451"),
        ("石油加工、炼焦和核燃料加工业", "25"),
    ],
)
def test_industry_is_found_by_code_or_name(text: str, code: str) -> None:
    found = find_industry(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["", "其他", "B2929", "9999", "塑料", "12345", "-", "\x00"])
def test_what_is_no_industry_is_not_found(text: str) -> None:
    assert find_industry(text) is None


def test_every_industry_is_found_by_its_code() -> None:
    for industry in _all():
        assert find_industry(industry.code) == industry
        assert find_industry(industry.full_code) == industry


def test_every_name_finds_an_industry_of_that_name() -> None:
    for industry in _all():
        found = find_industry(industry.name)
        assert found is not None
        assert found.name == industry.name
        assert industry in industry_path(found.code)


@given(st.text(max_size=30))
def test_find_takes_any_text(text: str) -> None:
    found = find_industry(text)
    assert found is None or get_industry(found.code) == found


@pytest.mark.parametrize(
    ("code", "expected"),
    [("2929", ("2928", "2929")), ("2928", ("2929",)), ("4411", ("4411", "4412")), ("29", ("29",)), ("C", ("C",))],
)
def test_crosswalk_leads_from_2011_to_2017(code: str, expected: tuple[str, ...]) -> None:
    assert crosswalk_2011(code) == expected


def test_crosswalk_leads_only_to_known_codes() -> None:
    for row in _crosswalk_rows():
        assert all(get_industry(code).code == code for code in crosswalk_2011(row))


def _crosswalk_rows() -> list[str]:
    known = []
    for number in range(10000):
        try:
            crosswalk_2011(f"{number:04d}")
        except UnknownIndustry:
            continue
        known.append(f"{number:04d}")
    return known


def test_crosswalk_refuses_codes_that_2011_did_not_have() -> None:
    assert len(_crosswalk_rows()) == 1094
    with pytest.raises(UnknownIndustry):
        crosswalk_2011("9999")


def test_other_names_do_not_hide_names_of_2017() -> None:
    names = {industry.name for industry in _all()}
    for row in read_table("industry_aliases.csv"):
        assert row["name"] not in names
        assert get_industry(row["code"])


def test_industries_of_shanghai_rows_are_found(public_data: Path) -> None:
    file = public_data / "shanghai-env-disclosure-2020" / "enterprises.csv"
    with file.open(encoding="utf-8", newline="") as rows:
        names = {name for row in csv.DictReader(rows) for name in (row["行业大类"], row["所属小类"]) if name}
    # "其他" says nothing; the two others are cut or in no edition.
    assert {name for name in names if find_industry(name) is None} == {"其他", "冻食品制造", "其他环境治理"}
