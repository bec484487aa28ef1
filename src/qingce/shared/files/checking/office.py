"""Word and Excel files: archives whose parts are counted and looked through, never opened as documents."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO

from qingce.pure.kernel.errors import QingceError
from qingce.shared.files.errors import ActiveUpload, DamagedUpload, EncryptedUpload, UploadTooHeavy
from qingce.shared.files.limits import MB, limits

_CHUNK = 1024 * 1024
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, NotImplementedError)
_TYPES = "[Content_Types].xml"
_IS_ENCRYPTED = 0x1
# Programs, controls and packaged objects, by the names that Office gives them.
_ACTIVE_NAME = re.compile(
    r"vbaproject|vbadata|/activex/|/ctrlprops/|/embeddings/(?!.*\.(xlsx|docx|pptx)$)|/externallinks/|customui|macrosheets",
    re.IGNORECASE,
)
_ACTIVE_TYPE = re.compile(rb"macroEnabled|vbaProject|ms-office\.activeX", re.IGNORECASE)
_RELATION = re.compile(rb"<[^<>]*?Relationship\s[^<>]*>", re.IGNORECASE)
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']\s*External", re.IGNORECASE)
_LINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)


def office_type(path: Path) -> str:
    """docx or xlsx; "": an archive of another kind."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except _DAMAGED:
        return ""
    if _TYPES not in names:
        return ""
    return "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else ""


def check_office(source: Path, target: Path) -> None:
    """Whether an Office file may be kept as it is.

    Cost: its unpacking once, a bounded piece in memory.
    Raises: EncryptedUpload; UploadTooHeavy; ActiveUpload: programs, controls, or things fetched from elsewhere;
        DamagedUpload: also where something else stands before or behind the archive.
    """
    del target  # kept as it came: it is served as a download only
    try:
        with zipfile.ZipFile(source) as archive:
            _check_frame(archive, source)
            _check_parts(archive)
    except _DAMAGED as error:
        if isinstance(error, QingceError):
            raise
        raise _damaged() from error


def _check_frame(archive: zipfile.ZipFile, path: Path) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > limits().office_parts:
        raise UploadTooHeavy(f"The document has {len(parts)} parts. Save it as PDF and send that.", cause="unpacked")
    # An archive inside a picture, or a program behind an archive, is two files in one.
    has_more = bool(archive.comment) or min(part.header_offset for part in parts) != 0 or _has_tail(path)
    is_odd = any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names)
    if has_more or is_odd or len(set(names)) != len(names):
        raise _damaged()


def _has_tail(path: Path) -> bool:
    """Whether something stands behind the end of the archive, whose comment is empty."""
    with path.open("rb") as file:
        file.seek(-22, 2)
        return file.read(4) != b"PK\x05\x06"


def _check_parts(archive: zipfile.ZipFile) -> None:
    left = limits().office_unpacked_mb * MB
    for part in archive.infolist():
        if part.flag_bits & _IS_ENCRYPTED:
            raise EncryptedUpload("The document has a password. Remove it and send the document again.", cause="zip")
        if _ACTIVE_NAME.search(f"/{part.filename}"):
            raise _active()
        with archive.open(part) as file:
            left -= _check_text(file, part.filename, left)


def _check_text(file: IO[bytes], name: str, left: int) -> int:
    """Looks through one part as it unpacks.

    Returns: its bytes.
    """
    size, rest = 0, b""
    is_text = name.endswith((".xml", ".rels"))
    while chunk := file.read(_CHUNK):
        size += len(chunk)
        if size > left:
            limit = limits().office_unpacked_mb
            raise UploadTooHeavy(f"The document unpacks to over {limit} MB. Send it as PDF.", cause="unpacked")
        if is_text:
            _check_markup(rest + chunk, name)
            rest = chunk[-2048:]
    return size


def _check_markup(text: bytes, name: str) -> None:
    text = text.replace(b"\0", b"")  # the other width of characters that XML may have
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise _damaged()
    if name == _TYPES and _ACTIVE_TYPE.search(text):
        raise _active()
    if name.endswith(".rels") and any(
        _EXTERNAL.search(each) and not _LINK.search(each) for each in _RELATION.findall(text)
    ):
        raise _active()


def _damaged() -> DamagedUpload:
    return DamagedUpload("The document is damaged, or not made by Word or Excel. Send it as PDF.", cause="office")


def _active() -> ActiveUpload:
    return ActiveUpload("The document holds macros, controls or things fetched from elsewhere. Send it as PDF.")
