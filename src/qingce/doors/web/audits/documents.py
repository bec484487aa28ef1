"""A document of an audit as it is downloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseBase

from qingce.doors.web.kept_files import file_response
from qingce.shared.files.enums import FileType
from qingce.shared.issuing.enums import Issued
from qingce.shared.issuing.queries import docx_of, pdf_of

if TYPE_CHECKING:
    from collections.abc import Mapping


def document_response(issued: Issued, asked: Mapping[str, str]) -> HttpResponseBase:
    """The file as it was issued, or, asked for `as=docx`, the same as a Word document to edit."""
    if asked.get("as") != "docx":
        return file_response(pdf_of(issued), asked)
    headers = {
        "Content-Disposition": f'attachment; filename="{issued.kind}-{issued.spoken}.docx"',
        "X-Robots-Tag": "noindex",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(docx_of(issued), content_type=FileType.DOCX.media_type, headers=headers)
