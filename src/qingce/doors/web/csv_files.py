"""Tables to save, as CSV or as XLSX, with no cell that a spreadsheet could run."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from qingce.pure.kernel.errors import QingceError
from qingce.shared.intake.queries import formula_safe

MOST_BYTES = 32_000_000  # 10,000 rows of the longest texts so far come to a quarter of it
IN_MEMORY = 1_000_000  # a larger one lies on the disk while its client reads
_BOM = "\ufeff"

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_CELL = 32_767  # characters; of the format
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}

Line = Sequence[str]


class DownloadTooLarge(QingceError):
    """The file would be larger than one that is made while somebody waits."""

    code = "download-too-large"

    def __init__(self, limit_mb: int) -> None:
        super().__init__(
            f"This download would be larger than {limit_mb} MB. Narrow the search and download it in parts.",
            limit_mb=limit_mb,
        )


def table_response(request: HttpRequest, stem: str, lines: Iterable[Line]) -> HttpResponseBase:
    """Lines as a file to save: XLSX where the address says `form=xlsx`, else CSV.

    Args: stem: of the file's name. lines: the headings first.
    Raises: DownloadTooLarge: more than `MOST_BYTES`.
    """
    if request.GET.get("form") == "xlsx":
        return _response(f"{stem}.xlsx", _XLSX, _workbook(lines))
    return csv_response(f"{stem}.csv", lines)


def csv_response(name: str, lines: Iterable[Line]) -> HttpResponseBase:
    """Lines as a CSV file to save: UTF-8 with a byte order mark.

    Made whole before the first byte goes out: what goes wrong on the way is told as a page.

    Args: name: of the file. lines: the headings first.
    Raises: DownloadTooLarge: more than `MOST_BYTES`.
    """
    return _response(name, "text/csv; charset=utf-8", _written(lines))


def _response(name: str, kind: str, body: IO[bytes]) -> HttpResponseBase:
    body.seek(0, os.SEEK_END)
    size = body.tell()
    body.seek(0)
    headers = {
        "Content-Type": kind,
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(size),
        "X-Robots-Tag": "noindex",
    }
    if size > IN_MEMORY:
        return FileResponse(body, as_attachment=True, filename=name, headers=headers)
    with body:
        return HttpResponse(body.read(), headers=headers)


def _written(lines: Iterable[Line]) -> IO[bytes]:
    body = _body()
    text = io.TextIOWrapper(body, "utf-8", newline="", write_through=True)
    text.write(_BOM)
    writer = csv.writer(text)
    for line in lines:
        writer.writerow([formula_safe(cell) for cell in line])
        if body.tell() > MOST_BYTES:
            raise DownloadTooLarge(MOST_BYTES // 1_000_000)
    text.detach()
    return body


def _workbook(lines: Iterable[Line]) -> IO[bytes]:
    """Every cell is text: a spreadsheet runs formula cells only."""
    import xlsxwriter

    body, size = _body(), 0
    book = xlsxwriter.Workbook(body, {**_AS_TEXT, "tmpdir": str(settings.FILE_UPLOAD_TEMP_DIR)})
    page = book.add_worksheet()
    page.freeze_panes(1, 0)
    for number, line in enumerate(lines):
        for place, cell in enumerate(line):
            page.write_string(number, place, cell if len(cell) <= _LONGEST_CELL else cell[: _LONGEST_CELL - 1] + "…")
            size += len(cell.encode())
        if size > MOST_BYTES:
            page.row_data_fh.close()
            raise DownloadTooLarge(MOST_BYTES // 1_000_000)
    book.close()
    return body


def _body() -> IO[bytes]:
    folder = settings.FILE_UPLOAD_TEMP_DIR
    return SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(folder))
