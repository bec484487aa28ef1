"""Other servers as they are: slow, endless, gone, elsewhere."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from qingce.shared.asking.errors import (
    AddressWrong,
    AnswerTooLarge,
    SentElsewhere,
    ServerSlow,
    ServerUnreachable,
    ServerUntrusted,
)
from qingce.shared.asking.queries import Answer, Asker, checked_address
from tests.loopback import Answered, Asked, server

pytestmark = pytest.mark.requirement("LED-2")


def given(answered: Answered, _asked: Asked) -> Answered:
    return answered


def slowly(piece: bytes, *, wait: float = 0.1) -> Iterator[bytes]:
    for _ in range(100):
        yield piece
        time.sleep(wait)


def test_file_comes_whole_with_its_status_and_type() -> None:
    def answer(asked: Asked) -> Answered:
        return Answered(asked.path.encode() + asked.body, 404, {"Content-Type": "text/plain"})

    with server(answer) as url, Asker() as asker:
        assert asker.get(f"{url}/a/b", most=10) == Answer(404, "text/plain", b"/a/b")
        assert asker.post(f"{url}/c", b"!", kind="text/plain", most=10).body == b"/c!"


def test_body_longer_than_allowed_is_refused_however_it_is_packed() -> None:
    bomb = gzip.compress(bytes(5_000_000))
    for answered in (
        Answered(b"x" * 1001),
        Answered(slowly(b"x" * 500, wait=0)),
        Answered(bomb, headers={"Content-Encoding": "gzip"}),
    ):
        with server(partial(given, answered)) as url, Asker() as asker, pytest.raises(AnswerTooLarge):
            asker.get(url, most=1000)


def test_packed_file_is_unpacked() -> None:
    packed = Answered(gzip.compress(b"hello"), headers={"Content-Encoding": "gzip"})
    with server(lambda _: packed) as url, Asker() as asker:
        assert asker.get(url, most=10).body == b"hello"


def test_server_that_drips_is_cut_off_in_time() -> None:
    """Each byte comes soon after the other, so no time-out of the socket ever ends it."""

    def headers(asked: Asked) -> None:
        for piece in slowly(b"X"):
            asked.write(piece)

    def status(asked: Asked) -> None:
        asked.write(b"HTTP/1.1 200 OK\r\n")
        headers(asked)

    for answer in (headers, status, lambda _: Answered(slowly(b"x"))):
        with server(answer) as url, Asker(seconds=0.6) as asker:
            begun = time.monotonic()
            with pytest.raises(ServerSlow):
                asker.get(url, most=1000)
            assert time.monotonic() - begun < 3


def test_server_that_is_silent_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, Asker(seconds=0.3) as asker:
        begun = time.monotonic()
        with pytest.raises(ServerSlow):
            asker.get(f"http://127.0.0.1:{silent.getsockname()[1]}/", most=10)
        assert time.monotonic() - begun < 3


def test_nobody_there_a_dropped_connection_and_a_short_answer_are_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with Asker() as asker, pytest.raises(ServerUnreachable):
        asker.get(f"http://127.0.0.1:{port}/", most=10)
    with server(lambda _: None) as url, Asker() as asker, pytest.raises(ServerUnreachable):
        asker.get(url, most=10)
    short = Answered(iter([b"ab"]), headers={"Content-Length": "5"})
    with server(lambda _: short) as url, Asker() as asker, pytest.raises(ServerUnreachable):
        asker.get(url, most=10)
    with server(lambda _: Answered(b"")) as url, Asker() as asker:
        plain = url.replace("http:", "https:")
        with pytest.raises((ServerUntrusted, ServerUnreachable)):
            asker.get(plain, most=10)


def test_connection_that_was_given_up_is_made_anew_once() -> None:
    answers = iter([None, Answered(b"a"), None, None])
    with server(lambda _: next(answers)) as url, Asker() as asker:
        assert asker.post(url, b"!", kind="text/plain", most=10).body == b"a"
        with pytest.raises(ServerUnreachable):
            asker.get(url, most=10)


def test_server_does_not_say_how_long_to_wait() -> None:
    busy = Answered(b"busy", 503, {"Retry-After": "3600"})
    with server(lambda _: busy) as url, Asker() as asker:
        assert asker.get(url, most=10).status == 503


def test_nothing_is_followed() -> None:
    asked_paths = []

    def answer(asked: Asked) -> Answered:
        asked_paths.append(asked.path)
        return Answered(status=302, headers={"Location": "http://127.0.0.1:1/\x1b[31mother"})

    with server(answer) as url, Asker() as asker, pytest.raises(SentElsewhere) as error:
        asker.get(f"{url}/here", most=10)
    assert asked_paths == ["/here"]
    assert "\x1b" not in str(error.value)


def test_passwords_kept_for_other_programs_are_not_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with server(lambda asked: Answered(asked.headers.get("Authorization", "none").encode())) as url, Asker() as asker:
        assert asker.get(url, most=100).body == b"none"


def test_sentence_of_an_answer_is_one_safe_line() -> None:
    assert (
        Answer(400, "", b"no\n\x1b[31m way\xff" + b"x" * 999).sentence
        == ("no [31m way\N{REPLACEMENT CHARACTER}" + "x" * 999)[:200]
    )


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://qingce.example/", "https://qingce.example"),
        ("http://127.0.0.1:8000/a/", "http://127.0.0.1:8000/a"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_address_is_taken_without_its_last_slash(text: str, address: str) -> None:
    assert checked_address(text) == address


@pytest.mark.parametrize(
    "text",
    ["", "qingce.example", "ftp://qingce.example", "file:///etc/passwd", "https://", "https://me:pw@qingce.example",
     "https://qingce.example/?a", "https://qingce.example/#", "https://qingce.example:99999", "https://q e/",
     "https://[::1", "https://a\nb"],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(AddressWrong):
        checked_address(text)
