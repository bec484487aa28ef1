"""Bodies arrive before the turn of their page, files leave after it; limits hold (DIS-3)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connections
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from qingce.doors.web.office.imports import SLACK
from qingce.doors.web.transfer.bodies import CutOff, take_in
from qingce.doors.web.transfer.limits import MB, TransferLimits, shipped_limits
from qingce.doors.web.transfer.moving import Moving, TooSlow
from qingce.doors.web.transfer.turns import Turns
from qingce.shared.intake.queries import MAX_BYTES

LIMITS = replace(shipped_limits(), moving_most=3, moving_each_address=2, body_mb=1, bodies_mb=2, memory_kb=1)


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Line:
    """A client's body: a byte each time it is read, after so many seconds."""

    def __init__(self, clock: Clock, *, seconds: float) -> None:
        self._clock, self._seconds = clock, seconds

    def read(self, size: int, /) -> bytes:
        """The next piece, as much of it as asked for."""
        self._clock.now += self._seconds * size
        return b"x" * size


class Site:
    """Pages that answer with what they read, or with pieces, and note how they were answered."""

    def __init__(self, folder: Path, *, pieces: Iterable[bytes] = ()) -> None:
        self.clock = Clock()
        self.status = ""
        self.headers: dict[str, str] = {}
        self.read: list[bytes] = []
        self.connections: list[object] = []
        self._pieces = pieces
        self.turns = Turns(self._pages, limits=LIMITS, folder=folder, clock=self.clock)

    def _pages(self, environ: dict[str, Any], start_response: Callable[..., object]) -> HttpResponseBase:
        self.connections.append(connections["default"])
        self.read.append(environ["wsgi.input"].read())
        start_response("200 OK", [])
        return StreamingHttpResponse(self._pieces) if self._pieces else HttpResponse(b"page")

    def ask(
        self, stream: object = None, *, length: str = "", address: str = "192.0.2.1", asked: str = "GET /"
    ) -> Iterable[bytes]:
        """The answer to a request with this body."""

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
            self.status, self.headers = status, dict(headers)
            return lambda _: None

        method, path = asked.split()
        environ = {
            "REMOTE_ADDR": address, "CONTENT_LENGTH": length, "wsgi.input": stream or io.BytesIO(),
            "REQUEST_METHOD": method, "PATH_INFO": path,
        }  # fmt: skip
        return self.turns(environ, start)


def test_body_is_read_whole_before_its_page_is_made(tmp_path: Path) -> None:
    site = Site(tmp_path)
    body = b"0123456789" * 500
    assert list(site.ask(io.BytesIO(body + b"next"), length="5000")) == [b"page"]
    assert (site.status, site.read) == ("200 OK", [body])


@pytest.mark.parametrize("length", ["", "-5", "x", "０", "0"])
def test_body_without_a_length_is_not_waited_for(tmp_path: Path, length: str) -> None:
    site = Site(tmp_path)
    site.ask(io.BytesIO(b""), length=length)
    assert site.read == [b""]


def test_body_too_large_is_left_to_its_view_unread(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.ask(io.BytesIO(b"x" * 100), length=str(MB + 1))
    assert (site.status, site.read) == ("200 OK", [b""])


def test_body_cut_off_is_told_and_makes_no_page(tmp_path: Path) -> None:
    site = Site(tmp_path)
    assert "没有完整到达" in b"".join(site.ask(io.BytesIO(b"abc"), length="10")).decode()
    assert (site.status[:3], site.read, site.headers["X-Content-Type-Options"]) == ("400", [], "nosniff")


def test_body_that_comes_too_slowly_is_told_and_makes_no_page(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.ask(Line(site.clock, seconds=0.1), length="1000")
    assert (site.status[:3], site.read) == ("408", [])


def test_body_at_the_least_pace_arrives(tmp_path: Path) -> None:
    clock = Clock()
    seconds = 0.9 / LIMITS.least_bytes_a_second
    with take_in(Line(clock, seconds=seconds), 5000, limits=LIMITS, folder=tmp_path, clock=clock) as body:
        assert (body.read(), clock.now > LIMITS.patience_s) == (b"x" * 5000, True)


def test_body_lies_on_the_disk_and_is_gone_when_it_fails(tmp_path: Path) -> None:
    with pytest.raises(CutOff):
        take_in(io.BytesIO(b"x" * 3000), 4000, limits=LIMITS, folder=tmp_path, clock=Clock())
    assert list(tmp_path.iterdir()) == []


def test_full_disk_is_told(tmp_path: Path) -> None:
    site = Site(tmp_path / "not there")
    site.ask(io.BytesIO(b"x" * 4000), length="4000")
    assert (site.status[:3], site.read) == ("507", [])


def test_nobody_takes_every_place_and_places_come_back() -> None:
    moving = Moving(LIMITS)
    assert [moving.enter("a"), moving.enter("a"), moving.enter("a")] == [True, True, False]
    assert [moving.enter("b"), moving.enter("c")] == [True, False]
    moving.leave("a")
    assert [len(moving), moving.enter("c", 2 * MB), moving.enter("a")] == [2, True, False]
    moving.leave("b")
    assert [moving.enter("b", 1), moving.enter("b")] == [False, True]


@pytest.mark.django_db  # an answer that is closed looks at the connections of its thread
def test_file_leaves_outside_of_the_turn_and_gives_its_place_back(tmp_path: Path) -> None:
    site = Site(tmp_path, pieces=[b"a", b"b"])
    first, second = site.ask(), site.ask()  # neither was read to its end
    assert b"".join(site.ask())[:1] != b"a"
    assert (site.status[:3], site.headers["Retry-After"]) == ("503", "60")
    assert list(first) == [b"a", b"b"]
    first.close()  # type: ignore[attr-defined]  # as servers do
    first.close()  # type: ignore[attr-defined]
    assert list(site.ask()) == [b"a", b"b"]
    second.close()  # type: ignore[attr-defined]


def test_reader_too_slow_is_cut_off(tmp_path: Path) -> None:
    site = Site(tmp_path, pieces=[b"a"] * 10)
    answer: Iterator[bytes] = iter(site.ask())
    assert next(answer) == b"a"
    site.clock.now = LIMITS.patience_s + 1
    with pytest.raises(TooSlow):
        next(answer)


def test_page_is_made_while_a_body_is_on_its_way(tmp_path: Path) -> None:
    site, begun, go_on = Site(tmp_path), Event(), Event()

    class Held:
        def read(self, size: int, /) -> bytes:
            begun.set()
            go_on.wait(60)
            return b"x" * size

    sender = Thread(target=lambda: site.ask(Held(), length="10"))
    sender.start()
    begun.wait(60)
    assert list(site.ask()) == [b"page"]
    assert site.read == [b""]
    go_on.set()
    sender.join(60)
    assert site.read == [b"", b"x" * 10]


def test_pages_of_all_threads_have_the_same_connection_and_keep_it_from_others(tmp_path: Path) -> None:
    site, own = Site(tmp_path), connections["default"]
    other = Thread(target=site.ask)
    other.start()
    other.join(60)
    site.ask()
    first, second = site.connections
    assert first is second
    assert first is not own
    assert connections["default"] is own


def test_large_body_is_worked_on_beside_the_pages(tmp_path: Path) -> None:
    site = Site(tmp_path)
    shared: list[object] = []

    def heavy() -> None:
        site.ask(io.BytesIO(b"x" * MB), length=str(MB))
        shared.append(connections["default"])

    thread = Thread(target=heavy)
    thread.start()
    thread.join(60)
    site.ask()
    assert site.connections[0] is shared[0]
    assert site.connections[1] is not shared[0]


@pytest.mark.parametrize(
    ("asked", "is_beside"),
    [
        ("PATCH /uploads/secret/", True),
        ("PATCH /en/uploads/secret/", True),
        ("POST /en/check/ABCD/compare/", True),
        ("POST /enterprises/12/documents/several/", True),
        ("POST /en/records/12/extract/", True),
        ("POST /en/documents/12/files/7/redact/", True),
        ("POST /office/requests/12/files/7/redact/", True),
        ("POST /my/green-choice/disclosures/12/", True),
        ("POST /documents/12/", False),
        ("HEAD /uploads/secret/", False),
        ("POST /uploads/", False),
        ("POST /search/", False),
    ],
)
@pytest.mark.parametrize("length", ["", "5"])
def test_files_that_came_before_are_opened_beside_the_pages(
    tmp_path: Path, asked: str, is_beside: bool, length: str
) -> None:
    site = Site(tmp_path)
    seen: list[object] = []

    def ask() -> None:
        site.ask(io.BytesIO(b"12345"), length=length, asked=asked)
        seen.append(connections["default"])

    thread = Thread(target=ask)
    thread.start()
    thread.join(60)
    assert (site.connections == seen) is is_beside


def test_shipped_limits_leave_threads_to_pages_and_take_the_largest_table() -> None:
    limits: TransferLimits = shipped_limits()
    assert limits.moving_each_address < limits.moving_most < limits.threads
    assert limits.body_mb * MB >= MAX_BYTES + SLACK
    assert limits.bodies_mb >= 2 * limits.body_mb
