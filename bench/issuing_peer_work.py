"""The peers of writing documents, run by the interpreter of the peers' own environment.

`issuing_peer_work.py NAME FILE`: the file holds the texts and the paths of the fonts. Prints seconds by the clock and
of the processor for each text, pages and size of the last one, as JSON; or what is missing.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

Said = dict[str, Any]
HEAD = ("来源", "发布单位", "发布日期", "网址")
STYLE = """
@font-face { font-family: Serif; src: url("file://%s"); }
@font-face { font-family: Sans; src: url("file://%s"); }
@page { size: A4; margin: 27mm 24mm 38mm 26mm;
  @bottom-left { content: "第 " counter(page) " 页，共 " counter(pages) " 页"; font: 8pt Serif; } }
body { font: 10.5pt/1.57 Serif; } p { margin: 0 0 .3em; text-indent: 2em; } h1, th { font-family: Sans; }
table { width: 100%%; border-collapse: collapse; font-size: 9pt; } td, th { border-top: .4pt solid; padding: 3pt 5pt; }
"""


def main(name: str, file: str) -> None:
    """The first text makes everything ready; it is timed too, and left out by who reads."""
    said = json.loads(Path(file).read_text("utf-8"))
    try:
        write = {"weasyprint": _weasyprint, "reportlab": _reportlab}[name](said["fonts"])
    except OSError as error:
        sys.stdout.write(json.dumps({"missing": str(error)[:200]}))
        return
    clock, processor, pages, made = [], [], 0, b""
    for text in said["texts"]:
        began, used = time.perf_counter(), time.process_time()
        made, pages = write(text)
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - used)
    told = {"clock": clock, "processor": processor, "pages": pages, "kilobytes": len(made) // 1024}
    sys.stdout.write(json.dumps(told))


def _weasyprint(fonts: list[str]) -> Callable[[Said], tuple[bytes, int]]:
    from weasyprint import CSS, HTML  # type: ignore[import-not-found]  # of another environment
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-not-found]  # as above

    config = FontConfiguration()
    style = CSS(string=STYLE % tuple(fonts), font_config=config)

    def write(text: Said) -> tuple[bytes, int]:
        rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in text["sources"])
        head = "".join(f"<th>{each}</th>" for each in HEAD)
        told = "".join(f"<p>{escape(each)}</p>" for each in text["told"])
        body = f"<h1>样例</h1>{told}<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        document = HTML(string=f'<html lang="zh"><title>样例</title>{body}').render(
            stylesheets=[style], font_config=config
        )
        return document.write_pdf(), len(document.pages)

    return write


def _reportlab(fonts: list[str]) -> Callable[[Said], tuple[bytes, int]]:
    from reportlab.lib.pagesizes import A4  # type: ignore[import-not-found]  # of another environment
    from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-not-found]  # as above
    from reportlab.lib.units import mm  # type: ignore[import-not-found]  # as above
    from reportlab.pdfbase import pdfmetrics  # type: ignore[import-not-found]  # as above
    from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-not-found]  # as above
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table  # type: ignore[import-not-found]  # as above

    for name, path in zip(("Serif", "Sans"), fonts, strict=True):
        pdfmetrics.registerFont(TTFont(name, path))
    plain = ParagraphStyle("plain", fontName="Serif", fontSize=10.5, leading=16.5, wordWrap="CJK", firstLineIndent=21)
    cell = ParagraphStyle("cell", parent=plain, fontSize=9, leading=13, firstLineIndent=0)
    head = ParagraphStyle("head", parent=cell, fontName="Sans")

    def foot(canvas: Any, document: Any) -> None:
        canvas.setFont("Serif", 8)
        canvas.drawString(26 * mm, 20 * mm, f"第 {document.page} 页")

    def write(text: Said) -> tuple[bytes, int]:
        made = io.BytesIO()
        rows = [[Paragraph(each, head) for each in HEAD]]
        rows += [[Paragraph(escape(each), cell) for each in row] for row in text["sources"]]
        story = [Paragraph(escape(each), plain) for each in text["told"]]
        document = SimpleDocTemplate(
            made, pagesize=A4, title="样例", lang="zh", topMargin=27 * mm, bottomMargin=38 * mm,
            leftMargin=26 * mm, rightMargin=24 * mm,
        )  # fmt: skip
        table = Table(rows, repeatRows=1, style=[("LINEABOVE", (0, 0), (-1, -1), 0.4, "grey")])
        document.build([*story, table], onFirstPage=foot, onLaterPages=foot)
        return made.getvalue(), document.page

    return write


if __name__ == "__main__":
    main(*sys.argv[1:])
