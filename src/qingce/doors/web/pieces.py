"""Large files, piece by piece, by the protocol tus 1.0 (tus.io): core, creation, expiration, termination.

Whoever has a form's ticket may begin an upload for that form; the address of an upload is a secret, and the right to
send the next piece, or to end it. What it became is told in `Upload-Kept`, which the form hands in as it hands in
files kept before.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from qingce.doors.web.corrections.tokens import is_from_here
from qingce.doors.web.errors import forbidden
from qingce.doors.web.messages import sentence, status
from qingce.doors.web.upload_tickets import kept_token, received_token, ticketed
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.files.actions import begin_upload, cancel_upload, partial_upload, receive_piece
from qingce.shared.files.enums import Partial

VERSION = "1.0.0"
TYPE = "application/offset+octet-stream"
_READ_BYTES = 256 * 1024
_LONGEST_NUMBER = 15  # digits
_KNOWN = {"Tus-Version": VERSION, "Tus-Extension": "creation,expiration,termination"}


class TicketRefused(QingceError):
    """An upload begins without the ticket of a form."""

    code = "upload-ticket"


def _by_protocol(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What holds for each request: from a page of ours, in a version that is spoken here."""

    @wraps(view)
    def answered(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if not is_from_here(request):
            return forbidden(request)
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers=_KNOWN)
        elif request.headers.get("Tus-Resumable") != VERSION:
            response = HttpResponse(status=412, headers=_KNOWN)
        else:
            try:
                response = view(request, *args, **kwargs)
            except QingceError as error:
                response = _refused(error)
        response["Tus-Resumable"] = VERSION
        return response

    return answered


@serves("DIS-3", "DIS-4")
@never_cache
@csrf_exempt  # the ticket of the form stands in its place: forms of strangers have no cookie
@require_http_methods(["POST", "OPTIONS"])
@_by_protocol
def begin(request: HttpRequest) -> HttpResponse:
    """Begins an upload of `Upload-Length` bytes; `Upload-Metadata` has the ticket and the name."""
    said = _metadata(request.headers.get("Upload-Metadata", ""))
    allowed = ticketed(said.get("ticket", ""))
    if allowed is None:
        raise TicketRefused("This page was open for too long, or is not ours. Load it anew and choose again.")
    upload = begin_upload(
        name=said.get("filename", ""),
        size_bytes=_number(request.headers.get("Upload-Length", "")),
        accepts=allowed.accepts,
        purpose=allowed.purpose,
        owner=allowed.form,
        largest_mb=allowed.file_mb,
        at=timezone.now(),
    )
    response = _told(upload, 201)
    response["Location"] = reverse("web:upload", args=[upload.token])
    return response


@serves("DIS-3", "DIS-4")
@never_cache
@csrf_exempt  # the secret in the address is the right to send; no cookie is involved
@require_http_methods(["HEAD", "PATCH", "DELETE", "OPTIONS"])
@_by_protocol
def piece(request: HttpRequest, token: str) -> HttpResponse:
    """How far an upload is, its next piece from `Upload-Offset` on, or its end before it is part of anything."""
    if request.method == "HEAD":
        return _told(partial_upload(token, at=timezone.now()), 200)
    if request.method == "DELETE":
        cancel_upload(token, at=timezone.now())
        return HttpResponse(status=204)
    if request.content_type != TYPE:
        return HttpResponse(status=415)
    offset = _number(request.headers.get("Upload-Offset", ""))
    try:
        return _told(receive_piece(token, offset, _pieces(request), at=timezone.now()), 204)
    except UnreadablePostError:  # the line is cut: what came is kept
        return HttpResponse(status=400)


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    while chunk := request.read(_READ_BYTES):
        yield chunk


def _told(upload: Partial, code: int) -> HttpResponse:
    headers = {
        "Upload-Offset": str(upload.offset),
        "Upload-Length": str(upload.size_bytes),
        "Upload-Expires": http_date(upload.ends_at.timestamp()),
    }
    if upload.file:
        headers["Upload-Kept"] = kept_token(upload.file, upload.owner)
    elif upload.is_to_read and upload.offset == upload.size_bytes:
        headers["Upload-Kept"] = received_token(upload)
    return HttpResponse(status=code, headers=headers)


def _refused(error: QingceError) -> HttpResponse:
    response = JsonResponse({"code": error.code, "detail": sentence(error)}, status=status(error))
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
