"""A flood of objections to one notice, over HTTP against what `make run` starts, and the board meanwhile.

`python -m bench.objecting [objections]`. Each comes from an address of its own with a form of its own, half of them
with an e-mail address; they are sent as fast as twenty lines get an answer. What becomes of them is counted; the board
is asked all the while by a visitor, before the flood and within it.
"""

from __future__ import annotations

import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from itertools import count

from bench.asking import Connection
from bench.house import House
from bench.ingest import temporary_folder
from bench.measuring import Timing, machine, table
from bench.serving import Server, pages

OBJECTIONS, NOTICES, LINES = 1_000, 100, 20
READING_S = 4.5  # nobody reads and writes faster: the form says so
PAUSE_S = 0.1
HEAD = ("the board", "answers", "ms by the clock: median", "95 %", "slowest")
TOKEN = re.compile(r'name="token" value="([^"]+)"')


def measure(objections: int = OBJECTIONS) -> str:
    """What `docs/performance.md` says of it."""
    with temporary_folder() as folder:
        house = House(folder / "home")
        house.migrate()
        busy = int(house.python("bench.objecting_work", NOTICES).splitlines()[-1])
        with pages(house) as server:
            before = _board(server, threading.Event(), times=50)
            tokens = _forms(server, busy, objections)
            time.sleep(READING_S)
            is_over, met = threading.Event(), []
            visitor = threading.Thread(target=lambda: met.append(_board(server, is_over)))
            visitor.start()
            began = time.monotonic()
            said = _objections(server, busy, tokens)
            took = time.monotonic() - began
            is_over.set()
            visitor.join()
    rows = [_row("before", before), _row("within the flood", met[0])]
    told = ", ".join(f"{number} × {status}" for status, number in sorted(said.items()))
    head = f"{len(tokens):,} objections to one notice in {took:.1f} s: {told}; {machine()}"
    return f"{head}\n\n{table(HEAD, rows)}"


def _row(what: str, timing: Timing) -> list[str]:
    figures = (timing.median, timing.p95, max(timing.seconds))
    return [what, str(len(timing.seconds)), *(f"{1000 * each:.0f}" for each in figures)]


def _board(server: Server, is_over: threading.Event, *, times: int = 0) -> Timing:
    """How long the board takes, asked again and again: so many times, or until it is over."""
    found: list[float] = []
    with Connection(server.port) as connection:
        while not is_over.is_set() and not (times and len(found) >= times):
            began = time.monotonic()
            status = connection.get("/notices/", visitor=24_999).status
            if status == 200:  # noqa: PLR2004
                found.append(time.monotonic() - began)
            time.sleep(PAUSE_S)
    return Timing(tuple(found))


def _forms(server: Server, notice: int, number: int) -> list[tuple[int, str]]:
    """The token of a form for each visitor who got one."""
    found: list[tuple[int, str]] = []

    def one(connection: Connection, visitor: int) -> None:
        answer = connection.get(f"/notices/{notice}/objection/", visitor=visitor).body.decode()
        if token := TOKEN.search(answer):
            found.append((visitor, token[1]))

    _together(server, number, one)
    return found


def _objections(server: Server, notice: int, tokens: list[tuple[int, str]]) -> Counter[int]:
    """Sends them all. Returns: how many were answered with which status."""
    said: Counter[int] = Counter()

    def one(connection: Connection, place: int) -> None:
        visitor, token = tokens[place]
        email = f"v{visitor}@example.org" if visitor % 2 else ""
        form = {"token": token, "statement": f"第{visitor}条样例异议。", "name": "", "email": email, "website": ""}
        path = f"/notices/{notice}/objection/"
        said[connection.post(path, form, visitor=visitor, headers={}).status] += 1

    _together(server, len(tokens), one)
    return said


def _together(server: Server, number: int, act: Callable[[Connection, int], None]) -> None:
    """Does something for each place, in as many lines as there are."""
    places = count()

    def line() -> None:
        with Connection(server.port) as connection:
            while (place := next(places)) < number:
                act(connection, place)

    lines = [threading.Thread(target=line) for _ in range(LINES)]
    for each in lines:
        each.start()
    for each in lines:
        each.join()


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
