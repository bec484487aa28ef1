"""A virus scanner of a test's own: speaks clamd's INSTREAM on loopback or by a socket file, and knows one virus."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.hostile_files import EICAR


class _Asked(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        command = self._to_zero()
        if command != b"zINSTREAM":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.server.seen.append(content)  # type: ignore[attr-defined]
        self.wfile.write(self.server.answer or _verdict(content))  # type: ignore[attr-defined]

    def _to_zero(self) -> bytes:
        said = b""
        while not said.endswith(b"\0") and (byte := self.rfile.read(1)):
            said += byte
        return said.rstrip(b"\0")


def _verdict(content: bytes) -> bytes:
    return b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


@contextmanager
def scanner(path: Path | None = None, *, answer: bytes = b"") -> Iterator[tuple[str, list[bytes]]]:
    """Listens until the end of the block.

    Args: path: of its socket; None: a port of loopback. answer: said in place of a verdict.
    Yields: its address as the setting takes it, and what it was given to scan.
    """
    made: Any
    if path is None:
        made = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Asked)
    else:
        made = socketserver.ThreadingUnixStreamServer(str(path), _Asked)
    made.seen, made.answer, made.daemon_threads = [], answer, True
    threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield str(path) if path else f"127.0.0.1:{made.server_address[1]}", made.seen
    finally:
        made.shutdown()
        made.server_close()
