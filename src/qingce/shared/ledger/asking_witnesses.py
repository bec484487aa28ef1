"""Asking a witness to co-sign a checkpoint, where it is the log that goes to the witness.

Source: c2sp.org/tlog-witness.
"""

from __future__ import annotations

from collections.abc import Sequence

from qingce.pure.kernel.errors import QingceError
from qingce.pure.merkle.errors import NoteUnreadable, WitnessRequestUnreadable
from qingce.pure.merkle.notes import Key, Note, Signature, read_note, signers_of
from qingce.pure.merkle.witnessing import ADD_CHECKPOINT, SIZE_TYPE, WitnessRequest, read_size
from qingce.shared.asking.queries import OK, Answer, Asker, checked_address

WITHIN_S = 10.0
LARGEST_ANSWER = 20_000
CONFLICT = 409


class WitnessKnowsOther(QingceError):
    """The witness co-signed last at another size; ask again with a proof from there.

    Args: size: of the log, when the witness co-signed last.
    """

    code = "witness-knows-other"

    def __init__(self, size: int) -> None:
        super().__init__(f"The witness co-signed {size} entries last; send a proof from there.", size=size)
        self.size = size


class WitnessRefused(QingceError):
    """The witness does not co-sign.

    Args: status: of its answer: 403 it does not know the key, 404 nor the log, 422 the proof is wrong.
    """

    code = "witness-refused"

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"The witness did not co-sign ({status}): {said}", status=status, said=said)
        self.status = status


class WitnessAnswerWrong(QingceError):
    """What the witness sent is no co-signature of this checkpoint by the keys it goes by."""

    code = "witness-answer-wrong"

    def __init__(self) -> None:
        super().__init__("The witness sent no co-signature of this checkpoint; check its address and its key.")


def ask_witness(
    url: str, old_size: int, proof: Sequence[bytes], note: Note, *, keys: Sequence[Key] = (), seconds: float = WITHIN_S
) -> list[Signature]:
    """Asks a witness for its co-signatures of a checkpoint.

    Args: url: what /add-checkpoint is appended to. old_size: of the checkpoint that this witness co-signed last;
        0: never. proof: consistency proof from there. note: the checkpoint with the log's signature.
        keys: of this witness: only signatures by them are given back. seconds: within which the answer is whole.
    Returns: what may be added below the note; at least one. Without keys they are not checked.
    Raises: WitnessKnowsOther; WitnessRefused; WitnessAnswerWrong; SignatureWrong; NotSigned: none by the keys.
        Errors of qingce.shared.asking: no answer, too slow, too large, from elsewhere.
    """
    body = WitnessRequest(old_size, tuple(proof), note).written
    with Asker(seconds=seconds) as asker:
        answer = asker.post(
            checked_address(url) + ADD_CHECKPOINT, body, kind="text/plain; charset=utf-8", most=LARGEST_ANSWER
        )
    if answer.status != OK:
        raise _refusal(answer)
    found = _signatures(answer, note.text)
    if not keys:
        return found
    signers_of(Note(note.text, tuple(found)), keys)
    known = {(key.name, key.key_id) for key in keys}
    return [each for each in found if (each.by, each.key_id) in known]


def _refusal(answer: Answer) -> QingceError:
    if answer.status == CONFLICT and answer.kind.partition(";")[0].strip() == SIZE_TYPE:
        try:
            return WitnessKnowsOther(read_size(answer.body.decode().removesuffix("\n")))
        except (WitnessRequestUnreadable, UnicodeDecodeError):
            return WitnessAnswerWrong()
    return WitnessRefused(answer.status, answer.sentence)


def _signatures(answer: Answer, text: str) -> list[Signature]:
    try:
        note = read_note(f"{text}\n{answer.body.decode()}")
    except (NoteUnreadable, UnicodeDecodeError):
        raise WitnessAnswerWrong from None
    if note.text != text:
        raise WitnessAnswerWrong
    return list(note.signatures)
