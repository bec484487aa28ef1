"""Explaining records: texts saved while many people type, the document of twenty records, and what sending it takes.

`python -m bench.disclosing [people] [seconds] [runs]`. People type over HTTP against what `make run` starts: each has
an enterprise of its own and saves at each pause. The document is written beside WeasyPrint and ReportLab, which set the
same words as plain paragraphs; another text in each run, the first one of each not counted.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import issuing, peer
from bench.asking import Connection
from bench.house import House
from bench.ingest import temporary_folder
from bench.measuring import Timing, machine, table
from bench.serving import Server, pages
from tools.steps import Stop

PEOPLE, SECONDS, RUNS = 50, 20, 7
RECORDS = 20
PAUSE_S = 3.0  # between two savings of one person: a clause typed, and the pause after which the page saves it
LETTERS = 60  # of each text at first; each saving adds some
SAVED, SENT = 200, 302
HEAD = ("what", "times", "a second", "ms by the clock: median", "95 %", "slowest", "ms of the processor")


@dataclass
class Typing:
    """What all who type together met. Args: processor_s: that the processes that make pages took meanwhile."""

    seconds: list[float] = field(default_factory=list)
    processor_s: float = 0.0
    failed: Counter[int] = field(default_factory=Counter)


def measure(people: int = PEOPLE, seconds: int = SECONDS, runs: int = RUNS) -> str:
    """The tables of `docs/performance.md`.

    Raises: Stop: something was not saved or not sent.
    """
    versions = peer.versions(issuing.PEERS)
    with temporary_folder() as folder:
        house = House(folder / "home")
        house.migrate()
        who = json.loads(house.python("bench.disclosing_work", people, RECORDS).splitlines()[-1])
        with pages(house) as server:
            together, alone = _type(server, who, seconds), _type(server, who[:1], seconds)
            sent = _send(server, who)
        rows = [
            _row(f"a text saved, {people} people typing at once", together, seconds),
            _row("a text saved, one person typing", alone, seconds),
            _row(f"{RECORDS} explanations sent: checked, written, the document made, the letter written down", sent, 0),
        ]
        house.enter()
        texts = [explained(number) for number in range(runs + 1)]
        ours = issuing.our_set("explanation", texts)
        plain = [_plain(each) for each in texts]
        peers = [issuing.peer_set(each, plain, Path(folder)) for each in issuing.PEERS]
    said = f"over HTTP, each saves every {PAUSE_S:.0f} s or so; load {os.getloadavg()[0]:.1f} at the end; {machine()}"
    written = issuing.sets_table([ours, *filter(None, peers)])
    return (
        f"{said}\n\n{table(HEAD, rows)}\n\nThe document of {RECORDS} records; {versions}; {runs} runs each\n\n{written}"
    )


def _row(what: str, typing: Typing, seconds: int) -> list[str]:
    if typing.failed:
        raise Stop(f"{what}: {dict(typing.failed)} besides {len(typing.seconds)} that were taken.")
    timing = Timing(tuple(typing.seconds))
    each = f"{len(typing.seconds) / seconds:.1f}" if seconds else ""
    figures = (timing.median, timing.p95, max(timing.seconds), typing.processor_s / len(timing.seconds))
    return [what, str(len(typing.seconds)), each, *(f"{1000 * figure:.0f}" for figure in figures)]


def _type(server: Server, who: Sequence[Mapping[str, Any]], seconds: int) -> Typing:
    """All of them, each in a thread; a latency counts from the pause on."""
    found, until = Typing(processor_s=-server.processor_s()), time.monotonic() + seconds
    lines = [threading.Thread(target=_one, args=(server, place, each, until, found)) for place, each in enumerate(who)]
    for line in lines:
        line.start()
    for line in lines:
        line.join()
    found.processor_s += server.processor_s()
    return found


def _one(server: Server, place: int, person: Mapping[str, Any], until: float, found: Typing) -> None:
    chance = random.Random(place)  # noqa: S311  # no secret  # nosec B311
    record = person["records"][0]
    written = ["".join(chance.choices(issuing.WORDS, k=LETTERS)) for _ in range(3)]
    with Connection(server.port) as connection:
        time.sleep(chance.uniform(0, PAUSE_S))
        while time.monotonic() < until:
            part = chance.randrange(3)
            written[part] += "".join(chance.choices(issuing.WORDS, k=12))
            said = dict(zip(("violation", "reason", "corrective_action"), written, strict=True))
            said |= {"revision": "0", "tab": "bench", "record_version": "0.0"}
            path = f"/my/green-choice/records/{record}/"
            _ask(connection, path, said, person, found, place=place, wanted=SAVED)
            time.sleep(chance.uniform(0.5, 1.5) * PAUSE_S)


def _send(server: Server, who: Sequence[Mapping[str, Any]]) -> Typing:
    """One after the other."""
    found = Typing(processor_s=-server.processor_s())
    with Connection(server.port) as connection:
        for place, person in enumerate(who):
            path = f"/my/green-choice/{person['enterprise']}/explain/supervision/send/"
            said = {"answer": "accept", "version": person["promise"], "seen": "yes"}
            _ask(connection, path, said, person, found, place=place, wanted=SENT)
    found.processor_s += server.processor_s()
    return found


def _ask(
    connection: Connection,
    path: str,
    said: Mapping[str, str],
    person: Mapping[str, Any],
    found: Typing,
    *,
    place: int,
    wanted: int,
) -> None:
    headers = {"Cookie": person["cookie"], "X-CSRFToken": person["token"]}
    if wanted == SAVED:
        headers["HX-Request"] = "true"
    began = time.monotonic()
    status = connection.post(path, said, visitor=place, headers=headers).status
    if status == wanted:
        found.seconds.append(time.monotonic() - began)
    else:
        found.failed[status] += 1


def explained(seed: int) -> dict[str, Any]:
    """What the document of an enterprise with many records says, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  # no secret  # nosec B311

    def text() -> str:
        return "".join(chance.choices(issuing.WORDS, k=3 * LETTERS)) + "。"

    return {
        "facts": [("企业", "样例印染有限公司"), ("说明的记录", str(RECORDS))],
        "explanations": [
            (f"{place}. 废水超标排放行政处罚决定", f"样例生态环境局 · 样环罚〔2024〕{place}号", text(), text(), text())
            for place in range(1, RECORDS + 1)
        ],
        "commitments": [("真实、准确、公开", text()), ("十个工作日", text())],
        "notes": ["样例"],
    }


def _plain(said: Mapping[str, Any]) -> dict[str, Any]:
    told = [part for row in said["explanations"] for part in row]
    told += [part for row in (*said["facts"], *said["commitments"]) for part in row]
    return {"told": told, "sources": []}


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
