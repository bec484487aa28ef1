"""Asks another server; the answer is whole, soon, small and its own, or an error."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit
from weakref import WeakSet

from requests import PreparedRequest, RequestException, Response, Session, Timeout
from requests.adapters import HTTPAdapter
from requests.exceptions import SSLError
from urllib3 import Retry

from qingce.shared.asking.errors import (
    AddressWrong,
    AnswerTooLarge,
    SentElsewhere,
    ServerSlow,
    ServerUnreachable,
    ServerUntrusted,
)

WITHIN_S = 30.0
SILENT_S = 10.0
CHUNK_BYTES = 1 << 14
LONGEST_SAID = 200
OK, REDIRECTS = 200, range(300, 400)


@dataclass(frozen=True)
class Answer:
    """What a server said: its number, the type of its content, its content."""

    status: int
    kind: str
    body: bytes

    @property
    def sentence(self) -> str:
        """The beginning of it as one line that is safe to show."""
        return one_line(self.body[: LONGEST_SAID * 4].decode(errors="replace"))


class Asker:
    """Asks servers, keeping connections open; for one thread.

    Args: seconds: within which an answer has to be whole.
    """

    def __init__(self, *, seconds: float = WITHIN_S) -> None:
        self._seconds = seconds
        self._session = Session()
        self._session.auth = _nobody  # else passwords of a .netrc are sent
        self._adapter = _Adapter()
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, self._adapter)

    def get(self, url: str, *, most: int) -> Answer:
        """Asks for a file of up to `most` bytes; the answer may say that there is none.

        Raises: ServerUnreachable; ServerUntrusted; ServerSlow; AnswerTooLarge; SentElsewhere.
        """
        return self._ask("GET", url, most=most)

    def post(self, url: str, body: bytes, *, kind: str, most: int) -> Answer:
        """Hands something over and takes an answer of up to `most` bytes; it may arrive twice. Raises: as `get`."""
        return self._ask("POST", url, most=most, data=body, headers={"Content-Type": kind})

    def close(self) -> None:
        """Ends the connections."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, method: str, url: str, *, most: int, **more: Any) -> Answer:
        host = urlsplit(url).netloc
        silent = min(SILENT_S, self._seconds)
        with _within(self._seconds, self._adapter.cut) as is_late:
            try:
                with self._session.request(
                    method, url, stream=True, allow_redirects=False, timeout=silent, **more
                ) as response:
                    answer = _read(response, host, most=most)
            except SSLError as error:
                raise self._late_or(ServerUntrusted(host), host, is_late=is_late()) from error
            except Timeout as error:
                raise ServerSlow(host, self._seconds) from error
            except (RequestException, OSError) as error:
                raise self._late_or(ServerUnreachable(host), host, is_late=is_late()) from error
            if is_late():  # an answer without a length ends where it was cut
                raise ServerSlow(host, self._seconds)
        return answer

    def _late_or(self, error: Exception, host: str, *, is_late: bool) -> Exception:
        return ServerSlow(host, self._seconds) if is_late else error


def one_line(text: str) -> str:
    """The beginning of what somebody else wrote, such that no terminal and no log is moved by it."""
    plain = "".join(each if each.isprintable() else " " for each in text[: LONGEST_SAID * 4])
    return " ".join(plain.split())[:LONGEST_SAID]


def checked_address(text: str) -> str:
    """The address of a server, or of a folder on one, without a slash at its end.

    Raises: AddressWrong.
    """
    try:
        parts = urlsplit(text)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise AddressWrong(text) from None
    is_plain = text.isprintable() and not any(each.isspace() for each in text)
    has_more = any((parts.query, parts.fragment, parts.username, parts.password, text.endswith(("?", "#"))))
    if parts.scheme not in {"https", "http"} or not is_whole or not is_plain or has_more:
        raise AddressWrong(text)
    return text.rstrip("/")


def _read(response: Response, host: str, *, most: int) -> Answer:
    if response.status_code in REDIRECTS:
        raise SentElsewhere(host, one_line(response.headers.get("Location", "")) or "—")
    body = bytearray()
    for chunk in response.iter_content(CHUNK_BYTES):
        body += chunk
        if len(body) > most:
            raise AnswerTooLarge(host, most)
    return Answer(response.status_code, response.headers.get("Content-Type", ""), bytes(body))


def _nobody(request: PreparedRequest) -> PreparedRequest:
    return request


class _Adapter(HTTPAdapter):
    """Knows its sockets, so that they can be ended from outside.

    A time-out of a socket begins anew with each byte; a server that sends one now and then would never end.
    """

    def __init__(self) -> None:
        self._sockets: WeakSet[socket.socket] = WeakSet()
        # A connection that was kept open may have been given up by the other side just now.
        super().__init__(
            max_retries=Retry(total=1, redirect=False, allowed_methods=None, respect_retry_after_header=False)
        )

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """Connections whose sockets are noted."""
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        if pool.ConnectionCls is type(pool).ConnectionCls:
            pool.ConnectionCls = _noting(pool.ConnectionCls, self._sockets.add)
        return pool

    def cut(self) -> None:
        """Ends every connection; whoever reads from one gets an error, or the end."""
        for each in list(self._sockets):
            with suppress(OSError, ValueError):
                # Not the method of an encrypted socket, which is not for a second thread.
                socket.socket.shutdown(each, socket.SHUT_RDWR)


def _noting(kind: Any, note: Callable[[socket.socket], None]) -> Any:
    """A kind of connections that tell their sockets; they give them away when an answer has no length."""

    class Noting(kind):  # type: ignore[misc]  # HTTP or HTTPS
        def connect(self) -> None:
            super().connect()
            note(self.sock)

    return Noting


@contextmanager
def _within(seconds: float, cut: Callable[[], None]) -> Iterator[Callable[[], bool]]:
    """Calls `cut` when the time is over, again and again: a connection may just be being made.

    Yields: tells whether the time is over.
    """
    is_done, is_late = Event(), Event()

    def watch() -> None:
        rest = seconds
        while not is_done.wait(rest):
            is_late.set()
            cut()
            rest = 0.2

    watcher = Thread(target=watch, name="asking", daemon=True)
    watcher.start()
    try:
        yield is_late.is_set
    finally:
        is_done.set()
        watcher.join()
