"""Searching over HTTP beside Datasette: the same rows, the same questions, each asked of both in turn.

`python -m bench.http [records] [questions]`; `BENCH_HOME=FOLDER` keeps what was prepared, and uses it again.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bench import peer
from bench.asking import Connection
from bench.datasette_peer import datasette, path_of
from bench.measuring import Timing, machine, seconds_of, table
from bench.prepared import Prepared, prepared
from bench.questions import CLASSES, FACETS, Question, questions
from bench.serving import pages
from tools.steps import Stop

RECORDS, QUESTIONS = 20_000, 24
_OK = 200
_COUNTED = 20  # of the highest counts of each facet, which must be alike


@dataclass(frozen=True)
class Answer:
    """What both must say alike."""

    total: int
    ids: Sequence[int]
    counts: Mapping[str, Sequence[int]]


def measure(records: int = RECORDS, count: int = QUESTIONS) -> str:
    """All classes; returns the report."""
    with prepared(records) as found:
        return report(found, count)


def report(found: Prepared, count: int = QUESTIONS) -> str:
    """All classes, on a prepared house.

    Raises: Stop: they do not answer alike.
    """
    peer.install()
    name = peer.versions(("datasette",))
    with (
        sqlite3.connect(found.peer) as database,
        pages(found.house) as ours,
        datasette(found.peer) as theirs,
        Connection(ours.port) as here,
        Connection(theirs.port) as there,
    ):
        asker = Asker(here, there)
        asker.ask(Question("预热"), peer_first=False)
        asker.seconds_ours.clear()
        lines = [_line(asker, kind, questions(database, kind, count)) for kind in CLASSES]
    header = ("class", "questions", "hits", "Qingce ms, median / 95 %", f"{name} ms, median / 95 %", "times as fast")
    return f"{found.records:,} rows made; over HTTP, one question at a time; {machine()}\n\n{table(header, lines)}"


class Asker:
    """Asks both servers, times them, and compares."""

    def __init__(self, ours: Connection, theirs: Connection) -> None:
        self._ours, self._theirs = ours, theirs
        self._visitor = 0
        self.seconds_ours: list[float] = []
        self.seconds_theirs: list[float] = []

    def ask(self, question: Question, *, peer_first: bool) -> Answer:
        """The answer of both.

        Raises: Stop: they differ, or one fails.
        """
        answers: dict[bool, Answer] = {}
        for of_peer in (peer_first, not peer_first):
            taken = self.seconds_theirs if of_peer else self.seconds_ours
            bodies: list[bytes] = []
            taken.append(seconds_of(partial(self._get, question, bodies, of_peer=of_peer)))
            read = _theirs if of_peer else _ours
            answers[of_peer] = read(json.loads(bodies[0]), question)
        if answers[True] != answers[False]:
            raise Stop(f"Not the same answer to {question}:\n{answers[False]}\n{answers[True]}")
        return answers[False]

    def _get(self, question: Question, bodies: list[bytes], *, of_peer: bool) -> None:
        self._visitor += 1
        connection, path = (self._theirs, path_of(question)) if of_peer else (self._ours, question.ours)
        response = connection.get(path, visitor=self._visitor)
        if response.status != _OK:
            raise Stop(f"{path} was answered with {response.status}: {response.body[:300].decode()}")
        bodies.append(response.body)


def _ours(said: dict[str, Any], question: Question) -> Answer:
    counts = {name: [count for _, count in found] for name, found in said["facets"].items()}
    return Answer(said["total"], [each["id"] for each in said["records"]], _highest(counts, question))


def _theirs(said: dict[str, Any], question: Question) -> Answer:
    results = said["facet_results"]
    counts = {name: [each["count"] for each in results[name]["results"] if each["value"]] for name in FACETS}
    return Answer(said["filtered_table_rows_count"], [each["id"] for each in said["rows"]], _highest(counts, question))


def _highest(counts: Mapping[str, Sequence[int]], question: Question) -> dict[str, list[int]]:
    """Counts of a facet that is filtered by mean something else for each: ours leave its own filter out."""
    return {
        name: sorted(found, reverse=True)[:_COUNTED] for name, found in counts.items() if name not in question.filters
    }


def _line(asker: Asker, kind: str, asked: Sequence[Question]) -> list[str]:
    asker.seconds_ours.clear()
    asker.seconds_theirs.clear()
    hits = sorted(asker.ask(question, peer_first=bool(place % 2)).total for place, question in enumerate(asked))
    ours, theirs = Timing(tuple(asker.seconds_ours)), Timing(tuple(asker.seconds_theirs))
    return [
        f"{kind}: {CLASSES[kind]}", str(len(asked)), f"{hits[len(hits) // 2]:,}",
        milliseconds(ours), milliseconds(theirs), f"{theirs.median / ours.median:.1f}",
    ]  # fmt: skip


def milliseconds(timing: Timing) -> str:
    """Median and 95 %."""
    return f"{timing.median * 1000:.1f} / {timing.p95 * 1000:.1f}"


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
