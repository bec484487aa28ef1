"""The log as files, and where witnesses hand their co-signatures over; as any web server would, without a language.

Source: c2sp.org/tlog-tiles.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from qingce.doors.web.messages import status
from qingce.pure.kernel.errors import InvalidValue, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.pure.merkle.errors import NoteUnreadable
from qingce.pure.merkle.tiles import tile_at
from qingce.shared.ledger.actions import take_cosignatures
from qingce.shared.ledger.queries import keys_text, newest_checkpoint, tile_bytes, written

LONGEST_NOTE = 10_000
TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"
FOR_EVER = "public, max-age=31536000, immutable"
ALWAYS_ASK = "no-cache"


class CosignatureTooLong(InvalidValue):
    """What was handed over is longer than any checkpoint with its co-signatures."""

    code = "cosignature-too-long"

    def __init__(self, most: int) -> None:
        super().__init__(f"A checkpoint with its co-signatures has at most {most} bytes.", most=most)


@serves("LED-1", "LED-2")
@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest checkpoint with its co-signatures."""
    del request
    return _file(written(newest_checkpoint()).encode(), TEXT, ALWAYS_ASK)


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The log's public keys, one a line, those that sign now first."""
    del request
    return _file(keys_text().encode(), TEXT, ALWAYS_ASK)


@require_safe
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """A tile or a bundle of entries; what was served once under an address never changes."""
    del request
    asked = tile_at(f"tile/{path}")
    found = tile_bytes(asked) if asked else None
    if found is None:
        raise Http404
    return _file(found, BYTES, FOR_EVER)


@serves("LED-1")
@csrf_exempt  # a program signs what it hands over; no cookie counts here
@require_POST
def cosignatures(request: HttpRequest) -> HttpResponse:
    """Takes the co-signatures of witnesses; answers programs in one English sentence."""
    try:
        take_cosignatures(_note_in(request), at=timezone.now())
    except QingceError as error:
        return HttpResponse(f"{error.detail}\n", status=status(error), content_type=TEXT)
    return HttpResponse(content_type=TEXT)


def _note_in(request: HttpRequest) -> str:
    body = request.read(LONGEST_NOTE + 1)
    if len(body) > LONGEST_NOTE:
        raise CosignatureTooLong(LONGEST_NOTE)
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise NoteUnreadable("This is no signed note: it is not UTF-8.") from None


def _file(content: bytes, kind: str, keeping: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Cache-Control": keeping, "X-Robots-Tag": "noindex"})
