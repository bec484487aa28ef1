"""Division codes through their history, and places from real and invented text."""

from __future__ import annotations

import csv
import gzip
import runpy
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.kernel.divisions import (
    Division,
    DivisionPath,
    Level,
    UnknownDivision,
    children_of,
    corps_units,
    get_division,
    locate,
    locate_many,
    path_of,
    provinces,
    successors,
)
from qingce.pure.kernel.divisions.tables import path_of_division, spans
from qingce.pure.kernel.tables import DATA, read_table

ROOT = Path(__file__).parents[3]
CORPS = "660000"


def _current_paths() -> list[DivisionPath]:
    latest = (names[-1][1] for names in spans().values())
    return [path_of(division.code) for division in latest if division.is_current]


def _text(path: DivisionPath | None) -> str | None:
    return path.text if path else None


# --- codes -----------------------------------------------------------------------------------------------------


@pytest.mark.requirement("REC-6")
def test_provinces_are_the_mainland_the_corps_and_three_more() -> None:
    codes = [province.code for province in provinces()]
    assert codes == sorted(codes)
    assert len(codes) == 35
    assert codes[-4:] == [CORPS, "710000", "810000", "820000"]
    assert all(province.name_en for province in provinces())


def test_current_divisions_count_as_in_the_2023_tables() -> None:
    levels = [names[-1][1].level for names in spans().values() if names[-1][1].is_current]
    assert levels.count(Level.PREFECTURE) == 333
    # 2,978 areas of the table, less four cities that are listed again as their own only county.
    assert levels.count(Level.COUNTY) == 2974


def test_division_has_level_parent_and_lifetime() -> None:
    assert get_division("410329") == Division("410329", "伊川县", Level.COUNTY, date(1986, 12, 1), None, "410300")


@pytest.mark.parametrize(
    ("code", "on", "name"),
    [
        ("410307", date(2006, 12, 31), "洛龙区"),
        ("410307", None, "偃师区"),
        ("500110", date(2005, 6, 1), "万盛区"),
        ("500110", date(2020, 6, 1), "綦江区"),
        ("130502", date(2019, 4, 1), "桥东区"),
        ("130502", None, "襄都区"),
    ],
)
def test_code_used_again_is_told_apart_by_date(code: str, on: date | None, name: str) -> None:
    assert get_division(code, on=on).name == name


def test_former_and_new_code_both_hold_between_two_lists() -> None:
    between = date(2021, 1, 1)
    assert get_division("410381", on=between).name == "偃师市"
    assert get_division("410307", on=between).name == "偃师区"


@pytest.mark.parametrize("code", ["", "999999", "41030", "410300 ", "伊川县", "110100"])
def test_unknown_code_is_refused(code: str) -> None:
    with pytest.raises(UnknownDivision):
        get_division(code)


@pytest.mark.parametrize("on", [date(1900, 1, 1), date(2999, 1, 1)])
def test_vanished_code_is_unknown_outside_its_time(on: date) -> None:
    with pytest.raises(UnknownDivision):
        get_division("410381", on=on)


@pytest.mark.parametrize(
    ("code", "province", "prefecture", "county"),
    [
        ("410329", "河南省", "洛阳市", "伊川县"),
        ("310104", "上海市", None, "徐汇区"),
        ("500240", "重庆市", None, "石柱土家族自治县"),
        ("429004", "湖北省", None, "仙桃市"),
        ("469001", "海南省", None, "五指山市"),
        ("659001", "新疆维吾尔自治区", None, "石河子市"),
        ("441900", "广东省", "东莞市", None),
        ("440000", "广东省", None, None),
        ("512301", "四川省", "涪陵地区", "涪陵市"),
        ("220381", "吉林省", "四平市", "公主岭市"),
    ],
)
def test_path_names_each_level(code: str, province: str, prefecture: str | None, county: str | None) -> None:
    path = path_of(code)
    assert path.province.name == province
    assert (path.prefecture and path.prefecture.name) == prefecture
    assert (path.county and path.county.name) == county


def test_every_code_of_every_list_has_a_path() -> None:
    for code, names in spans().items():
        for _, division in names:
            path = path_of_division(division)
            assert path.code == code
            assert path.province.level is Level.PROVINCE


def test_children_have_their_parent_and_exist_today() -> None:
    for province in provinces():
        for child in children_of(province.code):
            assert child.parent_code == province.code
            assert child.is_current
    assert len(children_of("310000")) == 16
    assert children_of("410329") == ()


def test_corps_units_lie_in_xinjiang() -> None:
    assert [unit.name for unit in corps_units()][:4] == ["石河子市", "阿拉尔市", "图木舒克市", "五家渠市"]
    assert {path_of(unit.code).province.code for unit in corps_units()} == {"650000"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("410381", ("410307",)),
        ("220381", ("220184",)),
        ("310230", ("310151",)),
        ("512301", ("500102",)),
        ("512324", ("500230",)),
        ("330181", ("330109",)),
        ("130103", ("130102", "130104")),
        ("410329", ("410329",)),
        ("140102", ()),
    ],
)
def test_successors_are_told_or_left_open(code: str, expected: tuple[str, ...]) -> None:
    assert successors(code) == expected


def test_successors_exist_today() -> None:
    for code in spans():
        assert all(get_division(successor).is_current for successor in successors(code))


def test_curated_successions_concern_vanished_codes_only() -> None:
    for row in read_table("division_successions.csv"):
        assert not get_division(row["code"]).is_current
        assert get_division(row["code"]).name in row["reason"]


# --- places from text --------------------------------------------------------------------------------------------


@pytest.mark.requirement("REC-6")
def test_every_full_path_locates_back_to_itself() -> None:
    for path in _current_paths():
        if path.province.code != CORPS:
            assert locate(path.text) == path


def test_every_path_in_columns_locates_back_to_itself() -> None:
    for path in _current_paths():
        if path.province.code != CORPS:
            assert locate(*(part.name for part in path.parts)) == path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("浙江", "浙江省"),
        ("内蒙古", "内蒙古自治区"),
        ("新疆", "新疆维吾尔自治区"),
        ("吉林", "吉林省"),
        ("吉林省吉林市", "吉林省吉林市"),
        ("徐汇区", "上海市徐汇区"),
        ("徐汇", "上海市徐汇区"),
        ("上海市徐汇区田林路222号", "上海市徐汇区"),
        ("北京市市辖区朝阳区", "北京市朝阳区"),
        ("中国浙江杭州西湖区", "浙江省杭州市西湖区"),
        ("伊川县环境保护局", "河南省洛阳市伊川县"),
        ("新乡市生态环境局卫辉分局", "河南省新乡市卫辉市"),
        ("陽西縣城塘口鎮平西村", "广东省阳江市阳西县"),
        ("鞍山千山区****566号", "辽宁省鞍山市千山区"),
        ("宁夏平罗县", "宁夏回族自治区石嘴山市平罗县"),
        ("石柱县", "重庆市石柱土家族自治县"),
        ("合肥高新区", "安徽省合肥市合肥高新技术产业开发区"),
        ("建国路1号(北京市朝阳区)", "北京市朝阳区"),
        ("东莞市虎门镇", "广东省东莞市"),
        ("崇明县", "上海市崇明县"),
        ("偃师市", "河南省洛阳市偃师市"),
        ("公主岭市", "吉林省长春市公主岭市"),
        ("四平市公主岭市", "吉林省四平市公主岭市"),
        ("重庆市涪陵市", "重庆市涪陵区"),
        ("江苏省鼓楼区", "江苏省"),
        ("广东中山", "广东省中山市"),
        ("广东中山路", "广东省"),
        ("辽宁大连中山路", "辽宁省大连市"),
        ("西安高新区", "陕西省西安市"),
        ("昆山经济技术开发区", "江苏省苏州市昆山市"),
        ("浙江省绍兴县", "浙江省绍兴市绍兴县"),
        ("莱芜市", "山东省莱芜市"),
        ("上海浦东张江", "上海市浦东新区"),
        ("喀左县", "辽宁省朝阳市喀喇沁左翼蒙古族自治县"),
        ("四川省成都市高新区", "四川省成都市"),
    ],
)
def test_locate_reads_text_as_people_write_it(text: str, expected: str) -> None:
    assert _text(locate(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "XXXXXXXXXXXXXXXXXXXX",
        "****",
        "\x00",
        "朝阳区",
        "鼓楼区建宁路",
        "朝阳",
        "新区长江路18号",
        "北京路100号",
        "中山东一路",
        "浦东南路",
        "昆山路",
        "宝山环保局",
        "第一师范学校",
        "兵团路",
        "后河镇工业园区8号",
        "<script>",
    ],
)
def test_locate_guesses_nothing(text: str) -> None:
    assert locate(text) is None


def test_locate_narrows_from_text_to_text_in_any_order() -> None:
    assert _text(locate("上海市", "", "徐汇区")) == "上海市徐汇区"
    assert _text(locate("浙江", "杭州", "西湖")) == "浙江省杭州市西湖区"
    assert _text(locate("鼓楼区", "南京市")) == "江苏省南京市鼓楼区"
    assert _text(locate("伊川县彭婆镇", "洛阳市生态环境局")) == "河南省洛阳市伊川县"


def test_contradicting_texts_give_what_they_share() -> None:
    assert _text(locate("合肥市包河区", "淮南市生态环境局")) == "安徽省"
    assert locate("湖南省", "郑州市") is None


def test_locate_within_reads_only_what_lies_there() -> None:
    assert _text(locate("嘉定区安亭镇", within="310000")) == "上海市嘉定区"
    assert _text(locate("朝阳区", within="220000")) == "吉林省长春市朝阳区"
    assert locate("民益路38号", within="310000") is None
    assert locate("江苏省南京市", within="310000") is None
    with pytest.raises(UnknownDivision):
        locate("嘉定区", within="999999")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新疆生产建设兵团", "新疆生产建设兵团"),
        ("新疆生产建设兵团第八师石河子市北四路", "新疆生产建设兵团石河子市"),
        ("第七师胡杨河市", "新疆生产建设兵团胡杨河市"),
        ("农六师五家渠市", "新疆生产建设兵团五家渠市"),
        ("石河子市北四路", "新疆维吾尔自治区石河子市"),
        ("河南省郑州市兵团宾馆", "河南省郑州市"),
    ],
)
def test_corps_is_the_province_where_the_text_says_so(text: str, expected: str) -> None:
    assert _text(locate(text)) == expected


def test_within_the_corps_its_cities_belong_to_it() -> None:
    assert _text(locate("石河子市", within=CORPS)) == "新疆生产建设兵团石河子市"


def test_locate_many_answers_in_order() -> None:
    texts = ["徐汇区", "XXXX", "徐汇区", "浙江"]
    assert locate_many(texts) == [locate(text) for text in texts]


@given(st.text(max_size=60))
def test_locate_takes_any_text(text: str) -> None:
    path = locate(text)
    assert path is None or path.province.level is Level.PROVINCE


@given(st.sampled_from(["伊川县", "徐汇区", "浙江"]), st.text("甲乙丙丁XY*0123456789", max_size=20))
def test_what_follows_without_names_changes_nothing(place: str, rest: str) -> None:
    assert locate(place + "甲" + rest) == locate(place)


# --- labelled and real rows --------------------------------------------------------------------------------------


def _decisions(held_out: str) -> list[dict[str, str]]:
    file = Path(__file__).parent / "data" / "decision_places.csv"
    with file.open(encoding="utf-8", newline="") as rows:
        return [row for row in csv.DictReader(rows) if row["held_out"] == held_out]


def _today(code: str) -> set[str]:
    return {code, *successors(code)} if code else set()


def _is_same_place(path: DivisionPath | None, code: str) -> bool:
    found = _today(path.code) if path else set()
    return bool(found & _today(code)) if code else not found


@pytest.mark.requirement("REC-6")
@pytest.mark.parametrize("held_out", ["no", "yes"])
def test_decisions_are_placed_as_a_reader_would(held_out: str) -> None:
    rows = _decisions(held_out)
    wrong = [row["id"] for row in rows if not _is_same_place(locate(row["address"], row["issuing_body"]), row["code"])]
    assert wrong == []
    assert len(rows) >= 28


def _is_told(told: Division | None, published: str) -> bool:
    """A part that is told has the published name, or the name of what became of it."""
    names = {get_division(code).name for code in _today(told.code)} | {told.name} if told else set()
    return told is None or not published or published in names


def test_decisions_never_contradict_what_was_published() -> None:
    # 公主岭市 is told with its prefecture of today; the two zones are no divisions of their own.
    published_otherwise = {"PD0065", "PD0067", "PD0085", "PD0093", "PD0095"}
    for row in (*_decisions("no"), *_decisions("yes")):
        path = locate(row["address"], row["issuing_body"])
        if path and row["id"] not in published_otherwise:
            assert _is_told(path.province, row["province"])
            assert _is_told(path.prefecture, row["city"])
            assert _is_told(path.county, row["county"])


def test_shipped_table_is_what_the_generator_builds(public_data: Path) -> None:
    generator = runpy.run_path(str(ROOT / "tools" / "kernel_data_divisions.py"))
    with gzip.open(DATA / "division_history.csv.gz", "rt", encoding="utf-8", newline="") as file:
        shipped = list(csv.reader(file))[1:]
    assert shipped == generator["history_rows"](public_data)


def _shanghai_rows(public_data: Path) -> list[dict[str, str]]:
    file = public_data / "shanghai-env-disclosure-2020" / "enterprises.csv"
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def test_shanghai_rows_are_placed_in_their_district(public_data: Path) -> None:
    rows = _shanghai_rows(public_data)
    assert len(rows) == 1101
    # Two zones without a district of their own: the chemical park and the free trade zones.
    zones = [row for row in rows if "区" not in row["行政区划"] or row["行政区划"].endswith(("化工区", "验区", "税区"))]
    districts = locate_many([row["行政区划"] for row in rows], within="310000")
    assert sum(path is None or path.county is None for path in districts) == len(zones) == 19


def test_shanghai_addresses_agree_with_their_district(public_data: Path) -> None:
    rows = _shanghai_rows(public_data)
    districts = locate_many([row["行政区划"] for row in rows], within="310000")
    places = locate_many([row["生产地址"] for row in rows], within="310000")
    told = [(p, d) for p, d in zip(places, districts, strict=True) if p and p.county and d and d.county]
    agreeing = [p for p, d in told if _today(p.code) & _today(d.code)]
    # The others publish an address in another district than the one that supervises them.
    assert (len(told), len(agreeing)) == (947, 941)
