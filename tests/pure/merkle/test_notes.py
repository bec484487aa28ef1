"""Signed notes and checkpoints: published vectors, both ways, and what somebody might change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.merkle.checkpoints import Checkpoint, read_checkpoint
from qingce.pure.merkle.errors import KeyUnreadable, NoteUnreadable, NotSigned, SignatureWrong
from qingce.pure.merkle.hashing import EMPTY_ROOT, leaf_hash
from qingce.pure.merkle.notes import (
    COSIGNATURE_V1,
    Note,
    cosigned_at,
    new_signer,
    read_note,
    read_signer,
    read_verifier,
    signers_of,
)

pytestmark = pytest.mark.requirement("LED-1", "LED-2")
# The example of the note package of the Go tools.
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SAYING = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
LOG = new_signer("qingce.example/ledger")
WITNESS = new_signer("witness.example", kind=COSIGNATURE_V1)
CHECKPOINT = Checkpoint("qingce.example/ledger", 3, leaf_hash(b"x"), ("Qingce",))


def signed() -> Note:
    text = CHECKPOINT.text
    return Note(text, (LOG.sign(text), WITNESS.sign(text, at_second=1_795_000_000)))


def test_published_note_is_read_and_checked() -> None:
    note = read_note(SAYING)
    assert signers_of(note, [read_verifier(NEUMANN)]) == ["PeterNeumann"]
    assert note.written == SAYING
    assert read_verifier(NEUMANN).written == NEUMANN


def test_log_and_witness_sign_and_are_checked() -> None:
    note = read_note(signed().written)
    assert note == signed()
    assert signers_of(note, [LOG.verifier, WITNESS.verifier]) == [LOG.name, WITNESS.name]
    assert signers_of(note, [WITNESS.verifier]) == [WITNESS.name]
    assert cosigned_at(note.signatures[1]) == 1_795_000_000
    assert read_checkpoint(note.text) == CHECKPOINT


def test_keys_survive_being_written() -> None:
    for key in (LOG, WITNESS):
        assert read_signer(key.written) == key
        assert read_verifier(key.verifier.written) == key.verifier


@pytest.mark.parametrize(
    ("former", "latter"),
    [("\n3\n", "\n4\n"), ("qingce.example/ledger\n3", "other.example/ledger\n3"), ("Qingce\n", "")],
)
def test_changed_text_is_caught(former: str, latter: str) -> None:
    changed = read_note(signed().written.replace(former, latter, 1))
    for key in (LOG.verifier, WITNESS.verifier):
        with pytest.raises(SignatureWrong):
            signers_of(changed, [key])


@given(st.integers(0, 63))
def test_one_bit_of_a_signature_is_caught(place: int) -> None:
    note = signed()
    first = note.signatures[0]
    value = bytearray(first.value)
    value[place] ^= 1
    with pytest.raises(SignatureWrong):
        signers_of(Note(note.text, (type(first)(first.by, first.key_id, bytes(value)),)), [LOG.verifier])


def test_signatures_of_strangers_are_passed_over_but_not_enough() -> None:
    stranger = new_signer(LOG.name)  # the same name, another key
    note = Note(CHECKPOINT.text, (stranger.sign(CHECKPOINT.text), LOG.sign(CHECKPOINT.text)))
    assert signers_of(note, [LOG.verifier]) == [LOG.name]
    with pytest.raises(NotSigned):
        signers_of(Note(note.text, note.signatures[:1]), [LOG.verifier])


def test_time_of_a_witness_is_part_of_what_it_signed() -> None:
    note = signed()
    witness = note.signatures[1]
    later = (1_795_000_001).to_bytes(8, "big") + witness.value[8:]
    with pytest.raises(SignatureWrong):
        signers_of(Note(note.text, (type(witness)(witness.by, witness.key_id, later),)), [WITNESS.verifier])


@pytest.mark.parametrize(
    "written",
    ["", "text\n", "text\n\n", "text\n\nno dash\n", "text\n\n— name\n",
     "text\n\n— name !!!!\n", "text\n\n— name AAAA\n",
     "text\n\n— name AAAAAAA=",
     "te\x00xt\n\n— name AAAAAAA=\n", "text\n\n— name AAAAAAA=\n\n",
     SAYING.replace("PeterN", " ")],
)  # fmt: skip
def test_what_is_no_note_is_refused(written: str) -> None:
    with pytest.raises(NoteUnreadable):
        read_note(written)


@pytest.mark.parametrize(
    "text",
    ["", "a\n", "a\n1\n", "a\n-1\nAAAA\n", "a\n01\n" + "A" * 43 + "=\n", "a\n1\nAAAA\n", "a\n1\n" + "A" * 43 + "=",
     "\n1\n" + "A" * 43 + "=\n", "a\n" + "9" * 30 + "\n" + "A" * 43 + "=\n", "a\n1\n" + "A" * 42 + "B=\n"],
)  # fmt: skip
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteUnreadable):
        read_checkpoint(text)


@pytest.mark.parametrize(
    "text", ["", "name", "name+1", "a b+00000000+AAAA", NEUMANN[:-4], NEUMANN.replace("c74f", "c74e"), "+00+AA"]
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(KeyUnreadable):
        read_verifier(text)
    with pytest.raises(KeyUnreadable) as error:
        read_signer(f"PRIVATE+KEY+{text}")
    assert not text or len(text) < 20 or text not in str(error.value)


def test_empty_log_has_a_checkpoint_too() -> None:
    empty = Checkpoint("qingce.example/ledger", 0, EMPTY_ROOT)
    assert read_checkpoint(empty.text) == empty
