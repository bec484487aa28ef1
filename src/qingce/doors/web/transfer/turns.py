"""The order of work in a process that makes pages: one page at a time, and waiting for clients beside it.

A body is taken in before the page's turn comes, a file leaves after it. So pages are made one after the other, as fast
as by one thread alone, while as many threads as `data/transfer.toml` says wait for clients that are slow. Whoever has
the turn has the connections to the database with it: there are as many as before, each with its cache. What leaves
piece by piece asks the database nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import BoundedSemaphore, Lock, Thread
from typing import IO, TYPE_CHECKING, Protocol

from django.db import connections
from django.http.response import HttpResponseBase

from qingce.doors.web.headers import ALWAYS
from qingce.doors.web.links import CHINESE, in_language
from qingce.doors.web.shedding.table import SAFE_METHODS
from qingce.doors.web.transfer.bodies import CutOff, take_in
from qingce.doors.web.transfer.leaving import Leaving
from qingce.doors.web.transfer.limits import KB, MB, TransferLimits
from qingce.doors.web.transfer.moving import Moving, Pace, TooSlow
from qingce.doors.web.transfer.silent import end_silent, own_sockets
from qingce.doors.web.visitor import network_in

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_BUSY, _SLOW, _CUT_OFF, _FULL = "503 Service Unavailable", "408 Request Timeout", "400 Bad Request", "507 Disk full"
_TOLD = {
    _BUSY: "同时传输的内容过多，请稍后重试。 Too much is being sent or read at once. Try again in a minute.\n",
    _SLOW: "传输过慢，连接已结束，请重试。 The form came too slowly. Send it again.\n",
    _CUT_OFF: "内容没有完整到达，请重试。 The form did not arrive whole. Send it again.\n",
    _FULL: "服务器暂时没有存储空间，请稍后重试。 The server has no room at the moment. Try again later.\n",
}
_RETRY_AFTER_S = "60"


class Pages(Protocol):
    """What makes a page of a request."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse, /) -> HttpResponseBase:
        """The answer, its status and headers told beforehand."""
        ...


class Turns:
    """A WSGI application around the one that makes pages.

    Args: folder: for bodies that do not fit into memory.
    """

    def __init__(
        self, pages: Pages, *, limits: TransferLimits, folder: Path, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._pages, self._limits, self._folder, self._clock = pages, limits, folder, clock
        self._turn, self._heavy = Lock(), BoundedSemaphore(limits.heavy_at_once)
        self._moving = Moving(limits)
        self._connections = {alias: connections.create_connection(alias) for alias in connections}
        for each in self._connections.values():
            each.inc_thread_sharing()

    def watch(self) -> None:
        """Cuts off, from now on, connections on which nothing moves while something should be on its way."""
        Thread(target=self._end_silent_ones, daemon=True).start()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        length = _length(environ)
        is_heavy = length > self._limits.heavy_kb * KB or self._is_beside(environ)
        if not length:
            return self._answered(environ, start_response, is_heavy=is_heavy)
        if length > self._limits.body_mb * MB:  # the view refuses it by its length, and finds nothing to read
            environ["wsgi.input"] = _Nothing()
            return self._answered(environ, start_response, is_heavy=False)
        body = self._taken_in(environ, length)
        if isinstance(body, str):
            return _refused(body, start_response)
        with body:
            environ["wsgi.input"] = body
            return self._answered(environ, start_response, is_heavy=is_heavy)

    def _is_beside(self, environ: WSGIEnvironment) -> bool:
        """Files are opened that came, or whole ones are written for whoever asks."""
        is_write = environ.get("REQUEST_METHOD", "GET") not in SAFE_METHODS
        return self._limits.is_beside(in_language(environ.get("PATH_INFO", ""), CHINESE), is_write=is_write)

    def _taken_in(self, environ: WSGIEnvironment, length: int) -> IO[bytes] | str:
        """The body, or the status with which it is refused."""
        address = network_in(environ)
        if not self._moving.enter(address, length):
            return _BUSY
        try:
            return take_in(
                environ["wsgi.input"], length, limits=self._limits, folder=self._folder, clock=self._clock
            )  # fmt: skip
        except TooSlow:
            return _SLOW
        except CutOff:
            return _CUT_OFF
        except OSError:
            return _FULL
        finally:
            self._moving.leave(address, length)

    def _answered(self, environ: WSGIEnvironment, start_response: StartResponse, *, is_heavy: bool) -> Iterable[bytes]:
        with self._beside() if is_heavy else self._in_turn():
            response = self._pages(environ, start_response)
        if not response.streaming:
            return response  # one piece: the server takes it at once
        address = network_in(environ)
        if not self._moving.enter(address):
            response.close()
            return _refused(_BUSY, start_response)
        return Leaving(response, Pace(self._limits, self._clock), partial(self._moving.leave, address))

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """One at a time, with the connections that all pages of this process share."""
        with self._turn:
            own = {each.alias: each for each in connections.all(initialized_only=True)}
            for alias, shared in self._connections.items():
                connections[alias] = shared
            try:
                yield
            finally:
                for alias, shared in self._connections.items():
                    shared.close_if_unusable_or_obsolete()
                    if alias in own:
                        connections[alias] = own[alias]
                    else:
                        del connections[alias]

    @contextmanager
    def _beside(self) -> Iterator[None]:
        """A few at a time, each with connections that end with it."""
        with self._heavy:
            try:
                yield
            finally:
                connections.close_all()

    def _end_silent_ones(self) -> None:
        while True:
            time.sleep(self._limits.look_every_s)
            if len(self._moving):
                end_silent(own_sockets(), silent_s=self._limits.silent_s)


class _Nothing:
    def read(self, _size: int = -1) -> bytes:
        return b""


def _length(environ: WSGIEnvironment) -> int:
    """How much is to come; a body that does not say so is not read, by Django neither."""
    text = environ.get("CONTENT_LENGTH") or ""
    return int(text) if text.isascii() and text.isdecimal() else 0


def _refused(status: str, start_response: StartResponse) -> list[bytes]:
    body = _TOLD[status].encode()
    headers = {**ALWAYS, "Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body))}
    if status == _BUSY:
        headers["Retry-After"] = _RETRY_AFTER_S
    start_response(status, list(headers.items()))
    return [body]
