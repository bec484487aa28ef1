"""What a file truly is, by its content and never by its name; and the harmless copy of it that will be served."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qingce.shared.files.checking.office import check_office, office_type
from qingce.shared.files.checking.pdfs import clean_pdf
from qingce.shared.files.checking.pictures import clean_picture
from qingce.shared.files.errors import EncryptedUpload, UploadTypeRefused

_HEAD = 4096
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "compound"),
)
_TELEPHONE = {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"}
_WAYS: dict[str, Callable[[Path, Path], None]] = {
    "pdf": clean_pdf,
    "jpeg": clean_picture,
    "png": clean_picture,
    "docx": check_office,
    "xlsx": check_office,
}


def judge(source: Path, target: Path, *, accepted: frozenset[str]) -> str:
    """Opens, checks and cleans a file.

    Args: target: where the harmless copy is written, if it differs from what came.
    Returns: one of `accepted`.
    Raises: UploadTypeRefused; what the checks of its type raise.
    """
    found = true_type(source)
    if found not in accepted:
        listed = ", ".join(sorted(accepted)).upper()
        raise UploadTypeRefused(f"This is no file of a type taken in here ({listed}). {_HELP}", accepted=listed)
    _WAYS[found](source, target)
    return found


_HELP = "Print it to PDF, or take a picture of it, and send that."


def true_type(path: Path) -> str:
    """pdf, jpeg, png, docx, xlsx; "": something else.

    Raises: UploadTypeRefused: a picture as some telephones take it; EncryptedUpload: an old or a locked document.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    found = next((name for magic, name in _MAGIC if head.startswith(magic)), "")
    if head[4:8] == b"ftyp" and head[8:12] in _TELEPHONE:
        raise UploadTypeRefused(
            "This is a HEIC picture, as some telephones take it. Save it as JPEG, or send a screenshot of it.",
            cause="telephone",
        )
    if found == "compound":
        raise EncryptedUpload(
            "This is a document with a password, or of an old kind (DOC, XLS). Remove the password, or save it as PDF.",
            cause="compound",
        )
    return office_type(path) if found == "zip" else found
