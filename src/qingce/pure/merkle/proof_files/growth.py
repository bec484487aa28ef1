"""A growth file: one checkpoint extends another. Format: qingce-growth/1. And a checkpoint alone, a signed note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qingce.pure.merkle.checking import check_consistency
from qingce.pure.merkle.errors import LogOther, LogShrank
from qingce.pure.merkle.notes import VerifierKey
from qingce.pure.merkle.proof_files.errors import KeyMissing
from qingce.pure.merkle.proof_files.reading import members, read_hashes, read_json
from qingce.pure.merkle.proof_files.results import Finding, Verified, left_open, of_signatures
from qingce.pure.merkle.proof_files.signatures import read_keys, read_signed

FORMAT = "qingce-growth/1"
CHECKPOINT = "checkpoint"


def check_growth(text: str, keys: Sequence[VerifierKey] | None) -> Verified:
    """Checks that nothing of the older log was changed or taken out in the newer.

    Args: keys: of the log and of witnesses; None: take those that the file itself names, and say so.
    Raises: as `check_proof_file`; LogShrank; LogOther: the two are of different logs; ProofWrong.
    """
    needed = {"format": str, "from": str, "to": str, "proof": list}
    value = members(read_json(text), "file", needed, {"keys": list})
    known = read_keys(value.get("keys", [])) if keys is None else keys
    older, newer = read_signed(value["from"], known), read_signed(value["to"], known)
    former, log = older.checkpoint, newer.checkpoint
    if former.origin != log.origin:
        raise LogOther(former.origin, log.origin)
    if log.size < former.size:
        raise LogShrank(former.size, log.size)
    check_consistency(former.size, former.root, log.size, log.root, read_hashes(value["proof"]))
    both = replace(newer, keys=tuple(dict.fromkeys((*newer.keys, *older.keys))))
    shown = [Finding("log-grew", {"former": former.size, "size": log.size, "log": log.origin}), *of_signatures(both)]
    return Verified(FORMAT, tuple(shown), tuple(left_open(both, has_own_keys=keys is None)), (), (older, newer))


def check_checkpoint(text: str, keys: Sequence[VerifierKey] | None) -> Verified:
    """Checks a checkpoint as the log publishes it; it names no key itself.

    Raises: KeyMissing; NoteUnreadable; LogUnknown; NotSigned; SignatureWrong.
    """
    if keys is None:
        raise KeyMissing("A checkpoint alone names no key: give the log's, with --key or --keys.")
    signed = read_signed(text, keys)
    log = signed.checkpoint
    shown = [Finding("checkpoint-signed", {"size": log.size, "log": log.origin}), *of_signatures(signed)]
    return Verified(CHECKPOINT, tuple(shown), tuple(left_open(signed, has_own_keys=False)), (), (signed,))
