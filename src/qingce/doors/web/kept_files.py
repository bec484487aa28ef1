"""How a file of the store leaves: as a download that no browser opens as a page. Who may have it, the view decides.

The address of a file also gives `?page=N`, that page as a picture, `?original`, the bytes as they came, and `?copy=ID`,
a redacted copy: whoever may have the file may have those, and nobody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from qingce.shared.files.enums import KeptFile
from qingce.shared.files.errors import FileNotFound
from qingce.shared.files.queries import archive_of, open_bytes, open_file, size_of_original

ZIP = "application/zip"
_PICTURE = "image/jpeg"


def file_response(file: KeptFile, asked: Mapping[str, str]) -> FileResponse:
    """The file, piece by piece, under its own name and its true type.

    Args: asked: the query of the address.
    Raises: FileNotFound: the store has lost its bytes, or there is no such page or original.
    """
    if "copy" in asked:
        return _copy(file, asked)
    if "page" in asked:
        return _page(file, asked["page"])
    if "original" in asked:
        return _original(file)
    response = FileResponse(
        open_file(file), as_attachment=True, filename=file.name, content_type=file.type.media_type
    )  # fmt: skip
    return _harmless(response, file.size_bytes)


def _copy(file: KeptFile, asked: Mapping[str, str]) -> FileResponse:
    for each in file.copies:
        if str(each.id) == asked["copy"]:
            return file_response(each, {name: value for name, value in asked.items() if name != "copy"})
    raise FileNotFound(f"File {file.id} has no such copy.", cause="page")


def archive_response(files: Sequence[KeptFile], *, name: str) -> StreamingHttpResponse:
    """All these files as one ZIP that goes out while it is written.

    Raises: FileNotFound: the store has lost one of them.
    """
    response = StreamingHttpResponse(archive_of(files), content_type=ZIP)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    _keep_apart(response)
    return response


def _page(file: KeptFile, number: str) -> FileResponse:
    for page in file.pages:
        if str(page.number) == number:
            content = open_bytes(page.sha256)
            response = FileResponse(content, filename=f"page-{page.number}.jpg", content_type=_PICTURE)
            return _harmless(response, page.size_bytes)
    raise FileNotFound(f"File {file.id} has no such page drawn.", cause="page")


def _original(file: KeptFile) -> FileResponse:
    size = size_of_original(file)
    if not size:
        raise FileNotFound(f"No original of file {file.id} is kept apart.", cause="page")
    stem, _, extension = file.name.rpartition(".")
    response = FileResponse(
        open_bytes(file.original_sha256),
        as_attachment=True,
        filename=f"{stem}-original.{extension}",
        content_type="application/octet-stream",
    )
    return _harmless(response, size)


def _harmless(response: FileResponse, size_bytes: int) -> FileResponse:
    response["Content-Length"] = str(size_bytes)
    _keep_apart(response)
    return response


def _keep_apart(response: HttpResponseBase) -> None:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
