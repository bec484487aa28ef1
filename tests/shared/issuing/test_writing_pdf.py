"""PDF out: what stands in the file, the same each time; text is never run; every common hanzi is there."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingce.shared.issuing.enums import Language
from qingce.shared.issuing.errors import DocumentValuesWrong
from qingce.shared.issuing.writing.fonts import GETA, covered, settable
from qingce.shared.issuing.writing.pdf import write_pdf
from qingce.shared.issuing.writing.templates import template, templates
from tests.shared.issuing.making import MARKS, made_up

pytestmark = pytest.mark.requirement("DIS-3")
ROW = ["来源甲", "某局", "2024年3月2日", "https://example.org/"]


def plain(texts: tuple[str, ...]) -> str:
    return re.sub(r"[\s\u200b]+", "", "".join(texts))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_file_is_tagged_titled_in_its_language_and_the_same_each_time(language: Language) -> None:
    draft = made_up(language, told=["第一段。", "第二段。"], sources=[ROW] * 60)
    written = write_pdf(draft, MARKS)
    assert write_pdf(draft, MARKS).pdf == written.pdf
    with pikepdf.open(io.BytesIO(written.pdf)) as pdf:
        assert str(pdf.Root.Lang) == {"zh": "zh-CN", "en": "en-GB"}[language]
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as told:
            assert told["pdfuaid:part"] == "1"
            assert told["dc:title"] == f"{template('record-extract').title[language]} · 样例企业的记录"
        assert len(pdf.pages) == len(written.texts) >= 3


def test_every_font_is_embedded() -> None:
    with pikepdf.open(io.BytesIO(write_pdf(made_up(told=["汉字 and letters"]), MARKS).pdf)) as pdf:
        fonts: list[Any] = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
        described = [each for each in fonts if each.get("/Type") == "/FontDescriptor"]
        used = [each for each in fonts if each.get("/Type") == "/Font" and "/DescendantFonts" not in each]
        assert len(described) == 2
        assert all("/FontFile2" in each or "/FontFile3" in each for each in described)
        assert all("/FontDescriptor" in each for each in used)


def test_head_of_a_table_and_the_foot_stand_on_every_page() -> None:
    texts = write_pdf(made_up(sources=[ROW] * 90), MARKS).texts
    assert len(texts) >= 3
    for number, text in enumerate(texts, 1):
        assert "来源 发布单位 发布日期 网址" in text.replace("\r\n", " ").replace("\n", " ")
        assert f"第 {number} 页，共 {len(texts)} 页" in text
        assert MARKS.code in text
        assert MARKS.fingerprint in text
        assert text.startswith("清册")


def test_page_that_is_sealed_says_something() -> None:
    notes = ["What is noted last."]
    for lines in range(24, 34, 3):  # the place for the seal alone would begin a page at some of them
        last = write_pdf(made_up("en", told=["x"] * lines, notes=notes), MARKS).texts[-1]
        assert "Signed" in last
        assert notes[0] in last


def test_long_name_leaves_no_characters_alone() -> None:
    (text,) = write_pdf(made_up(title="样" * 69), MARKS).texts
    lines = [line.strip() for line in text.splitlines() if set(line.strip()) == {"样"}]
    assert sum(map(len, lines)) == 69
    assert max(map(len, lines)) - min(map(len, lines)) <= 2


def test_closing_longer_than_a_page_runs_on() -> None:
    texts = write_pdf(made_up(notes=["说明" * 30] * 40), MARKS).texts
    assert "".join(texts).count("说明" * 15) >= 40
    assert "盖章处" in texts[-1]


HOSTILE = (
    "#panic(\"run\") #read(\"/etc/passwd\") $x^2$ \\ @label <tag> *bold* _it_ = head // gone /* gone */ [a] {b} `c` ~",
    "#import \"@preview/x:1.0.0\": y",
    '"}); #sys.inputs',
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_shown_and_never_run(text: str) -> None:
    texts = write_pdf(made_up(title=text, told=[text], sources=[[text] * 4], facts=[[text, text]]), MARKS).texts
    assert plain(texts).count(plain((text,))) >= 3


def test_long_words_missing_characters_and_direction_marks_do_no_harm() -> None:
    odd = ["甲" * 10_000, "w" * 10_000, "\ud800\udfff x", "abc\u202eдом\u2066", "😀 \ue123 𠀀", "\x00\x07\u200b行"]
    texts = write_pdf(made_up(told=odd), MARKS).texts
    said = plain(texts)
    assert said.count("甲") == 10_000
    assert said.count("w") >= 10_000
    assert f"{GETA}{GETA}" in said
    assert not {"\u202e", "\u2066", "\x07"} & set(said)


@settings(max_examples=15)
@given(st.text(max_size=80))
def test_any_text_can_be_set(text: str) -> None:
    assert write_pdf(made_up(told=[text], facts=[[text, text]], title=text or "x"), MARKS).pdf.startswith(b"%PDF-")


def test_every_character_of_gb2312_is_in_the_fonts() -> None:
    rows = [bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF)]
    hanzi = "".join(each.decode("gb2312", "ignore") for each in rows if each[0] >= 0xB0)
    assert len(hanzi) == 6763
    assert [each for each in hanzi if ord(each) not in covered()] == []
    assert settable("清册，第１条。\n") == "清册，第１条。\n"


def test_values_that_the_template_has_no_fields_for_are_refused() -> None:
    for values in ({"facts": [["one"]]}, {"sources": [["a", "b"]]}, {"told": [["a"]]}):
        with pytest.raises(DocumentValuesWrong):
            write_pdf(made_up(**values), MARKS)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_template_can_be_set_empty(language: Language) -> None:
    from dataclasses import replace

    for each in templates():
        empty = replace(made_up(language), template=each.name, values={field.name: [] for field in each.fields})
        assert len(write_pdf(empty, MARKS).texts) == 1
