"""A web server of a test's own on this machine, which answers as the test says."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    write: Callable[[bytes], None]


@dataclass
class Answered:
    """What is answered; `body` may come in pieces, however slowly."""

    body: bytes | Iterator[bytes] = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@contextmanager
def server(answer: Callable[[Asked], Answered | None], *, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """Serves until the end of the block; yields its address. None as an answer: the connection is dropped."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.close_connection = True
            with_pieces = answer(Asked(self.command, self.path, dict(self.headers.items()), body, self.wfile.write))
            if with_pieces is None:
                return
            self.send_response(with_pieces.status)
            for name, value in with_pieces.headers.items():
                self.send_header(name, value)
            self.send_header("Connection", "close")
            pieces = with_pieces.body
            if isinstance(pieces, bytes):
                self.send_header("Content-Length", str(len(pieces)))
                pieces = iter([pieces])
            self.end_headers()
            try:
                for piece in pieces:
                    self.wfile.write(piece)
                    self.wfile.flush()
            except OSError:
                pass  # whoever asked has gone

        do_GET = do_POST = _serve  # noqa: N815  # the names of the standard library

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the names of the standard library
            """Says nothing."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """Says nothing: tests break connections."""

    with Quiet(("127.0.0.1", 0), Handler) as running:
        if tls:
            running.socket = tls.wrap_socket(running.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"{'https' if tls else 'http'}://127.0.0.1:{running.server_address[1]}"
        finally:
            running.shutdown()
            thread.join()
