"""Files that are compared with a document: read page by page, and let go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from qingce.doors.web.uploads import Bounded, UploadLimits, bound_uploads
from qingce.shared.files.errors import UploadTooLarge
from qingce.shared.files.queries import PageRead, read_pages
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


def returned(request: HttpRequest, bound: Bounded) -> Returned:
    """The pages of the files that were sent; nothing of them is kept.

    Raises: NothingToCompare; the errors of files.
    """
    uploads = request.FILES.getlist("files")[: LIMITS.files_most]
    if bound.too_large:
        raise UploadTooLarge(f"The file is larger than {LIMITS.file_mb} MB. Send fewer pages.", limit_mb=LIMITS.file_mb)
    if not uploads:
        raise NothingToCompare("No file was chosen.", cause="no-page")
    read = [read_pages(each.chunks(), name=(each.name or "")[:60], largest_mb=LIMITS.file_mb) for each in uploads]
    return Returned([page for each in read for page in each.pages], [each.sha256 for each in read])
