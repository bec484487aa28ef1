"""Connections on which nothing moves are cut off; others go on (DIS-3)."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from qingce.doors.web.transfer.silent import end_silent, own_sockets

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux when something moved")

Pair = tuple[socket.socket, socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    """A listening socket, a client's and what was accepted of it."""
    with ExitStack() as open_ones:
        listening = open_ones.enter_context(socket.create_server(("127.0.0.1", 0)))
        client = open_ones.enter_context(socket.create_connection(listening.getsockname(), timeout=10))
        accepted = open_ones.enter_context(listening.accept()[0])
        accepted.settimeout(10)
        yield listening, client, accepted


def ended(pair: Pair, *, silent_s: float) -> int:
    """How many of these were cut off."""
    return end_silent([each.dup() for each in pair], silent_s=silent_s)


def test_silent_connection_is_cut_off(pair: Pair) -> None:
    time.sleep(0.1)
    assert ended(pair, silent_s=0.05) == 1
    assert (pair[1].recv(1), pair[2].recv(1)) == (b"", b"")


def test_connection_on_which_something_came_goes_on(pair: Pair) -> None:
    assert ended(pair, silent_s=60) == 0
    pair[1].sendall(b"x")
    assert pair[2].recv(1) == b"x"


def test_connection_to_others_is_left_alone(pair: Pair) -> None:
    time.sleep(0.1)
    assert end_silent([pair[1].dup(), pair[2].dup()], silent_s=0.05) == 0  # nobody listens here


def test_own_sockets_are_found(pair: Pair) -> None:
    with ExitStack() as found:
        ports = {found.enter_context(each).getsockname()[1] for each in own_sockets()}
    assert pair[0].getsockname()[1] in ports
