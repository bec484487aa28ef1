"""How a file of the store leaves: as a download that no browser opens as a page. Who may have it, the view decides."""

from __future__ import annotations

from django.http import FileResponse

from qingce.shared.files.enums import KeptFile
from qingce.shared.files.queries import open_file


def file_response(file: KeptFile) -> FileResponse:
    """The file, piece by piece, under its own name and its true type.

    Raises: FileNotFound: the store has lost its bytes.
    """
    response = FileResponse(
        open_file(file), as_attachment=True, filename=file.name, content_type=file.type.media_type
    )  # fmt: skip
    response["Content-Length"] = str(file.size_bytes)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
