"""Connections on which nothing moves any more are cut off, so that no thread waits for them for ever.

The server itself has no limit of time once the headers have come. What moved when is asked of the system (Linux; on
others nothing is cut off).
"""

from __future__ import annotations

import os
import socket
import struct
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

_DESCRIPTORS = Path("/proc/self/fd")
_ESTABLISHED = 1
_LAST_SENT, _LAST_RECEIVED, _LENGTH = 44, 52, 56  # struct tcp_info of linux/tcp.h: offsets, milliseconds
_INTERNET = (socket.AF_INET, socket.AF_INET6)


def own_sockets() -> Iterator[socket.socket]:
    """Each TCP socket of this process, by a descriptor of its own: it cannot become another's meanwhile."""
    if sys.platform != "linux":
        return
    for name in [each.name for each in _DESCRIPTORS.iterdir()]:
        with suppress(OSError):
            found = socket.socket(fileno=os.dup(int(name)))  # refuses what is no socket
            if found.family in _INTERNET and found.type == socket.SOCK_STREAM:
                yield found
            else:
                found.close()


def end_silent(sockets: Iterable[socket.socket], *, silent_s: float) -> int:
    """Cuts off the served connections on which nothing came or went for so long; returns how many, closes all given."""
    with ExitStack() as given:
        served = [given.enter_context(each) for each in sockets]
        ports = {_port(each) for each in served if each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)}
        silent = [each for each in served if _port(each) in ports and _silent_s(each) > silent_s]
        for each in silent:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        return len(silent)


def _port(each: socket.socket) -> int:
    with suppress(OSError):
        return int(each.getsockname()[1])
    return 0


def _silent_s(each: socket.socket) -> float:
    with suppress(OSError):
        told = each.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _LENGTH)
        if len(told) == _LENGTH and told[0] == _ESTABLISHED:
            sent, received = (int(struct.unpack_from("I", told, place)[0]) for place in (_LAST_SENT, _LAST_RECEIVED))
            return min(sent, received) / 1000
    return 0.0
