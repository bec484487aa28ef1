"""A lean HTTP client on one kept connection: it must cost little beside what it measures."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

HOST = "127.0.0.1"
_TIMEOUT_S, _PIECE = 60.0, 65_536


@dataclass(frozen=True, slots=True)
class Response:
    """What came back, unpacked if it came in chunks."""

    status: int
    body: bytes


class Connection:
    """Requests to a server on this machine, one after the other; opened again when the server closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close it; the next request opens it again."""
        if self._socket:
            self._socket.close()
            self._socket = None

    def get(self, path: str, *, visitor: int = 0) -> Response:
        """Ask for a path, whose characters are escaped already.

        Args: visitor: which of many visitors asks, as a proxy in front would say.
        Raises: OSError: the server cannot be reached or hung up in the middle.
        """
        return self._ask(self._head("GET", path, visitor) + b"\r\n")

    def post(self, path: str, said: Mapping[str, str], *, visitor: int = 0, headers: Mapping[str, str]) -> Response:
        """Send a form.

        Args, Raises: as `get`.
        """
        body = urlencode(said).encode()
        more = {**headers, "Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in more.items())
        return self._ask(self._head("POST", path, visitor) + f"{lines}\r\n".encode() + body)

    def _head(self, method: str, path: str, visitor: int) -> bytes:
        address = f"203.0.{113 + visitor // 250 % 100}.{visitor % 250}"
        return (
            f"{method} {path} HTTP/1.1\r\nHost: {HOST}:{self._port}\r\nX-Forwarded-For: {address}\r\n"
            "Accept: text/html, application/json\r\nAccept-Encoding: identity\r\n"
        ).encode()

    def _ask(self, request: bytes) -> Response:
        is_kept = self._socket is not None
        try:
            return self._exchange(request)
        except ConnectionError:
            self.close()
            if not is_kept:
                raise
        return self._exchange(request)  # the server had closed a connection that was idle

    def _exchange(self, request: bytes) -> Response:
        if self._socket is None:
            self._socket = socket.create_connection((HOST, self._port), timeout=_TIMEOUT_S)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        got = self._more(b"")
        while (end := got.find(b"\r\n\r\n")) < 0:
            got = self._more(got)
        head, rest = got[:end].lower(), got[end + 4 :]
        status = int(head[9:12])
        body = self._body(head, rest)
        if b"\r\nconnection: close" in head:
            self.close()
        return Response(status, body)

    def _more(self, got: bytes) -> bytes:
        piece = self._socket.recv(_PIECE) if self._socket else b""
        if not piece:
            raise ConnectionResetError("The server hung up.")
        return got + piece

    def _body(self, head: bytes, rest: bytes) -> bytes:
        if b"transfer-encoding: chunked" in head:
            return self._chunks(rest)
        size = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0] or b"0")
        while len(rest) < size:
            rest = self._more(rest)
        return rest

    def _chunks(self, rest: bytes) -> bytes:
        body = b""
        while True:
            while b"\r\n" not in rest:
                rest = self._more(rest)
            line, _, rest = rest.partition(b"\r\n")
            size = int(line, 16)
            while len(rest) < size + 2:
                rest = self._more(rest)
            body, rest = body + rest[:size], rest[size + 2 :]
            if size == 0:
                return body
