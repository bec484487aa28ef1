"""What measures over HTTP: the same words for both servers, and latencies that count from when a request was due."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bench.asking import Connection
from bench.datasette_peer import path_of
from bench.http import _highest
from bench.peer_rows import TEXTS, main, pairs
from bench.questions import CLASSES, Question, questions
from bench.sending import Load, Sent, send
from tests.factories import index, key_unit, penalty, register


class _Site(BaseHTTPRequestHandler):
    """Answers with the path; in chunks, slowly or badly where the path says so."""

    protocol_version = "HTTP/1.1"
    turn = threading.Lock()

    def do_GET(self) -> None:
        if self.path == "/slow":
            with self.turn:  # one at a time
                time.sleep(0.2)
        body = self.path.encode()
        self.send_response(503 if self.path == "/bad" else 200)
        if self.path == "/chunks":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"3\r\n/ch\r\n4\r\nunks\r\n0\r\n\r\n")
            return
        self.send_header("Content-Length", str(len(body)))
        if self.path == "/once":
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Nothing."""


@contextmanager
def site() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_connection_reads_what_is_whole_in_chunks_or_closed_behind() -> None:
    with site() as port, Connection(port) as connection:
        for path in ("/", "/chunks", "/once", "/bad", "/"):
            response = connection.get(path)
            assert (response.status, response.body) == (503 if path == "/bad" else 200, path.encode())


def test_latency_counts_from_when_a_request_was_due() -> None:
    with site() as port:
        sent = send(Load(port, seconds=0.5, rate=20, connections=20), ["/slow"])
    assert len(sent.latencies) == 10
    assert max(sent.latencies) > 1.0  # the last one was due after half a second and waited for nine others
    assert sent.failed == {}


def test_bad_answers_are_counted_by_status_and_have_no_latency() -> None:
    with site() as port:
        sent = send(Load(port, seconds=0.2, rate=50, connections=4), ["/bad", "/"])
    assert sent.failed == {"503": 5}
    assert len(sent.latencies) == 5


def test_sending_stops_when_the_process_beside_it_has_ended() -> None:
    with site() as port:
        sent = send(Load(port, seconds=30, rate=0, connections=1, process_id=2**22 + 1), ["/"])
    assert sent.latencies == ()


def test_percentiles_are_milliseconds_of_the_sorted_latencies() -> None:
    sent = Sent(tuple(number / 1000 for number in range(100, 0, -1)), {}, 2.0)
    assert (sent.percentile(0.5), sent.percentile(0.99), sent.percentile(1.0)) == pytest.approx((51, 100, 100))
    assert sent.per_second == 50


def test_pairs_overlap_within_runs_and_are_folded() -> None:
    assert pairs("印染废水，ＧＢ 1") == "印染 染废 废水 gb 1"


def test_filtered_facets_are_not_compared() -> None:
    question = Question("废水", {"year": "2024"})
    assert _highest({"year": [3], "type": [1, 2]}, question) == {"type": [2, 1]}


def test_the_peer_is_asked_for_the_same() -> None:
    question = Question("印染废水", {"year": "2024"})
    peer = parse_qs(urlsplit(path_of(question)).query)
    assert (peer["_search"], peer["year__exact"], peer["_facet"]) == (
        ['"印染 染废 废水"'], ["2024"], ["type", "year", "issuer"],
    )  # fmt: skip
    assert parse_qs(urlsplit(question.ours).query)["q"] == ['"印染废水"']


@pytest.mark.django_db(transaction=True)
def test_the_peer_has_the_rows_of_the_index_and_questions_are_different(tmp_path: Path) -> None:
    register(penalty(), penalty(doc_no="柯环罚〔2024〕8号", published_on="2023-01-02"), key_unit())
    index()
    main(str(tmp_path / "peer.db"))
    with sqlite3.connect(tmp_path / "peer.db") as database:
        assert database.execute("SELECT COUNT(*) FROM records").fetchone() == (3,)
        found = database.execute(
            "SELECT enterprise FROM records WHERE id IN (SELECT rowid FROM records_pairs WHERE records_pairs MATCH ?)",
            (f'"{pairs("印染")}"',),
        ).fetchall()
        assert len(found) == 2
        assert len(TEXTS) == 8
        for kind in CLASSES:
            asked = questions(database, kind, 24)
            assert len({(each.text, *each.filters.items()) for each in asked}) == len(asked)
            assert asked == questions(database, kind, 24)
        assert len(questions(database, "a", 24)) == len(questions(database, "c", 24)) == 24
