"""Searching while somebody floods the log-in; the peer is the same server in the same run without a flood.

100 log-ins a second, each a form with its token and a wrong password, from one address and from a thousand.
Meanwhile visitors search, one after the other, each from an address of their own.
`python -m bench.flood [rounds]`
"""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from bench.asking import HOST, Connection
from bench.house import ROWS_PER_ENTERPRISE, House
from bench.ingest import temporary_folder
from bench.measuring import Timing, machine, seconds_of, table
from bench.questions import PHRASES, WORDS
from bench.serving import pages
from tools.steps import ROOT

RECORDS, ROUNDS, SECONDS, PAUSE_S = 2_000, 5, 5.0, 0.01
LOG_INS_A_SECOND, CONNECTIONS = 100, 10
SENDERS = {"no flood": 0, "100 log-ins a second from one address": 1, "… from 1,000 addresses": 1_000}


@dataclass(frozen=True)
class Phase:
    """The searches of one phase, and how the flood's requests were answered."""

    searches: Timing
    answered: Counter[str]


def measure(rounds: int = ROUNDS) -> str:
    """Every kind of flood in turn, the order changing; returns the report."""
    with temporary_folder() as folder, server(folder, RECORDS) as port:
        search(port, SECONDS)  # files are opened and templates read
        phases: dict[str, list[Phase]] = {name: [] for name in SENDERS}
        for each in range(rounds):
            for name in list(SENDERS)[:: -1 if each % 2 else 1]:
                phases[name].append(_phase(port, SENDERS[name]))
    alone = _together(phases["no flood"]).p95
    header = ("meanwhile", "searches", "median ms", "95 % ms", "of single phases", "times without", "log-ins answered")
    lines = [_line(name, each, alone) for name, each in phases.items()]
    return f"{RECORDS:,} records, {rounds} phases of {SECONDS:.0f} s each; {machine()}\n\n{table(header, lines)}"


def _together(phases: list[Phase]) -> Timing:
    return Timing(tuple(second for each in phases for second in each.searches.seconds))


def _line(name: str, phases: list[Phase], alone: float) -> list[str]:
    searches, single = _together(phases), [each.searches.p95 * 1000 for each in phases]
    answered: Counter[str] = sum((each.answered for each in phases), Counter())
    return [
        name,
        str(len(searches.seconds)),
        f"{searches.median * 1000:.1f}",
        f"{searches.p95 * 1000:.1f}",
        f"{min(single):.1f}-{max(single):.1f}",
        f"{searches.p95 / alone:.2f}",
        ", ".join(f"{status}: {number}" for status, number in sorted(answered.items())) or "none sent",
    ]


@dataclass(frozen=True)
class Attack:
    """A flood: where it goes, from how many addresses, for how long, with which form."""

    port: int
    senders: int
    seconds: float
    path: str
    headers: dict[str, str]
    token: str


@contextmanager
def server(folder: Path, records: int) -> Iterator[int]:
    """What `make run` starts, on a free port, behind one proxy: the senders say where they are."""
    house = House(folder / "home")
    house.migrate()
    house.command("synth", "--enterprises", str(records // ROWS_PER_ENTERPRISE), "--records", str(records))
    house.command("reindex")
    with pages(house) as server:
        yield server.port


def _phase(port: int, senders: int) -> Phase:
    """Searches for some seconds, with a flood by a process of its own if there are senders."""
    if not senders:
        return Phase(search(port, SECONDS), Counter())
    words = [sys.executable, "-m", "bench.flood", "--flood", str(port), str(senders), str(SECONDS)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as flood:
        if flood.stdout:
            flood.stdout.readline()  # it begins now
        searches = search(port, SECONDS)
        said = flood.communicate(timeout=60)[0]
    return Phase(searches, Counter(json.loads(said)))


def search(port: int, seconds: float) -> Timing:
    """One search after the other, each of another visitor, a hundredth of a second apart."""
    texts, until = [quote(text) for text in (*PHRASES, *WORDS)], time.monotonic() + seconds
    found: list[float] = []
    with Connection(port) as connection:
        for number in count():
            if time.monotonic() >= until:
                break
            path = f"/search/?q={texts[number % len(texts)]}"
            found.append(seconds_of(partial(_ask, connection, path, number)))
            time.sleep(PAUSE_S)
    return Timing(tuple(found))


def _ask(connection: Connection, path: str, visitor: int) -> None:
    status = connection.get(path, visitor=visitor).status
    if status != http.client.OK:
        raise RuntimeError(f"{path} was answered with {status}")


def flood(port: int, senders: int, seconds: float) -> Counter[str]:
    """So many log-ins a second, whether they are answered or not; returns how many were answered how."""
    attack, answered = _attack(port, senders, seconds), Counter[str]()
    lines = [threading.Thread(target=_send, args=(attack, number, answered)) for number in range(CONNECTIONS)]
    print("begins", flush=True)
    for each in lines:
        each.start()
    for each in lines:
        each.join()
    return answered


def _attack(port: int, senders: int, seconds: float) -> Attack:
    """Where the office sends people to log in, with the cookie and the token of its form."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    connection.request("GET", "/office/")
    answer = connection.getresponse()
    answer.read()
    path = urlsplit(answer.headers["Location"]).path
    connection.request("GET", path)
    answer = connection.getresponse()
    token = re.findall('name="csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())[0]
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    connection.close()
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    return Attack(port, senders, seconds, path, headers, token)


def _send(attack: Attack, line: int, answered: Counter[str]) -> None:
    """Its share of the flood, each request on a connection of its own."""
    began = time.monotonic()
    for number in range(int(attack.seconds * LOG_INS_A_SECOND / CONNECTIONS)):
        place = number * CONNECTIONS + line
        time.sleep(max(0.0, began + place / LOG_INS_A_SECOND - time.monotonic()))
        sender, who = place % attack.senders, f"nobody{place}@example.org"
        words = {"csrfmiddlewaretoken": attack.token, "username": who, "login": who, "password": "wrong password"}
        noted = {"X-Forwarded-For": f"198.51.{sender // 250}.{sender % 250}"}
        connection = http.client.HTTPConnection(HOST, attack.port, timeout=30)
        connection.request("POST", attack.path, urlencode(words), {**attack.headers, **noted})
        answered[str(connection.getresponse().status)] += 1
        connection.close()


def main(words: list[str]) -> None:
    """Measure, or be the flood of a measurement."""
    if words[:1] == ["--flood"]:
        print(json.dumps(flood(int(words[1]), int(words[2]), float(words[3]))))
    else:
        print(measure(*map(int, words)))


if __name__ == "__main__":
    main(sys.argv[1:])
