"""Clients that send slowly, or ask and never read, keep no one else waiting."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from tests.doors.web.serving import serving
from tests.factories import penalty

pytestmark = pytest.mark.slow

ROWS = 2_000
STALLED = SLOW = 6
PIECE_S = 0.1
BOUNDARY = "slow"
WITHIN_S = 2


@pytest.fixture(scope="module")
def site(fresh_house: Callable[..., dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with one process that makes pages; its download is larger than what a connection holds on the way."""
    text = "废水总排放口超过排放标准。" * 90
    rows = [penalty(doc_no=f"柯环罚〔2024〕{number}号", description=text) for number in range(ROWS)]
    with serving(fresh_house(tmp_path_factory.mktemp("site") / "home"), rows, workers=1) as address:
        yield address


def stalled(site: str, path: str) -> socket.socket:
    """A client that has asked, and does not read."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(("127.0.0.1", urlsplit(site).port))
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    return client


def answers(site: str) -> float:
    """Seconds until the health page answers."""
    started = time.monotonic()
    with urlopen(f"{site}/healthz", timeout=WITHIN_S) as response:  # noqa: S310  # our own server
        assert response.read() == b"ok\n"
    return time.monotonic() - started


@pytest.mark.requirement("REC-6")
def test_downloads_that_nobody_reads_keep_no_page_waiting(site: str) -> None:
    with urlopen(f"{site}/search/download.csv", timeout=60) as response:  # noqa: S310  # our own server
        body = response.read()
    assert (body.count(b"\r\n"), len(body) > 6_000_000) == (ROWS + 1, True)
    with ExitStack() as clients:
        for _ in range(STALLED):
            client = clients.enter_context(stalled(site, "/search/download.csv"))
            client.settimeout(60)
            assert client.recv(12) == b"HTTP/1.1 200"  # it is being sent now
        assert answers(site) < WITHIN_S


FILE = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF-{"x" * 200}\r\n'
    f"--{BOUNDARY}--\r\n"
)
FORMS = {
    "/account/login/": ("application/x-www-form-urlencoded", "login=a%40example.org&password=" + "x" * 200),
    "/records/1/report/": (f"multipart/form-data; boundary={BOUNDARY}", FILE),
}


class SlowSender(threading.Thread):
    """A client that sends the head of a form at once, its body in pieces of a byte until told to send the rest."""

    def __init__(self, site: str, path: str) -> None:
        super().__init__(daemon=True)
        self.hurry = threading.Event()
        self.answer = b""
        kind, self._body = FORMS[path]
        self._client = socket.create_connection(("127.0.0.1", urlsplit(site).port or 0), timeout=60)
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\nContent-Length: {len(self._body)}"
        self._client.sendall(f"{head}\r\nConnection: close\r\n\r\n".encode())

    def run(self) -> None:
        """Send, and read the first line of the answer."""
        with self._client:
            for place, byte in enumerate(self._body):
                if self.hurry.wait(PIECE_S):
                    self._client.sendall(self._body[place:].encode())
                    break
                self._client.sendall(byte.encode())
            self.answer = self._client.recv(12)


@pytest.mark.requirement("REC-6")
def test_forms_that_come_slowly_keep_no_page_waiting_and_are_answered(site: str) -> None:
    senders = [SlowSender(site, list(FORMS)[number % 2]) for number in range(SLOW)]
    for sender in senders:
        sender.start()
    time.sleep(5 * PIECE_S)  # the first of each body is there
    with ExitStack() as clients:
        for _ in range(STALLED):
            client = clients.enter_context(stalled(site, "/search/download.csv"))
            client.settimeout(60)
            assert client.recv(12) == b"HTTP/1.1 200"
        for _ in range(3):
            assert answers(site) < WITHIN_S
        assert [sender.answer for sender in senders] == [b""] * SLOW  # none was refused meanwhile
    for sender in senders:
        sender.hurry.set()
    for sender in senders:
        sender.join(60)
    # Read whole: the one lacks its token, the other all that it is asked.
    assert {sender.answer for sender in senders} == {b"HTTP/1.1 403", b"HTTP/1.1 422"}
