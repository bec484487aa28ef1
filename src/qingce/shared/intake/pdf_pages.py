"""The tables of a PDF, told page by page by a process of its own, which hostile content can only hurt itself with.

`python -m qingce.shared.intake.pdf_pages PATH` writes one line of JSON per page. Nothing of the house is imported.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

MEMORY_BYTES = 2 * 1024**3
WORK_SECONDS = 1200
_NEAR = 3.0  # points: lines as near as that are one
_LINES_ABOVE = 3
_SAME_WORD = 1.5  # points
_SAME_LINE = 4  # points: figures stand a little lower than Chinese characters of another font


def main(path: str) -> None:
    """Writes what each page holds; `{"error": "locked"}` if a password is needed."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (WORK_SECONDS, WORK_SECONDS))
    logging.disable(logging.CRITICAL)
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                _tell(_told(page))
                page.close()
    except (PDFPasswordIncorrect, PDFEncryptionError, PdfminerException) as error:
        causes = (error, *error.args)
        if not any(isinstance(each, PDFPasswordIncorrect | PDFEncryptionError) for each in causes):
            raise
        _tell({"error": "locked"})


def _tell(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _told(page: Page) -> dict[str, Any]:
    tables = page.find_tables()
    return {
        "page": page.page_number,
        "has_text": bool(page.chars),
        "has_pictures": bool(page.images),
        "tables": [_table(page, tables, place) for place in range(len(tables))],
    }


def _table(page: Page, tables: list[Table], place: int) -> dict[str, Any]:
    """A table: rows of texts, merged cells as [top, left, bottom, right], its columns' edges, the lines above it."""
    table = tables[place]
    lefts, tops = _edges(cell[0] for cell in table.cells), _edges(cell[1] for cell in table.cells)
    rows: list[list[str | None]] = [[None] * len(lefts) for _ in tops]
    spans = []
    for left, top, right, bottom in table.cells:
        row, column = _place(tops, top), _place(lefts, left)
        text = (
            page.crop((left, top, right, bottom), strict=False).extract_text(x_tolerance=1.5, y_tolerance=_SAME_LINE)
            or ""
        )
        rows[row][column] = text.strip() or None
        last_row = max(row, sum(edge < bottom - _NEAR for edge in tops) - 1)
        last_column = max(column, sum(edge < right - _NEAR for edge in lefts) - 1)
        if (last_row, last_column) != (row, column):
            spans.append([row, column, last_row, last_column])
    return {
        "rows": rows,
        "spans": spans,
        "edges": [*lefts, max(cell[2] for cell in table.cells)],
        "above": _lines_above(page, table.bbox[1], max([0.0, *(each.bbox[3] for each in tables[:place])])),
    }


def _edges(values: Any) -> list[float]:
    """Places of lines in order, those that lie near each other as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _NEAR:
            edges.append(value)
    return edges


def _place(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda place: abs(edges[place] - value))


def _lines_above(page: Page, top: float, begin: float) -> list[str]:
    if top - begin <= _NEAR:
        return []
    text = page.crop((page.bbox[0], begin, page.bbox[2], top), strict=False).extract_text(y_tolerance=_SAME_LINE) or ""
    return [line.strip() for line in text.splitlines() if line.strip()][-_LINES_ABOVE:]


if __name__ == "__main__":
    main(sys.argv[1])
