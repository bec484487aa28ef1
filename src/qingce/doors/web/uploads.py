"""Files that come with a form: bounded while they arrive, kept one by one, each with its own fault."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from qingce.doors.web.messages import sentence
from qingce.doors.web.transfer.limits import shipped_limits
from qingce.doors.web.upload_tickets import Ticket, form_of, kept_before, kept_token, upload_ticket
from qingce.pure.kernel.errors import QingceError
from qingce.shared.files.actions import discard_files, keep_upload
from qingce.shared.files.enums import FileType, KeptFile
from qingce.shared.files.errors import UploadTooLarge
from qingce.shared.files.queries import waiting_files

PAPERS = (FileType.PDF, FileType.JPEG, FileType.PNG)
_MB = 1024 * 1024


@dataclass(frozen=True)
class UploadLimits:
    """What a form takes.

    Args: purpose: what the files are for, as the room that attaches them calls it. files_most: of one sending.
    """

    purpose: str
    files_most: int
    file_mb: int
    accepts: Collection[FileType] = PAPERS

    def ticket(self, nonce: str) -> Ticket:
        """What lets the form's script send its files piece by piece. Args: nonce: as `files_sent` is given it."""
        return upload_ticket(self.purpose, nonce, file_mb=self.file_mb, accepts=self.accepts)


class Bounded(FileUploadHandler):
    """Lets a file through as far as it is not too large; the rest of it is read over, and its name noted."""

    def __init__(self, request: HttpRequest, *, largest_bytes: int) -> None:
        super().__init__(request)
        self.largest_bytes = largest_bytes
        self.size = 0
        self.too_large: list[str] = []

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begins to count anew."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]  # handed on as it came
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hands a piece on to where it is written, or stops."""
        del start
        self.size += len(raw_data)
        if self.size > self.largest_bytes:
            self.too_large.append(str(self.file_name))
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """Leaves the whole file to the next handler."""
        del file_size
        return None


@dataclass
class Sent:
    """The files of a form: those kept, what was wrong with others, and how many were meant."""

    kept: list[KeptFile] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    meant: int = 0

    def tokens(self, nonce: str) -> list[tuple[KeptFile, str]]:
        """Each kept file with what the form says of it when it is sent again."""
        return [(file, kept_token(file, form_of(nonce))) for file in self.kept]

    def left_over(self, limits: UploadLimits) -> list[str]:
        """What is said if more files came than one sending takes."""
        over = self.meant - len(self.kept) - len(self.faults)
        told = _("Only %(most)d files are taken at once; send the others afterwards.") % {"most": limits.files_most}
        return [told] if over > 0 else []


def bound_uploads(request: HttpRequest, limits: UploadLimits) -> Bounded:
    """Bounds the files of a form; call it before anything looks at what was sent.

    Raises: UploadTooLarge: so much is on its way that it is not read at all.
    """
    most = min(2 * limits.files_most * limits.file_mb, shipped_limits().body_mb)
    if int(request.META.get("CONTENT_LENGTH") or 0) > most * _MB:
        raise UploadTooLarge(f"The form and its files are larger than {most} MB. Send fewer files.", limit_mb=most)
    handler = Bounded(request, largest_bytes=limits.file_mb * _MB)
    request.upload_handlers = [handler, *request.upload_handlers]
    return handler


def behind_token(
    request: HttpRequest, limits: UploadLimits, does: Callable[[HttpRequest, Bounded], HttpResponse]
) -> HttpResponse:
    """Bounds the files that come, then looks at the token, then does what was asked for.

    A page that takes files is exempt from the early look at the token, which would read them: a stranger's files
    must not be read for it.

    Args: does: is given the request and what bounds its files, for `files_sent`.
    Raises: UploadTooLarge: as `bound_uploads`.
    """
    bounded = bound_uploads(request, limits)

    @csrf_protect
    def sent(request: HttpRequest) -> HttpResponse:
        return does(request, bounded)

    return sent(request)


def files_sent(request: HttpRequest, bounded: Bounded, limits: UploadLimits, *, nonce: str, at: datetime) -> Sent:
    """Keeps the files that came, beside those kept before; what the person unticked is let go.

    Args: nonce: of the form, or of who sends it; files kept under another one are not touched.
    """
    before = waiting_files(kept_before(request.POST.getlist("kept"), nonce), purpose=limits.purpose)
    unwanted = {int(text) for text in request.POST.getlist("drop") if text.isascii() and text.isdecimal()}
    discard_files([file.id for file in before if file.id in unwanted], at=at)
    uploads = request.FILES.getlist("files")
    sent = Sent(kept=[file for file in before if file.id not in unwanted])
    sent.meant = len(sent.kept) + len(uploads)
    for name in bounded.too_large:
        error = UploadTooLarge(
            f"The file is larger than {limits.file_mb} MB. Send fewer pages.", limit_mb=limits.file_mb
        )
        sent.faults.append(_told(name, error))
    for upload in uploads[: max(0, limits.files_most - len(sent.kept))]:
        _keep(upload, sent, limits, at)
    return sent


def _keep(upload: UploadedFile[Any], sent: Sent, limits: UploadLimits, at: datetime) -> None:
    name = upload.name or ""
    try:
        file = keep_upload(
            upload.chunks(),
            name=name,
            accepts=limits.accepts,
            purpose=limits.purpose,
            at=at,
            largest_mb=limits.file_mb,
        )
    except QingceError as error:
        sent.faults.append(_told(name, error))
    else:
        sent.kept.append(file)


def _told(name: str, error: QingceError) -> str:
    return f"{name[:60]}: {sentence(error)}"
