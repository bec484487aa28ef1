"""A witness that logs come to: POST /add-checkpoint.

Source: c2sp.org/tlog-witness.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET, AF_INET6, socket
from threading import BoundedSemaphore, Lock
from typing import Any

from qingce.doors.cli.witnessing.cosigning import Cosigner
from qingce.doors.cli.witnessing.errors import ListenAddressWrong
from qingce.pure.kernel.errors import QingceError
from qingce.pure.merkle.checking import check_consistency
from qingce.pure.merkle.checkpoints import Checkpoint
from qingce.pure.merkle.errors import (
    LogOther,
    LogRewritten,
    LogSplit,
    NoteUnreadable,
    NotSigned,
    ProofWrong,
    SignatureWrong,
    WitnessRequestUnreadable,
)
from qingce.pure.merkle.growth import check_same_log
from qingce.pure.merkle.hashing import EMPTY_ROOT
from qingce.pure.merkle.witnessing import ADD_CHECKPOINT, LARGEST_REQUEST, SIZE_TYPE, WitnessRequest, read_request

LOOPBACK = "127.0.0.1"
SILENT_S = 10
MOST_AT_ONCE = 32
TEXT = "text/plain; charset=utf-8"
STATUSES: dict[type[QingceError], HTTPStatus] = {
    WitnessRequestUnreadable: HTTPStatus.BAD_REQUEST,
    NoteUnreadable: HTTPStatus.BAD_REQUEST,
    NotSigned: HTTPStatus.FORBIDDEN,
    SignatureWrong: HTTPStatus.FORBIDDEN,
    LogOther: HTTPStatus.NOT_FOUND,
    LogSplit: HTTPStatus.CONFLICT,
    LogRewritten: HTTPStatus.CONFLICT,
    ProofWrong: HTTPStatus.UNPROCESSABLE_ENTITY,
}


@dataclass(frozen=True)
class Reply:
    """What a log is answered."""

    status: HTTPStatus
    text: str
    kind: str = TEXT


def reply(cosigner: Cosigner, body: bytes, *, at_second: int) -> Reply:
    """Answers a request; whatever is wrong is answered too.

    What is wrong with this witness itself (stopped, clock, disk) is 503: the standard has no word for it.
    """
    try:
        return _reply(cosigner, read_request(body), at_second=at_second)
    except QingceError as error:
        return Reply(STATUSES.get(type(error), HTTPStatus.SERVICE_UNAVAILABLE), f"{error}\n")


def _reply(cosigner: Cosigner, request: WitnessRequest, *, at_second: int) -> Reply:
    new = cosigner.trusted(request.note)
    if request.old_size > new.size:
        raise WitnessRequestUnreadable
    last = cosigner.last
    known = last.size if last else 0
    if request.old_size != known:
        return Reply(HTTPStatus.CONFLICT, f"{known}\n", SIZE_TYPE)

    def check(old: Checkpoint | None, latter: Checkpoint) -> None:
        if old:
            check_same_log(old, latter)
        root = old.root if old else EMPTY_ROOT
        check_consistency(known, root, latter.size, latter.root, request.proof)

    return Reply(HTTPStatus.OK, cosigner.cosign(request.note, check, at_second=at_second).line)


def listening(cosigner: Cosigner, host: str, port: int) -> ThreadingHTTPServer:
    """A server that is bound already; `serve_forever` runs it.

    Raises: OSError: nobody can listen there.
    """
    one_by_one = Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = SILENT_S

        def do_POST(self) -> None:  # the name of the standard library
            self._send(self._answer())

        def _answer(self) -> Reply:
            self.close_connection = True  # where the body stays unread
            if self.path != ADD_CHECKPOINT:
                return Reply(HTTPStatus.NOT_FOUND, f"There is {ADD_CHECKPOINT} only.\n")
            length = self.headers.get("Content-Length", "")
            if not (length.isascii() and length.isdecimal()):
                return Reply(HTTPStatus.LENGTH_REQUIRED, "Say how long it is.\n")
            if len(length) > len(str(LARGEST_REQUEST)) or int(length) > LARGEST_REQUEST:
                return Reply(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"Up to {LARGEST_REQUEST} bytes.\n")
            body = self.rfile.read(int(length))
            self.close_connection = self.headers.get("Connection", "").lower() == "close"
            with one_by_one:
                return reply(cosigner, body, at_second=int(time.time()))

        def _send(self, answer: Reply) -> None:
            raw = answer.text.encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(raw)))
            if self.close_connection:
                self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(raw)

        def version_string(self) -> str:
            return "qingce-witness"

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name of the standard library
            """Says nothing: what is co-signed stands in the folder."""

    class Server(_Bounded):
        address_family = AF_INET6 if ":" in host else AF_INET

    return Server((host, port), Handler)


class _Bounded(ThreadingHTTPServer):
    """A thread for each connection, up to a number; more are let go at once."""

    daemon_threads = True
    request_queue_size = 2 * MOST_AT_ONCE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._free = BoundedSemaphore(MOST_AT_ONCE)
        super().__init__(*args, **kwargs)

    def process_request(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        """Begins a connection, if there is room."""
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        """Serves a connection to its end."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        """Says nothing of connections that broke off."""


def read_place(text: str) -> tuple[str, int]:
    """HOST:PORT; without a host it is this machine alone.

    Raises: ListenAddressWrong.
    """
    host, _, port = text.rpartition(":")
    if not (port.isascii() and port.isdecimal() and len(port) <= 5 and 0 <= int(port) <= 65_535):  # noqa: PLR2004
        raise ListenAddressWrong(text)
    return host.removeprefix("[").removesuffix("]") or LOOPBACK, int(port)
