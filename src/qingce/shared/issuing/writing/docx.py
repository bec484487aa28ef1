"""DOCX out: the same draft as a document that people edit further, with real styles, in the order of the template."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from copy import deepcopy
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from qingce.shared.issuing.writing.drafts import Draft
from qingce.shared.issuing.writing.pdf import Marks, write_picture
from qingce.shared.issuing.writing.templates import DRAWN, Field, template, words

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

BODY, HEADINGS = "宋体", "黑体"  # what every Chinese Word has; the file carries no font
LATIN = "Times New Roman"
TAGS = {"zh": "zh-CN", "en": "en-GB"}
_A4_MM = (210, 297)
_MARGINS_MM = {"top": 27, "bottom": 30, "left": 26, "right": 24}
_TEXT_MM = _A4_MM[0] - _MARGINS_MM["left"] - _MARGINS_MM["right"]
_FACTS = [3, 7]  # label and value
TABLE_TEXT = "Table Text"
_POINTS = {"Title": 18, "Heading 1": 13, "Heading 2": 11.5, TABLE_TEXT: 9}


def write_docx(draft: Draft, marks: Marks) -> bytes:
    """A draft as a Word document.

    Raises: DocumentValuesWrong; TemplateBroken.
    """
    import docx

    kind = template(draft.template)
    kind.check(draft.values)
    document = docx.Document()
    _prepare(document, draft)
    _entitle(document, draft, kind.title[draft.language])
    for field in kind.fields:
        if draft.values[field.name]:
            document.add_heading(field.label[draft.language], level=1)
            if field.type in DRAWN:
                _add_picture(document, field, draft, marks)
            if field.type != "map":  # what a map tells stands in a table of the document
                _add(document, field, draft)
    _mark(document, draft, marks)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _entitle(document: Document, draft: Draft, kind: str) -> None:
    """What it is, about what, as of when: as the PDF has it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    heading, about = document.add_heading(kind, level=0), document.add_paragraph()
    about.add_run(draft.title).bold = True
    for each in (heading, about, document.add_paragraph(draft.subtitle, style="Subtitle")):
        each.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _add_picture(document: Document, field: Field, draft: Draft, marks: Marks) -> None:
    """A drawn field as a picture, its label and rows the text for who does not see it; its table comes after."""
    from docx.shared import Mm

    picture = document.add_picture(io.BytesIO(write_picture(draft, field.name, marks)), width=Mm(_TEXT_MM))
    document.paragraphs[-1].paragraph_format.keep_with_next = field.type != "map"
    rows: Sequence[Any] = draft.values[field.name]
    said = [f"{each[0]} {each[3]}" if field.type == "map" else " ".join(each) for each in rows]
    label = field.label[draft.language]
    picture._inline.docPr.set("descr", "; ".join([label, *said]))  # noqa: SLF001  # python-docx has no name for it
    picture._inline.docPr.set("title", label)  # noqa: SLF001  # as above


def _add(document: Document, field: Field, draft: Draft) -> None:
    rows: Sequence[Any] = draft.values[field.name]
    if field.type == "text":
        for each in rows:
            document.add_paragraph(each)
        return
    columns = [each.label[draft.language] for each in field.columns]
    if field.type == "cards":
        _add_cards(document, columns, rows)
        return
    widths = [each.width for each in field.columns] or _FACTS
    numbers = {place for place, each in enumerate(field.columns) if each.is_number}
    table = document.add_table(rows=1, cols=len(widths), style="Table Grid")
    pattern = _pattern(table, widths, numbers)
    for row in (*([columns] if columns else ()), *rows):
        made = deepcopy(pattern)  # a row at a time by its own means takes twenty times as long
        for cell, text in zip(made.tc_lst, row, strict=True):
            cell.p_lst[0].add_r().text = text
        table._tbl.append(made)  # noqa: SLF001  # python-docx has no name for it
    if columns:
        _repeat_head(table)
    if field.type in DRAWN:
        _keep_whole(table)


def _pattern(table: Table, widths: Sequence[int], numbers: Collection[int]) -> Any:
    """The only row of a table, taken out of it: what every row is like, which is not torn in two."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    table.autofit = False
    for place, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        cell = column.cells[0]
        column.width = cell.width = Mm(_TEXT_MM * width / sum(widths))
        paragraph = cell.paragraphs[0]
        paragraph.style = TABLE_TEXT
        if place in numbers:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    row = table.rows[0]._tr  # noqa: SLF001  # as above
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table._tbl.remove(row)  # noqa: SLF001  # as above
    return row


def _add_cards(document: Document, columns: Sequence[str], rows: Sequence[Any]) -> None:
    """Each row under its first cell as heading, the others as paragraphs under their names."""
    for heading, *texts in rows:
        document.add_heading(heading, level=2)
        for label, text in zip(columns[1:], texts, strict=True):
            if text:
                if label:
                    _add_label(document, label)
                document.add_paragraph(text)


def _add_label(document: Document, label: str) -> None:
    """What the next paragraph is called: close to it, and on the same page."""
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.add_run(label).bold = True
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_after = Pt(0)


def _keep_whole(table: Table) -> None:
    """The few rows of a chart stay with its picture."""
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _repeat_head(table: Table) -> None:
    """The first row stands again on each page, in bold."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001  # as above
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def _prepare(document: Document, draft: Draft) -> None:
    """Page, styles, language and properties."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm

    for section in document.sections:
        section.page_width, section.page_height = (Mm(each) for each in _A4_MM)
        for side, width in _MARGINS_MM.items():
            setattr(section, f"{side}_margin", Mm(width))
    document.styles.add_style(TABLE_TEXT, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    for name in ("Normal", TABLE_TEXT, "Title", "Subtitle", "Heading 1", "Heading 2"):
        _dress(document.styles[name], draft.language, is_heading=name not in ("Normal", TABLE_TEXT))
    about = document.core_properties
    about.title, about.author, about.language = draft.title, draft.issuer, TAGS[draft.language]
    about.last_modified_by = draft.issuer
    about.created = about.modified = datetime.combine(draft.issued_on, time())
    about.comments = ""


def _dress(style: Any, language: str, *, is_heading: bool) -> None:
    """The fonts of a style, for hanzi and for letters, and the language that is spelt."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for each in list(fonts.attrib):
        del fonts.attrib[each]  # those of the theme come before ours otherwise
    for name, font in (
        ("ascii", LATIN),
        ("hAnsi", LATIN),
        ("cs", LATIN),
        ("eastAsia", HEADINGS if is_heading else BODY),
    ):
        fonts.set(qn(f"w:{name}"), font)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), TAGS[language])
    spoken.set(qn("w:eastAsia"), "zh-CN")
    for former in properties.findall(qn("w:lang")):
        properties.remove(former)
    properties.append(spoken)
    style.font.color.rgb = RGBColor(0x1B, 0x23, 0x27)
    style.font.size = Pt(_POINTS.get(style.name, 10.5))
    style.font.italic = False


def _mark(document: Document, draft: Draft, marks: Marks) -> None:
    """Head and foot: who issued it, by which code it is found, and that it is a copy to edit."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    said = words(draft.language)
    section = document.sections[0]
    head = section.header.paragraphs[0]
    head.text = f"{draft.issuer}\t{template(draft.template).title[draft.language]}"
    stops = head.paragraph_format.tab_stops
    for each in head.style.paragraph_format.tab_stops:
        stops.add_tab_stop(each.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(Mm(_TEXT_MM), WD_TAB_ALIGNMENT.RIGHT)
    section.footer.paragraphs[0].text = (
        f"{said['code']} {marks.code}    {said['fingerprint']} {marks.fingerprint}\n{said['check']} {marks.address}\n"
        f"{said['editable']}"
    )
