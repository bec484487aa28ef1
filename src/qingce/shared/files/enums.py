"""The values that pass between this room and those that take files in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from qingce.shared.files.areas import Area


class FileType(TextChoices):
    """What a file truly is, told from its content."""

    PDF = "pdf", "PDF"
    JPEG = "jpeg", _("JPEG picture")
    PNG = "png", _("PNG picture")
    DOCX = "docx", _("Word document (DOCX)")
    XLSX = "xlsx", _("Excel workbook (XLSX)")

    @property
    def extension(self) -> str:
        """What its name ends with, without the dot."""
        return "jpg" if self == FileType.JPEG else str(self.value)

    @property
    def media_type(self) -> str:
        """What it is served as."""
        return _MEDIA_TYPES[self.value]


_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Scan(TextChoices):
    """Whether a file was looked through for malicious programs."""

    NOT_SCANNED = "none", _("Not scanned for viruses")
    CLEAN = "clean", _("Scanned for viruses, none found")


class Preview(TextChoices):
    """Whether the pages of a file are there as pictures, and its signatures read."""

    WAITING = "waiting", _("Its pages are being drawn")
    READY = "ready", _("Its pages are drawn")
    NONE = "none", _("Its pages cannot be drawn")


class SignatureState(TextChoices):
    """What a digital signature of a PDF is worth here."""

    VALID = "valid", _("Valid signature")
    UNKNOWN = "unknown", _("Unaltered, signed with a certificate that is not trusted here")
    ALTERED = "altered", _("Altered after signing")
    UNREADABLE = "unreadable", _("A signature that cannot be checked")


class StoreFault(TextChoices):
    """What is wrong with a piece of the store."""

    DAMAGED = "damaged", _("Damaged: its bytes are not those that were kept")
    ORPHAN = "orphan", _("Orphan: no file needs it")
    LOST = "lost", _("Lost: a file needs it, and it is not there")


@dataclass(frozen=True, slots=True)
class CheckedBytes:
    """A piece of the store that was read again; no fault: it is what it was. `files`: who need it."""

    sha256: str
    size_bytes: int
    fault: StoreFault | None
    files: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """When and where a camera says that it took a photo: degrees of latitude and longitude; None: it does not say."""

    at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class PageSeen:
    """A page as a picture; width and height in pixels."""

    number: int
    width: int
    height: int
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Signature:
    """A digital signature of a PDF: who signed by whose certificate; `signed_at` by the signer's own word."""

    state: SignatureState
    signer: str
    issuer: str
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Redacted:
    """What was taken out of a copy. `turned`: the pages that became pictures; `by`: a signature."""

    source_id: int
    areas: tuple[Area, ...]
    turned: tuple[int, ...]
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class KeptFile:
    """A file of the store; `sha256` names what is served, `original_sha256` what came, if it is kept aside.

    `copies`: those of which something was taken out, each with `redacted`.
    """

    id: int
    name: str
    type: FileType
    size_bytes: int
    sha256: str
    original_sha256: str
    purpose: str
    received_at: datetime
    scan: Scan = Scan.NOT_SCANNED
    preview: Preview = Preview.NONE
    page_count: int = 0
    pages: tuple[PageSeen, ...] = ()
    signatures: tuple[Signature, ...] = ()
    redacted: Redacted | None = None
    copies: tuple[KeptFile, ...] = ()

    @property
    def can_be_redacted(self) -> bool:
        """Whether it has pages or pixels of which a part can be taken out."""
        return self.redacted is None and self.type in {FileType.PDF, FileType.JPEG, FileType.PNG}


@dataclass(frozen=True, slots=True)
class Partial:
    """How far an upload is, and until when its pieces are taken.

    Args: file: what it became, once it is whole and was found good. is_to_read: it becomes no file, but is read once.
    """

    token: str
    owner: str
    size_bytes: int
    offset: int
    ends_at: datetime
    file: KeptFile | None
    is_to_read: bool


@dataclass(frozen=True, slots=True)
class ComingPiece:
    """What lies there of an upload that is not whole; an orphan: nothing will come to it any more."""

    token: str
    size_bytes: int
    is_orphan: bool
