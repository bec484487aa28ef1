"""Asking a virus scanner (clamd, by its INSTREAM command) about a file, where the installation has one."""

from __future__ import annotations

import re
import socket
import struct
from pathlib import Path

from django.conf import settings

from qingce.shared.files.enums import Scan
from qingce.shared.files.errors import InfectedUpload, ScannerAway

_PIECE = 256 * 1024
_CONNECTING_SECONDS = 5
_SCANNING_SECONDS = 60
_LONGEST_ANSWER = 4096
_FOUND = re.compile(r"stream: (.+) FOUND")
_END = struct.pack(">I", 0)


def scanned(path: Path) -> Scan:
    """Has a file looked through, as it came.

    Returns: that it is clean, or that no scanner is set.
    Raises: InfectedUpload; ScannerAway: it does not answer, or not with a verdict.
    """
    if not settings.CLAMD:
        return Scan.NOT_SCANNED
    try:
        answer = _asked(settings.CLAMD, path)
    except OSError as error:
        raise _away() from error
    if answer == "stream: OK":
        return Scan.CLEAN
    if found := _FOUND.fullmatch(answer):
        raise InfectedUpload(
            f"The virus scanner finds “{found[1][:80]}” in this file. Clean the computer it comes from, and send "
            "another copy.",
            name=found[1][:80],
        )
    raise _away()


def _away() -> ScannerAway:
    return ScannerAway("Files cannot be scanned for viruses just now; none is taken in. Try again in a few minutes.")


def _asked(address: str, path: Path) -> str:
    with _connected(address) as line, path.open("rb") as file:
        line.settimeout(_SCANNING_SECONDS)
        line.sendall(b"zINSTREAM\0")
        while piece := file.read(_PIECE):
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(_END)
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER and (more := line.recv(_LONGEST_ANSWER)):
            answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected(address: str) -> socket.socket:
    """A line to the scanner.

    Args: address: the path of its socket, or host:port.
    """
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECTING_SECONDS)
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(_CONNECTING_SECONDS)
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line
