"""What files seem to be: the labelled set, and single cases."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from qingce.domain.documents.recognising import OTHER, recognise
from qingce.domain.documents.types import DocumentType, document_types
from qingce.shared.files.actions import keep_upload
from qingce.shared.files.enums import FileType, KeptFile
from qingce.shared.files.queries import first_words
from tests import hostile_files
from tests.domain.documents.keeping import release_types
from tests.factories import AT

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-4", "SVC-4")]

LABELS = Path(__file__).parents[3] / "bench/data/document-types/labels.csv"
TOLD = ("number", "issued_on", "expires_on", "issuer")


@pytest.fixture
def types() -> dict[str, DocumentType]:
    release_types()
    return dict(document_types(on=date(2026, 11, 20)))


def told(types: dict[str, DocumentType], row: dict[str, str]) -> dict[str, str]:
    found = recognise(types, name=row["name"], content=row["content"])
    return {
        "type": found.type,
        "number": found.number,
        "issued_on": str(found.issued_on or ""),
        "expires_on": str(found.expires_on or ""),
        "issuer": found.issuer,
    }


@pytest.mark.parametrize(
    ("half", "lines", "types_right", "values", "values_right"), [("tune", 42, 42, 21, 21), ("held-out", 42, 41, 14, 14)]
)
def test_labelled_set_is_recognised_as_often_as_said(
    types: dict[str, DocumentType], half: str, lines: int, types_right: int, values: int, values_right: int
) -> None:
    """Of the half that no word was chosen by, 41 types of 42 and all 14 values that are labelled."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["half"] == half]
    found = [(row, told(types, row)) for row in rows]
    named = [(row[name], said[name]) for row, said in found for name in TOLD if row[name]]
    assert (len(rows), len(named)) == (lines, values)
    assert sum(row["type"] == said["type"] for row, said in found) >= types_right
    assert sum(wanted == said for wanted, said in named) >= values_right


def test_every_label_is_a_type(types: dict[str, DocumentType]) -> None:
    with LABELS.open(encoding="utf-8", newline="") as file:
        assert {row["type"] for row in csv.DictReader(file)} <= types.keys()


def test_proposal_says_which_word_led_to_it(types: dict[str, DocumentType]) -> None:
    by_name = recognise(types, name="2024 排污许可证（正本）.pdf", content="")
    assert (by_name.type, by_name.word, by_name.in_name) == ("discharge-permit", "排污许可证", True)
    by_words = recognise(types, name="扫描.pdf", content="行政处罚决定书 柯环罚〔2024〕7号")
    assert (by_words.type, by_words.word, by_words.in_name) == ("penalty-decision", "行政处罚决定书", False)
    assert by_words.number == "柯环罚〔2024〕7号"
    assert (recognise(types, name="IMG_1.jpg", content="").type, recognise(types, name="x.pdf", content="").word) == (
        OTHER,
        "",
    )


def test_paper_that_mentions_another_is_told_by_its_heading(types: dict[str, DocumentType]) -> None:
    content = "环境应急预案 " + "正文" * 200 + "本公司持有排污许可证，危险废物经营许可证见附件"
    assert recognise(types, name="1.pdf", content=content).type == "emergency-plan"


@pytest.mark.parametrize(
    "content", ["有效期限：自2024年13月45日至2029年02月31日止", "编号：", "〔〕号", "\u0000" * 10, "年" * 5000]
)
def test_nonsense_is_no_value(types: dict[str, DocumentType], content: str) -> None:
    found = recognise(types, name="排污许可证.pdf", content=content)
    assert (found.expires_on, found.number) == (None, "")


def kept_file(name: str, content: bytes) -> KeptFile:
    return keep_upload([content], name=name, accepts=FileType, purpose="document", at=AT)


def word_file(text: str) -> bytes:
    body = f'<w:document xmlns:w="x"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:document>'
    return hostile_files.office(**{"word__document.xml": body})


def test_first_words_of_a_word_file_and_none_of_a_picture() -> None:
    assert first_words(kept_file("1.docx", word_file("危险废物管理计划 &amp; 附表"))) == "危险废物管理计划 & 附表"
    assert first_words(kept_file("1.jpg", hostile_files.picture())) == ""
    assert first_words(kept_file("1.pdf", hostile_files.plain_pdf())) == ""


def test_first_words_of_a_pdf(pdf_with_text: bytes) -> None:
    assert "Discharge permit 001" in first_words(kept_file("1.pdf", pdf_with_text))


@pytest.fixture
def pdf_with_text() -> bytes:
    from pikepdf import Dictionary, Name, Stream

    pdf = hostile_files.pdf()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page = pdf.pages[0]
    page.obj.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    page.obj.Contents = pdf.make_indirect(Stream(pdf, b"BT /F1 12 Tf 20 100 Td (Discharge permit 001) Tj ET"))
    return hostile_files.saved(pdf)
