"""A log asks a witness: what it sends, and which answers it takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from qingce.pure.merkle.errors import NotSigned, SignatureWrong
from qingce.pure.merkle.notes import COSIGNATURE_V1, Note, new_signer
from qingce.pure.merkle.tree import consistency_proof
from qingce.pure.merkle.witnessing import SIZE_TYPE, read_request
from qingce.shared.asking.errors import AnswerTooLarge, ServerSlow
from qingce.shared.ledger.asking_witnesses import WitnessAnswerWrong, WitnessKnowsOther, WitnessRefused, ask_witness
from tests.loopback import Answered, Asked, server
from tests.tile_log import TileLog

pytestmark = pytest.mark.requirement("LED-2")
WITNESS = new_signer("witness.example", kind=COSIGNATURE_V1)
OTHER = new_signer("witness.example", kind=COSIGNATURE_V1)
LOG = TileLog().grow(5)
NOTE = LOG.note()


def asking(answer: Callable[[Asked], Answered | None], *, seconds: float = 10) -> object:
    with server(answer) as url:
        return ask_witness(url + "/", 0, [], NOTE, keys=[WITNESS.verifier], seconds=seconds)


def signing(*keys: object, text: str = NOTE.text) -> bytes:
    return "".join(key.sign(text, at_second=7).line for key in keys).encode()  # type: ignore[attr-defined]


def test_witness_gets_size_proof_and_note_and_its_signatures_are_taken() -> None:
    proof = consistency_proof(3, 5, LOG.read)

    def answer(asked: Asked) -> Answered:
        assert (asked.method, asked.path) == ("POST", "/w/add-checkpoint")
        request = read_request(asked.body)
        assert (request.old_size, request.proof, request.note) == (3, tuple(proof), NOTE)
        return Answered(signing(OTHER, WITNESS))

    with server(answer) as url:
        found = ask_witness(f"{url}/w/", 3, proof, NOTE, keys=[WITNESS.verifier])
        assert found == [WITNESS.sign(NOTE.text, at_second=7)]
        assert len(ask_witness(f"{url}/w", 3, proof, NOTE)) == 2


def test_witness_that_knows_another_size_tells_it() -> None:
    conflict = Answered(b"3\n", 409, {"Content-Type": SIZE_TYPE})
    with pytest.raises(WitnessKnowsOther) as error:
        asking(lambda _: conflict)
    assert error.value.size == 3


@pytest.mark.parametrize("body", [b"", b"x\n", b"\xff", b"-1\n", b"03\n"])
def test_size_that_is_none_is_refused(body: bytes) -> None:
    with pytest.raises(WitnessAnswerWrong):
        asking(lambda _: Answered(body, 409, {"Content-Type": SIZE_TYPE}))


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422, 500])
def test_refusal_is_told_with_its_words(status: int) -> None:
    with pytest.raises(WitnessRefused) as error:
        asking(lambda _: Answered(b"no,\nnever", status))
    assert error.value.params == {"status": status, "said": "no, never"}


@pytest.mark.parametrize("body", [b"", b"\n", b"\xff", b"hello\n", NOTE.written.encode(), b"\n" + signing(WITNESS)])
def test_answer_without_co_signatures_is_refused(body: bytes) -> None:
    with pytest.raises(WitnessAnswerWrong):
        asking(lambda _: Answered(body))


def test_signatures_of_other_keys_and_other_texts_are_refused() -> None:
    with pytest.raises(NotSigned):
        asking(lambda _: Answered(signing(OTHER)))
    with pytest.raises(SignatureWrong):
        asking(lambda _: Answered(signing(WITNESS, text=LOG.checkpoint(3).text)))


def test_signatures_are_those_of_the_note_that_was_sent() -> None:
    with server(lambda _: Answered(signing(WITNESS))) as url:
        found = ask_witness(url, 0, [], NOTE)
    assert Note(NOTE.text, (*NOTE.signatures, *found)).written.endswith(found[0].line)


def test_slow_and_endless_witnesses_are_cut_off() -> None:
    def dripping() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x"
            time.sleep(0.05)

    with pytest.raises(ServerSlow):
        asking(lambda _: Answered(dripping()), seconds=0.5)
    with pytest.raises(AnswerTooLarge):
        asking(lambda _: Answered(b"x" * 20_001))
