"""Mappings: strictly read, and followed column by column."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from qingce.pure.kernel.wording import sentence
from qingce.shared.intake.enums import Field, FieldKind
from qingce.shared.intake.errors import BadMapping, MissingColumns
from qingce.shared.intake.mapped import map_columns, usable_tables
from qingce.shared.intake.mappings import load_mapping, mapping_names
from qingce.shared.intake.tables import Table, problems_frame

FIELDS = (
    Field("name", FieldKind.TEXT, "Name", is_required=True),
    Field("title", FieldKind.TEXT, "Title", is_required=True),
    Field("type", FieldKind.CHOICE, "Type", choices=("eia", "monitoring")),
    Field("day", FieldKind.DATE, "Day"),
    Field("year", FieldKind.YEAR, "Year"),
)
HEAD = 'name = "m"\n[title]\nzh = "映射"\nen = "Mapping"\n'
GOOD = """
name = "m"
locale = "zh"
empty = ["企业未公示", "／", "无"]
[title]
zh = "映射"
en = "Mapping"
[constants]
type = "eia"
[columns]
name = "企业"
title = { template = ["{项目}竣工环境保护验收({文号})", "{项目}"] }
day = { from = "公开", absent = '^\\d{4}-\\d{2}$' }
year = { from = "公开", match = '^\\d{4}' }
[when]
column = "项目"
not_empty = true
"""


def table(**columns: list[str | None]) -> Table:
    height = len(next(iter(columns.values())))
    rows = pl.Series("__row__", range(2, height + 2), dtype=pl.UInt32)
    return Table(
        "", tuple(columns), pl.DataFrame({**columns}, schema=dict.fromkeys(columns, pl.String)).insert_column(0, rows)
    )


@pytest.fixture
def load(tmp_path):
    def load_text(text: str):
        (tmp_path / "m.toml").write_text(text, encoding="utf-8")
        return load_mapping("m", fields=FIELDS, folder=tmp_path)

    return load_text


@pytest.mark.requirement("REC-5")
def test_mapping_makes_canonical_columns(load):
    rows = map_columns(
        table(
            企业=[" 甲厂 ", "乙厂", "丙厂"],
            项目=["扩建", "迁建", "企业未公示"],
            文号=["1号", "／", "3号"],
            公开=["2020-02-03", "2005-04", ""],
        ),
        load(GOOD),
        FIELDS,
    )
    assert rows.to_dicts() == [
        {
            "__row__": 2,
            "type": "eia",
            "name": "甲厂",
            "title": "扩建竣工环境保护验收(1号)",
            "day": "2020-02-03",
            "year": "2020",
        },
        {"__row__": 3, "type": "eia", "name": "乙厂", "title": "迁建", "day": None, "year": "2005"},
    ]


def test_mapping_joins_and_translates(load):
    mapping = load(
        HEAD
        + '[columns]\ntitle = { from = ["a", "b"], join = "·" }\ntype = { from = "t", values = {"环评" = "eia"} }\n'
    )
    rows = map_columns(table(a=["x", None, None], b=["y", "z", None], t=["环评", "别的", None]), mapping, FIELDS)
    assert rows.drop("__row__").rows() == [("x·y", "eia"), ("z", "别的"), (None, None)]


def test_mapping_takes_off_our_own_formula_guard(load):
    mapping = load(HEAD + '[columns]\ntitle = "a"\n')
    rows = map_columns(table(a=["'=1+1", "'quoted'", "'-x"]), mapping, FIELDS)
    assert rows["title"].to_list() == ["=1+1", "'quoted'", "-x"]


MONEY = (*FIELDS, Field("fine", FieldKind.AMOUNT_CNY, "Fine"))


@pytest.mark.parametrize(
    ("heading", "title", "texts", "read"),
    [
        ("罚款（万元）", "", ["5", "５．５", "1,234", "3元", "免"], ["5万元", "５．５万元", "1,234万元", "3元", "免"]),
        ("罚款金额 万元", "", ["5"], ["5万元"]),
        ("罚款（元）", "金额单位：万元", ["5"], ["5"]),
        ("罚款", "2020年名单\n单位：万元", ["5"], ["5万元"]),
        ("罚款", "单位：某某局", ["5"], ["5"]),
        ("罚款[亿元]", "", ["0.5"], ["0.5亿元"]),
        ("万元户", "", ["5"], ["5"]),
    ],
)
@pytest.mark.requirement("REC-3")
def test_plain_amounts_have_the_unit_of_their_heading(tmp_path, heading, title, texts, read):
    (tmp_path / "m.toml").write_text(HEAD + f'[columns]\nfine = "{heading}"\ntitle = "名称"\n', encoding="utf-8")
    mapping = load_mapping("m", fields=MONEY, folder=tmp_path)
    whole = replace(table(**{heading: texts, "名称": texts}), title=title)
    assert map_columns(whole, mapping, MONEY).select("fine", "title").rows() == list(zip(read, texts, strict=True))


def test_rows_that_could_not_be_read_are_not_mapped(load):
    from qingce.shared.intake.enums import Problem

    whole = table(a=["x", "y"])
    broken = Table("", whole.columns, whole.frame, problems_frame([Problem(3, "", "row-length", "", "")]))
    assert map_columns(broken, load(HEAD + '[columns]\ntitle = "a"\n'), FIELDS)["title"].to_list() == ["x"]


def test_canonical_headers_need_no_mapping(tmp_path):
    mapping = load_mapping("canonical", fields=FIELDS, folder=tmp_path)
    rows = map_columns(table(other=["1"], title=["t"], name=["n"]), mapping, FIELDS)
    assert rows.rows(named=True) == [{"__row__": 2, "name": "n", "title": "t"}]


def test_file_without_a_needed_column_is_told(load, tmp_path):
    with pytest.raises(MissingColumns) as caught:
        map_columns(table(企业=["甲"]), load(GOOD), FIELDS)
    assert caught.value.params["columns"] == "公开, 文号, 项目"
    with pytest.raises(MissingColumns):
        map_columns(table(other=["甲"]), load_mapping("", fields=FIELDS, folder=tmp_path), FIELDS)


def sheet(sheet_name: str, /, **columns: list[str | None]) -> Table:
    return replace(table(**columns), sheet=sheet_name)


def test_sheets_without_any_needed_column_are_left_out(load, tmp_path):
    mapping = load(HEAD + '[columns]\nname = "企业"\ntitle = "项目"\n')
    notes, data = sheet("说明", 说明=["填表须知"]), sheet("数据", 企业=["甲"], 项目=["一"], 备注=[""])
    usable = usable_tables([notes, data], mapping, FIELDS)
    assert [each.sheet for each in usable.tables] == ["数据"]
    assert usable.left_out == ("说明",)
    canonical = load_mapping("", fields=FIELDS, folder=tmp_path)
    assert usable_tables([notes, sheet("数据", name=["甲"], title=["一"])], canonical, FIELDS).left_out == ("说明",)


def test_file_without_a_usable_sheet_is_refused(load):
    mapping = load(HEAD + '[columns]\nname = "企业"\ntitle = "项目"\n')
    notes, half = sheet("说明", 说明=["填表须知"]), sheet("二", 企业=["甲"])
    whole = sheet("一", 企业=["甲"], 项目=["一"])
    for tables, missing in (([notes], "企业, 项目"), ([notes, half], "项目"), ([whole, half], "项目")):
        with pytest.raises(MissingColumns) as caught:
            usable_tables(tables, mapping, FIELDS)
        assert caught.value.params["columns"] == missing


def test_public_columns_are_those_that_the_mapping_uses(load, tmp_path):
    assert set(load(GOOD).public) == {"企业", "项目", "文号", "公开"}
    more = load('public = ["备注"]\n' + HEAD + '[columns]\nname = "企业"\n[when]\ncolumn = "状态"\none_of = ["在"]\n')
    assert more.public == ("企业", "状态", "备注")
    assert load_mapping("", fields=FIELDS, folder=tmp_path).public == ("name", "title", "type", "day", "year")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("public = [1]\n" + HEAD + '[columns]\nname = "a"\n', "public"),
        (HEAD + '[columns]\nnmae = "a"\n', "columns.nmae"),
        (HEAD + '[constants]\nnmae = "a"\n[columns]\nname = "a"\n', "constants.nmae"),
        (HEAD + '[constants]\nname = "a"\n[columns]\nname = "a"\n', "constants.name"),
        (HEAD + "[constants]\nyear = 2020\n[columns]\nname = 'a'\n", "constants.year"),
        (HEAD, "columns"),
        (HEAD + "columns = 1\n", "title.columns"),
        ('name = "m"\n[columns]\nname = "a"\n', "title.zh"),
        ('[title]\nzh = ""\nen = ""\n[columns]\nname = "a"\n', "name"),
        ("colour = 1\n" + HEAD + '[columns]\nname = "a"\n', "colour"),
        ('locale = "fr"\n' + HEAD + '[columns]\nname = "a"\n', "locale"),
        ("empty = [1]\n" + HEAD + '[columns]\nname = "a"\n', "empty"),
        (HEAD + "[columns]\nname = 1\n", "columns.name"),
        (HEAD + '[columns]\nname = " "\n', "columns.name"),
        (HEAD + '[columns]\nname = { form = "a" }\n', "columns.name.form"),
        (HEAD + '[columns]\nname = { join = "a" }\n', "columns.name.from"),
        (HEAD + '[columns]\nname = { from = ["a", "b"] }\n', "columns.name.join"),
        (HEAD + '[columns]\nname = { from = "a", join = "" }\n', "columns.name.join"),
        (HEAD + '[columns]\nname = { from = "a", template = "{a}" }\n', "columns.name"),
        (HEAD + '[columns]\nname = { template = "{a" }\n', "columns.name.template"),
        (HEAD + '[columns]\nname = { template = "{a:>9}" }\n', "columns.name.template"),
        (HEAD + '[columns]\nname = { template = "{}" }\n', "columns.name.template"),
        (HEAD + '[columns]\nname = { from = "a", match = "(" }\n', "columns.name.match"),
        (HEAD + '[columns]\nname = { from = "a", match = "(?=a)" }\n', "columns.name.match"),
        (HEAD + '[columns]\nname = { from = "a", values = { x = 1 } }\n', "columns.name.values"),
        (HEAD + '[columns]\nname = "a"\n[when]\ncolumn = "a"\n', "when"),
        (HEAD + '[columns]\nname = "a"\n[when]\nnot_empty = true\n', "when.column"),
        ("name = \n", ""),
    ],
)
def test_bad_mapping_names_file_and_key(load, text, key):
    with pytest.raises(BadMapping) as caught:
        load(text)
    assert (caught.value.params["file"], caught.value.params["key"]) == ("m.toml", key)
    chinese = sentence(caught.value, "zh")
    assert chinese != caught.value.detail
    assert chinese.endswith("。")
    assert key in chinese


@pytest.mark.parametrize("name", ["absent", "../m", "M", "a b"])
def test_unknown_mapping_lists_those_there_are(tmp_path, name):
    (tmp_path / "other.toml").write_text("", encoding="utf-8")
    with pytest.raises(BadMapping) as caught:
        load_mapping(name, fields=FIELDS, folder=tmp_path)
    assert caught.value.params["names"] == "canonical, other"
    assert mapping_names(tmp_path) == ["canonical", "other"]


def test_mapping_is_found_by_its_path(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(HEAD + '[columns]\nname = "a"\n', encoding="utf-8")
    assert load_mapping(path, fields=FIELDS, folder=tmp_path / "none").name == "m"
