"""Documents made for tests: DOCX and PDF files with tables, as programs of an office write them."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LEFT, _TOP, _WIDTH, _HEIGHT = 50, 780, 120, 24


def paragraph(text: str) -> str:
    """A paragraph of a document; line feeds are breaks within it."""
    runs = "<w:br/>".join(f"<w:t>{escape(line)}</w:t>" for line in text.split("\n"))
    return f"<w:p><w:r>{runs}</w:r></w:p>"


def cell(content: str, *, columns: int = 1, merge: str = "", raw: bool = False) -> str:
    """A cell of a document.

    Args: merge: restart or continue, of a cell over several rows. raw: the content is XML.
    """
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    tall = f'<w:vMerge w:val="{merge}"/>' if merge == "restart" else "<w:vMerge/>" if merge else ""
    return f"<w:tc><w:tcPr>{span}{tall}</w:tcPr>{content if raw else paragraph(content)}</w:tc>"


def table(*rows: Sequence[str]) -> str:
    """A table of a document; a cell is its text, or XML as `cell` makes it."""
    told = ["".join(each if each.startswith("<w:tc>") else cell(each) for each in row) for row in rows]
    return "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{row}</w:tr>" for row in told) + "</w:tbl>"


def write_docx(path: Path, *parts: str, head: str = "") -> Path:
    """A document of these paragraphs and tables."""
    body = f'<w:document xmlns:w="{WORD}"><w:body>{"".join(parts)}<w:sectPr/></w:body></w:document>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'<?xml version="1.0" encoding="UTF-8"?>{head}{body}')
    return path


def page(
    rows: Sequence[Sequence[str | None]], *, title: str = "", hidden: Sequence[tuple[float, float, float, float]] = ()
) -> str:
    """A page with a ruled table; None: the cell goes on from the left. hidden: lines left out, by cell borders."""
    told = [_text(_LEFT, _TOP + 20, title)] if title else []
    width = max(map(len, rows))
    for number, cells in enumerate(rows):
        top = _TOP - number * _HEIGHT
        for place in range(width):
            x = _LEFT + place * _WIDTH
            text = cells[place] if place < len(cells) else ""
            if text is not None:
                told.append(f"{x} {top} m {x} {top - _HEIGHT} l S")
                told.append(_text(x + 4, top - 16, text))
            told.append(f"{x} {top} m {x + _WIDTH} {top} l S")
        right = _LEFT + width * _WIDTH
        told.append(f"{right} {top} m {right} {top - _HEIGHT} l S")
    bottom = _TOP - len(rows) * _HEIGHT
    told.append(f"{_LEFT} {bottom} m {_LEFT + width * _WIDTH} {bottom} l S")
    return "\n".join(told)


def _text(x: float, y: float, text: str) -> str:
    return f"BT /F1 10 Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET" if text else ""


PICTURE_PAGE = "q 500 0 0 700 50 50 cm /P1 Do Q"


def write_pdf(path: Path, *pages: str, password: str = "") -> Path:
    """A PDF of these pages, each the content of a page, with a font that Chinese programs name without embedding it."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name

    document = pikepdf.new()
    info = Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("GB1"), Supplement=2)
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name("/STSong-Light"), CIDSystemInfo=info, DW=1000,
        FontDescriptor=Dictionary(
            Type=Name.FontDescriptor, FontName=Name("/STSong-Light"), Flags=6, FontBBox=Array([-25, -254, 1000, 880]),
            ItalicAngle=0, Ascent=880, Descent=-120, CapHeight=880, StemV=93,
        ),
    )  # fmt: skip
    font = document.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/STSong-Light"), Encoding=Name("/UniGB-UCS2-H"),
            DescendantFonts=Array([document.make_indirect(descendant)]),
        )
    )  # fmt: skip
    picture = document.make_stream(b"\x00" * 3)
    picture.update(
        Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, ColorSpace=Name.DeviceRGB, BitsPerComponent=8
        )
    )
    for content in pages:
        document.add_blank_page(page_size=(595, 842))
        last = document.pages[-1]
        last.Resources = Dictionary(Font=Dictionary(F1=font), XObject=Dictionary(P1=picture))
        last.Contents = document.make_stream(content.encode())
    if password:
        document.save(path, encryption=pikepdf.Encryption(owner=password, user=password))
    else:
        document.save(path)
    return path
