"""Files that are compared with a document: read page by page, and let go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from qingce.doors.web.upload_tickets import Ticket, received_before, upload_ticket
from qingce.doors.web.uploads import Bounded, UploadLimits, bound_uploads
from qingce.shared.files.actions import reading_upload
from qingce.shared.files.errors import UploadTooLarge
from qingce.shared.files.queries import FileRead, PageRead, read_pages
from qingce.shared.issuing.errors import NothingToCompare

LIMITS = UploadLimits("comparing", files_most=12, file_mb=15)


@dataclass(frozen=True)
class Returned:
    """What came back, in the order in which it came. Args: digests: of the files."""

    pages: Sequence[PageRead]
    digests: Sequence[str]


def bounded(request: HttpRequest) -> Bounded:
    """Bounds what is sent; to be called before anything looks at it."""
    return bound_uploads(request, LIMITS)


def ticket() -> Ticket:
    """What lets the pages come piece by piece; they are read once, and gone."""
    return upload_ticket(LIMITS.purpose, LIMITS.purpose, file_mb=LIMITS.file_mb, accepts=())


def returned(request: HttpRequest, bound: Bounded) -> Returned:
    """The pages of the files that were sent, with the form or before it; nothing of them is kept.

    Raises: NothingToCompare; the errors of files.
    """
    before = received_before(request.POST.getlist("kept"))
    uploads = request.FILES.getlist("files")
    if bound.too_large:
        raise UploadTooLarge(f"The file is larger than {LIMITS.file_mb} MB. Send fewer pages.", limit_mb=LIMITS.file_mb)
    if not before and not uploads:
        raise NothingToCompare("No file was chosen.", cause="no-page")
    read = [_read_before(token) for token in before[: LIMITS.files_most]]
    read += [_read(each.chunks(), each.name or "") for each in uploads[: LIMITS.files_most - len(read)]]
    return Returned([page for each in read for page in each.pages], [each.sha256 for each in read])


def _read_before(token: str) -> FileRead:
    with reading_upload(token, purpose=LIMITS.purpose, at=timezone.now()) as (name, chunks):
        return _read(chunks, name)


def _read(chunks: Iterable[bytes], name: str) -> FileRead:
    return read_pages(chunks, name=name[:60], largest_mb=LIMITS.file_mb)
