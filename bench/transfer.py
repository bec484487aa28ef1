"""Searching while six clients send or read slowly, the peer being the same server without them; and a large archive.

Slow senders send a form's body by ten bytes a second, slow readers ask for a download of some megabytes and read as
slowly. The archive of a thousand files is made beside zipfile in memory, each time in a process of its own.
`python -m bench.transfer [rounds]`
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.asking import HOST
from bench.flood import search, server
from bench.house import House
from bench.ingest import temporary_folder
from bench.measuring import Timing, machine, table
from tools.steps import BIN

RECORDS, ROUNDS, SECONDS, CLIENTS = 10_000, 5, 4.0, 6
A_SECOND, EACH_S = 10, 0.5
FILES, FILE_BYTES = 1_000, 200_000
KINDS = {"nobody slow": (0, 0), "six slow senders": (CLIENTS, 0), "six slow readers": (0, CLIENTS),
         "both": (CLIENTS, CLIENTS)}  # fmt: skip
_HEAD = "POST /records/1/report/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=x\r\n"
_ASK = "GET /search/download.csv HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def measure(rounds: int = ROUNDS) -> str:
    """Both measurements; returns the report."""
    with temporary_folder() as folder:
        with server(folder, RECORDS) as port:
            waiting = _waiting(port, rounds)
        archives = _archives(folder, rounds)
    return f"{RECORDS:,} records, {rounds} phases of {SECONDS:.0f} s each; {machine()}\n\n{waiting}\n\n{archives}"


def _waiting(port: int, rounds: int) -> str:
    search(port, SECONDS)  # files are opened and templates read
    phases: dict[str, list[Timing]] = {name: [] for name in KINDS}
    for each in range(rounds):
        for name in list(KINDS)[:: -1 if each % 2 else 1]:
            with _slow_clients(port, *KINDS[name]):
                phases[name].append(search(port, SECONDS))
    alone = _together(phases["nobody slow"]).median
    header = ("meanwhile", "searches", "median ms", "95 % ms", "medians of single phases", "times without")
    return table(header, [_line(name, each, alone) for name, each in phases.items()])


def _together(phases: list[Timing]) -> Timing:
    return Timing(tuple(second for each in phases for second in each.seconds))


def _line(name: str, phases: list[Timing], alone: float) -> list[str]:
    together, single = _together(phases), [each.median * 1000 for each in phases]
    return [
        name,
        str(len(together.seconds)),
        f"{together.median * 1000:.1f}",
        f"{together.p95 * 1000:.1f}",
        f"{min(single):.1f}-{max(single):.1f}",
        f"{together.median / alone:.2f}",
    ]


@contextmanager
def _slow_clients(port: int, senders: int, readers: int) -> Iterator[None]:
    """So many clients, each begun; they stop at the end."""
    stop = threading.Event()
    with ExitStack() as clients:
        lines = []
        for number in range(senders + readers):
            client = clients.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.settimeout(60)
            client.connect((HOST, port))
            if number < senders:
                client.sendall(f"{_HEAD}Content-Length: 1000000\r\n\r\n--x\r\n".encode())
            else:
                client.sendall(_ASK.encode())
                client.recv(1)  # it is being sent now
            lines.append(threading.Thread(target=_be_slow, args=(client, number < senders, stop)))
        for line in lines:
            line.start()
        try:
            yield
        finally:
            stop.set()
            for line in lines:
                line.join()


def _be_slow(client: socket.socket, is_sender: bool, stop: threading.Event) -> None:
    piece = int(A_SECOND * EACH_S)
    while not stop.wait(EACH_S):
        if is_sender:
            client.sendall(b"x" * piece)
        else:
            client.recv(piece)


def _archives(folder: Path, rounds: int) -> str:
    files = folder / "files"
    files.mkdir()
    for number in range(FILES):
        (files / f"{number:04}").write_bytes(os.urandom(FILE_BYTES))
    found: dict[str, list[tuple[float, float, float]]] = {"ours": [], "peer": []}
    for each in range(rounds):
        for way in list(found)[:: -1 if each % 2 else 1]:
            found[way].append(_archive(folder, files, way))
    names = {"ours": "streamed", "peer": "zipfile in memory"}
    size = FILES * FILE_BYTES // 1_000_000
    header = (f"archive of {FILES:,} files, {size} MB", "first piece ms", "all s", "MB of memory added")
    rows = [[names[way], *_medians(runs)] for way, runs in found.items()]
    return table(header, rows)


def _archive(folder: Path, files: Path, way: str) -> tuple[float, float, float]:
    """Seconds to the first piece and in all, and what it added to the memory of the process [MB]."""
    words = [str(word) for word in (BIN / "python", "-m", "bench.transfer_work", way, files)]
    environment = House(folder / "home").environment
    told = subprocess.run(words, env={**os.environ, **environment}, capture_output=True, text=True, check=True).stdout
    first, seconds, _, added_mb = json.loads(told)
    return first, seconds, added_mb


def _medians(runs: list[tuple[float, float, float]]) -> list[str]:
    first, seconds, added = (Timing(each) for each in zip(*runs, strict=True))
    return [f"{first.median * 1000:.1f}", f"{seconds.median:.2f} ({seconds.spread})", f"{added.median:.1f}"]


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
