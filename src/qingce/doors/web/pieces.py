"""Large files, piece by piece, by the protocol tus 1.0 (tus.io): core and creation.

Whoever has a form's ticket may begin an upload for that form; the address of an upload is a secret, and the right to
send the next piece. What it became is told in `Upload-Kept`, which the form hands in as it hands in files kept before.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from qingce.doors.web.corrections.tokens import is_from_here
from qingce.doors.web.errors import forbidden
from qingce.doors.web.messages import sentence, status
from qingce.doors.web.uploads import kept_token, ticketed
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.files.actions import begin_upload, partial_upload, receive_piece
from qingce.shared.files.enums import Partial

VERSION = "1.0.0"
TYPE = "application/offset+octet-stream"
_READ_BYTES = 256 * 1024
_LONGEST_NUMBER = 15  # digits


class TicketRefused(QingceError):
    """An upload begins without the ticket of a form."""

    code = "upload-ticket"


@serves("DIS-3", "DIS-4")
@never_cache
@csrf_exempt  # the ticket of the form stands in its place: forms of strangers have no cookie
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begins an upload of `Upload-Length` bytes; `Upload-Metadata` has the ticket and the name."""
    if not is_from_here(request):
        return forbidden(request)
    said = _metadata(request.headers.get("Upload-Metadata", ""))
    try:
        allowed = ticketed(said.get("ticket", ""))
        if allowed is None:
            raise TicketRefused("This page was open for too long, or is not ours. Load it anew and choose again.")
        limits, nonce = allowed
        token = begin_upload(
            name=said.get("filename", ""),
            size_bytes=_number(request.headers.get("Upload-Length", "")),
            accepts=limits.accepts,
            purpose=limits.purpose,
            owner=nonce,
            largest_mb=limits.file_mb,
            at=timezone.now(),
        )
    except QingceError as error:
        return _refused(error)
    response = HttpResponse(status=201, headers={"Tus-Resumable": VERSION, "Upload-Offset": "0"})
    response["Location"] = reverse("web:upload", args=[token])
    return response


@never_cache
@csrf_exempt  # the secret in the address is the right to send; no cookie is involved
@require_http_methods(["HEAD", "PATCH"])
def piece(request: HttpRequest, token: str) -> HttpResponse:
    """How far an upload is, or its next piece from `Upload-Offset` on."""
    if not is_from_here(request):
        return forbidden(request)
    try:
        if request.method == "HEAD":
            return _told(partial_upload(token), 200)
        if request.content_type != TYPE:
            return HttpResponse(status=415, headers={"Tus-Resumable": VERSION})
        offset = _number(request.headers.get("Upload-Offset", ""))
        return _told(receive_piece(token, offset, _pieces(request), at=timezone.now()), 204)
    except QingceError as error:
        return _refused(error)
    except UnreadablePostError:  # the line is cut: what came is kept
        return HttpResponse(status=400, headers={"Tus-Resumable": VERSION})


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    while chunk := request.read(_READ_BYTES):
        yield chunk


def _told(upload: Partial, code: int) -> HttpResponse:
    headers = {"Tus-Resumable": VERSION, "Upload-Offset": str(upload.offset), "Upload-Length": str(upload.size_bytes)}
    if upload.file:
        headers["Upload-Kept"] = kept_token(upload.file, upload.owner)
    return HttpResponse(status=code, headers=headers)


def _refused(error: QingceError) -> HttpResponse:
    response = JsonResponse({"code": error.code, "detail": sentence(error)}, status=status(error))
    response["Tus-Resumable"] = VERSION
    if "offset" in error.params:
        response["Upload-Offset"] = str(error.params["offset"])
    return response


def _metadata(text: str) -> dict[str, str]:
    """`Upload-Metadata`: pairs of a name and base64, with commas between; what cannot be read is passed over."""
    found = {}
    for pair in text[:8000].split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER else -1
