"""DOCX out: real styles and levels, Chinese fonts and language, repeated heads; what is written is read again."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml.ns import qn

from qingce.shared.files.checking.office import check_office
from qingce.shared.issuing.enums import Language
from qingce.shared.issuing.reading import draft_of, said_of
from qingce.shared.issuing.writing.docx import TABLE_TEXT, write_docx
from tests.shared.issuing.making import MARKS, made_up

pytestmark = pytest.mark.requirement("SVC-5")
HOSTILE = '甲 <w:p/> & " \u202e \x00 #x 😀'


@pytest.mark.parametrize("language", ["zh", "en"])
def test_document_has_levels_fonts_language_and_repeated_heads(language: Language) -> None:
    draft = made_up(language, told=["第一段。", HOSTILE], facts=[["企业", "样例"]], sources=[["a", "b", "c", "d"]] * 3)
    read = docx.Document(io.BytesIO(write_docx(draft, MARKS)))
    styles = [(each.style.name, each.text) for each in read.paragraphs if each.style]
    labels = {"zh": ["基本情况", "事由", "来源"], "en": ["The record", "What happened", "Sources"]}[language]
    kind = {"zh": "环境监管记录摘录", "en": "Extract of an environmental supervision record"}[language]
    assert styles[:2] == [("Title", kind), ("Normal", "样例企业的记录")]
    assert [text for style, text in styles if style == "Heading 1"] == labels
    assert ("Normal", '甲 <w:p/> & "   #x 😀') in styles
    fonts = read.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "宋体"
    assert (
        read.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val"))
        == {"zh": "zh-CN", "en": "en-GB"}[language]
    )
    facts, sources = read.tables
    assert [[cell.text for cell in row.cells] for row in facts.rows] == [["企业", "样例"]]
    assert len(sources.rows) == 4
    assert [round(column.width.mm) for column in facts.columns] == [48, 112]  # as wide as the text, as in the PDF
    assert round(sum(column.width.mm for column in sources.columns)) == 160
    assert [sum(cell.width.mm for cell in row.cells) for row in sources.rows] == [pytest.approx(160, abs=0.1)] * 4
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in sources.rows] == [True, False, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in (*facts.rows, *sources.rows))
    assert {cell.paragraphs[0].style.name for row in sources.rows for cell in row.cells} == {TABLE_TEXT}
    assert MARKS.code in read.sections[0].footer.paragraphs[0].text
    assert read.core_properties.title == "样例企业的记录"


def test_document_passes_the_checks_of_uploads(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("docx") / "a.docx"
    path.write_bytes(write_docx(made_up(told=["x"]), MARKS))
    check_office(path, path.with_suffix(".clean"))


def test_document_of_an_earlier_state_of_its_template_is_still_written() -> None:
    """What was issued is kept as it was said then: before a field and a last column came to the template."""
    said = said_of(made_up(told=["x"], sources=[["a", "b", "c", "d"]]))
    values = {name: rows for name, rows in said["values"].items() if name != "facts"}
    values["sources"] = [row[:-1] for row in values["sources"]]
    read = docx.Document(io.BytesIO(write_docx(draft_of(said | {"values": values}), MARKS)))
    (sources,) = read.tables
    assert [cell.text for cell in sources.rows[1].cells] == ["a", "b", "c", ""]
