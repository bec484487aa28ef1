"""A witness that logs come to: every answer of the standard, and requests that are none."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner

from qingce.doors.cli import main as cli
from qingce.doors.cli.witnessing import listening as door
from qingce.doors.cli.witnessing.cosigning import Cosigner
from qingce.doors.cli.witnessing.errors import ListenAddressWrong
from qingce.doors.cli.witnessing.keeping import Kept, held
from qingce.doors.cli.witnessing.listening import Reply, listening, read_place, reply
from qingce.pure.merkle.notes import COSIGNATURE_V1, Note, SignerKey, cosigned_at, new_signer
from qingce.pure.merkle.tree import consistency_proof
from qingce.pure.merkle.witnessing import SIZE_TYPE, WitnessRequest
from qingce.shared.asking.errors import ServerUnreachable
from qingce.shared.ledger.asking_witnesses import WitnessKnowsOther, ask_witness
from tests.tile_log import TileLog, forked

pytestmark = pytest.mark.requirement("LED-2")


class Listener:
    """A witness, and the log that comes to it; each request a second after the other."""

    def __init__(self, kept: Kept) -> None:
        self.kept, self.log = kept, TileLog().grow(5)
        self.key = new_signer("witness.example", kind=COSIGNATURE_V1)
        self.cosigner = Cosigner(kept, self.key, kept.log_keys([self.log.key.verifier]))
        self.clock = count(1_795_000_000)

    def ask(self, old: int, *, note: Note | None = None, proof: list[bytes] | None = None) -> Reply:
        """What is answered to a request, which is right unless said."""
        if proof is None:
            proof = consistency_proof(old, len(self.log.entries), self.log.read)
        return self.say(WitnessRequest(old, tuple(proof), note or self.log.note()).written)

    def say(self, body: bytes) -> Reply:
        return reply(self.cosigner, body, at_second=next(self.clock))


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[Listener]:
    with held(tmp_path / "state") as kept:
        yield Listener(kept)


def test_first_checkpoint_and_growth_are_co_signed(listener: Listener) -> None:
    for old, more in ((0, 0), (5, 4), (9, 300)):
        listener.log.grow(more)
        answer = listener.ask(old)
        text = listener.log.checkpoint().text
        assert (answer.status, answer.text) == (
            200,
            listener.key.sign(text, at_second=1_795_000_000 + old_turn(old)).line,
        )
        assert listener.cosigner.last == listener.log.checkpoint()


def old_turn(old: int) -> int:
    return {0: 0, 5: 1, 9: 2}[old]


def test_same_checkpoint_again_gets_the_same_co_signature(listener: Listener) -> None:
    first = listener.ask(0)
    assert listener.ask(5) == first
    assert listener.ask(0) == Reply(door.HTTPStatus.CONFLICT, "5\n", SIZE_TYPE)


def test_other_old_size_is_answered_with_the_known_one(listener: Listener) -> None:
    assert listener.ask(3) == Reply(door.HTTPStatus.CONFLICT, "0\n", SIZE_TYPE)
    listener.ask(0)
    listener.log.grow(4)
    assert listener.ask(4) == Reply(door.HTTPStatus.CONFLICT, "5\n", SIZE_TYPE)
    assert listener.cosigner.last == listener.log.checkpoint(5)


def test_refusals_are_those_of_the_standard(listener: Listener) -> None:
    note, stranger = listener.log.note(), new_signer(listener.log.key.name)
    other = TileLog(new_signer("other.example")).grow(5)
    assert listener.ask(0, note=other.note()).status == 404
    assert listener.ask(0, note=listener.log.note(key=stranger)).status == 403
    assert listener.ask(0, note=Note(note.text.replace("5", "6", 1), note.signatures)).status == 403
    assert listener.ask(0, note=Note("no checkpoint\n", note.signatures)).status == 400
    assert listener.ask(6, proof=[]).status == 400
    assert listener.ask(0, proof=[b"x" * 32]).status == 422
    assert listener.say(b"hello").status == 400
    assert listener.cosigner.last is None
    listener.ask(0)
    listener.log.grow(4)
    for proof in ([], [b"x" * 32], consistency_proof(5, 9, listener.log.read)[:-1]):
        assert listener.ask(5, proof=proof).status == 422
    assert listener.ask(5, note=note, proof=[b"x" * 32]).status == 422
    assert listener.cosigner.last == listener.log.checkpoint(5)
    assert not (listener.kept.folder / "STOPPED").exists()


def test_smaller_tree_is_never_co_signed(listener: Listener) -> None:
    listener.ask(0)
    assert listener.ask(3, note=listener.log.note(4), proof=[]).text == "5\n"
    assert listener.ask(5, note=listener.log.note(4), proof=[]).status == 400


def test_two_trees_of_one_size_are_evidence_and_stop_it(listener: Listener) -> None:
    listener.ask(0)
    other = forked(listener.log, at=2, count=3)
    answer = listener.ask(5, note=other.note(), proof=[])
    assert (answer.status, answer.kind) == (409, door.TEXT)
    assert (listener.kept.folder / "STOPPED").exists()
    listener.log.grow(1)
    assert listener.ask(5).status == 503


def test_clock_that_goes_back_is_its_own_fault(listener: Listener) -> None:
    listener.ask(0)
    listener.log.grow(1)
    listener.clock = count(1_700_000_000)
    assert listener.ask(5).status == 503


@pytest.fixture
def address(listener: Listener) -> Iterator[str]:
    with ExitStack() as stack:
        server = stack.enter_context(listening(listener.cosigner, "127.0.0.1", 0))
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        stack.callback(thread.join)
        stack.callback(server.shutdown)
        yield f"127.0.0.1:{server.server_address[1]}"


def test_log_asks_over_the_network(listener: Listener, address: str) -> None:
    log, keys = listener.log, [listener.key.verifier]
    first = ask_witness(f"http://{address}", 0, [], log.note(), keys=keys)
    assert abs(cosigned_at(first[0]) - time.time()) < 60
    log.grow(300)
    with pytest.raises(WitnessKnowsOther) as error:
        ask_witness(f"http://{address}", 0, [], log.note(), keys=keys)
    proof = consistency_proof(error.value.size, 305, log.read)
    assert [each.by for each in ask_witness(f"http://{address}", error.value.size, proof, log.note(), keys=keys)] == [
        "witness.example"
    ]


def test_many_logs_at_once_get_no_two_histories(listener: Listener, address: str) -> None:
    """Whoever comes first is co-signed; the others hear the size that is known by then."""
    listener.log.grow(20)
    said: list[object] = []

    def ask(size: int) -> None:
        try:
            said.append(len(ask_witness(f"http://{address}", 0, [], listener.log.note(size))))
        except WitnessKnowsOther as error:
            said.append(error)

    threads = [threading.Thread(target=ask, args=(size,)) for size in range(5, 25)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    last = listener.cosigner.last
    assert said.count(1) == 1
    assert last is not None
    assert {each.size for each in said if isinstance(each, WitnessKnowsOther)} == {last.size}


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/add-checkpoint", {}, 501),
        ("POST", "/", {"Content-Length": "0"}, 404),
        ("POST", "/add-checkpoint", {"Transfer-Encoding": "chunked"}, 411),
        ("POST", "/add-checkpoint", {"Content-Length": "-1"}, 411),
        ("POST", "/add-checkpoint", {"Content-Length": "200001"}, 413),
        ("POST", "/add-checkpoint", {"Content-Length": "9" * 5000}, 413),
        ("POST", "/add-checkpoint", {"Content-Length": "0"}, 400),
    ],
)
def test_requests_that_are_none_are_answered(
    address: str, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    connection = http.client.HTTPConnection(address, timeout=10)
    connection.putrequest(method, path)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    assert connection.getresponse().status == status
    connection.close()


def test_crowd_is_let_go_and_those_after_it_are_served(
    listener: Listener, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, port = address.split(":")
    crowd = [socket.create_connection((host, int(port))) for _ in range(door.MOST_AT_ONCE + 3)]
    crowd[-1].settimeout(10)
    assert crowd[-1].recv(1) == b""
    for each in crowd:
        each.close()
    until = time.monotonic() + 10
    while True:
        try:
            assert len(ask_witness(f"http://{address}", 0, [], listener.log.note())) == 1
        except ServerUnreachable:  # those before are still being let go
            assert time.monotonic() < until
            time.sleep(0.05)
        else:
            break


def test_place_is_this_machine_unless_said() -> None:
    assert read_place("8710") == read_place(":8710") == ("127.0.0.1", 8710)
    assert read_place("[::1]:8710") == ("::1", 8710)
    for wrong in ("", "x", "a:b", "a:99999", "a:-1"):
        with pytest.raises(ListenAddressWrong):
            read_place(wrong)


def test_listening_goes_with_neither_once_nor_mirror() -> None:
    for other in ("--once", "--mirror"):
        result = CliRunner().invoke(cli.main, ["witness", "https://qingce.example", "--listen", "1", other])
        assert result.exit_code == 2


def test_keys_of_the_log_are_those_it_was_given(listener: Listener) -> None:
    new: SignerKey = new_signer(listener.log.key.name)
    cosigner = Cosigner(listener.kept, listener.key, listener.kept.log_keys([new.verifier]))
    for key in (new, listener.log.key):
        body = WitnessRequest(len(listener.log.entries) if cosigner.last else 0, (), listener.log.note(key=key)).written
        assert reply(cosigner, body, at_second=next(listener.clock)).status == 200
