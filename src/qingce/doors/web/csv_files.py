"""CSV that spreadsheets open as it is, with no cell that a spreadsheet could run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from qingce.pure.kernel.errors import QingceError
from qingce.shared.intake.queries import formula_safe

# 10,000 rows of the longest texts so far come to a quarter of it; each client that stalls keeps one body in memory.
MOST_BYTES = 32_000_000
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


def csv_response(name: str, lines: Iterable[Line]) -> HttpResponse:
    """Lines as a CSV file to save: UTF-8 with a byte order mark.

    Made whole before the first byte goes out: a client that stops reading then costs its bytes and no process that
    makes pages, and what goes wrong on the way is told as a page.

    Args: name: of the file. lines: the headings first.
    Raises: DownloadTooLarge: more than `MOST_BYTES`.
    """
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(_written(lines), content_type="text/csv; charset=utf-8", headers=headers)


def _written(lines: Iterable[Line]) -> bytes:
    body = io.BytesIO()
    text = io.TextIOWrapper(body, "utf-8", newline="", write_through=True)
    text.write(_BOM)
    writer = csv.writer(text)
    for line in lines:
        writer.writerow([formula_safe(cell) for cell in line])
        if body.tell() > MOST_BYTES:
            raise DownloadTooLarge(MOST_BYTES // 1_000_000)
    return body.getvalue()
