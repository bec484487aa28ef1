"""CSV that spreadsheets open as it is, with no cell that a spreadsheet could run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from qingce.pure.kernel.errors import QingceError
from qingce.shared.intake.queries import formula_safe

MOST_BYTES = 32_000_000  # 10,000 rows of the longest texts so far come to a quarter of it
IN_MEMORY = 1_000_000  # a larger one lies on the disk while its client reads
_BOM = "\ufeff"

Line = Sequence[str]


class DownloadTooLarge(QingceError):
    """The file would be larger than one that is made while somebody waits."""

    code = "download-too-large"

    def __init__(self, limit_mb: int) -> None:
        super().__init__(
            f"This download would be larger than {limit_mb} MB. Narrow the search and download it in parts.",
            limit_mb=limit_mb,
        )


def csv_response(name: str, lines: Iterable[Line]) -> HttpResponseBase:
    """Lines as a CSV file to save: UTF-8 with a byte order mark.

    Made whole before the first byte goes out: what goes wrong on the way is told as a page.

    Args: name: of the file. lines: the headings first.
    Raises: DownloadTooLarge: more than `MOST_BYTES`.
    """
    body = _written(lines)
    size = body.tell()
    body.seek(0)
    headers = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(size),
        "X-Robots-Tag": "noindex",
    }
    if size > IN_MEMORY:
        return FileResponse(body, as_attachment=True, filename=name, headers=headers)
    with body:
        return HttpResponse(body.read(), headers=headers)


def _written(lines: Iterable[Line]) -> IO[bytes]:
    folder = settings.FILE_UPLOAD_TEMP_DIR
    body = SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(folder))  # noqa: SIM115  # goes on
    text = io.TextIOWrapper(body, "utf-8", newline="", write_through=True)
    text.write(_BOM)
    writer = csv.writer(text)
    for line in lines:
        writer.writerow([formula_safe(cell) for cell in line])
        if body.tell() > MOST_BYTES:
            raise DownloadTooLarge(MOST_BYTES // 1_000_000)
    text.detach()
    return body
