"""A certificate: what the log says about a record or an enterprise on a day, with its proofs. qingce-certificate/1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from qingce.pure.merkle.checkpoints import Checkpoint
from qingce.pure.merkle.errors import ProofWrong
from qingce.pure.merkle.notes import VerifierKey, read_note
from qingce.pure.merkle.proof_files.entries import DIGEST, TIME
from qingce.pure.merkle.proof_files.errors import CertificateUnreadable, CertificateWrong
from qingce.pure.merkle.proof_files.proofs import NEEDED, OPTIONAL, Proved, prove, texts_of
from qingce.pure.merkle.proof_files.reading import members, read_hash, read_json
from qingce.pure.merkle.proof_files.results import Finding, Text, Verified, left_open, of_signatures
from qingce.pure.merkle.proof_files.signatures import Signed, read_keys, signed_by_log

FORMAT = "qingce-certificate/1"
ORIGIN = re.compile(r"([^\n]+)/certificate")
NUMBER = "(0|[1-9][0-9]{0,14})"
SUBJECT = re.compile(f"subject (record|enterprise) {NUMBER}")
AT = re.compile(f"at ({TIME.pattern})")
SIZE = re.compile(f"size {NUMBER}")
ROOT = re.compile(r"root ([A-Za-z0-9+/=]{44})")
STATE = re.compile(r"state (published|withdrawn|removed)")
ENTRY = re.compile(f"entry {NUMBER}")
RECORD = re.compile(f"record {NUMBER} (published|withdrawn|removed) ({DIGEST.pattern})")
HEAD_LINES = 5


class Certificate(NamedTuple):
    """What the log signed; `state`: of a record, `entries`: about the subject, `records`: of an enterprise."""

    origin: str
    kind: str
    number: int
    at: str
    size: int
    root: bytes
    state: str
    entries: tuple[int, ...]
    records: tuple[int, ...]


def check_certificate(text: str, keys: Sequence[VerifierKey] | None) -> Verified:
    """Checks a certificate: its signature, every proof in it, and that they are of the entries that it lists.

    Args: keys: of the log and of witnesses; None: take those that the file itself names, and say so.
    Raises: as `check_proof_file`; CertificateUnreadable; CertificateWrong.
    """
    value = members(read_json(text), "file", {"format": str, "note": str, "proofs": list}, {"keys": list})
    known = read_keys(value.get("keys", [])) if keys is None else keys
    note = read_note(value["note"])
    certified = read_certificate(note.text)
    signers = signed_by_log(note, certified.origin, known)
    optional = {"format": str, **OPTIONAL}
    needed = {name: kind for name, kind in NEEDED.items() if name != "format"}
    proved = [prove(members(each, "proof", needed, optional), known) for each in value["proofs"]]
    _check_proofs(certified, proved)
    log = Checkpoint(certified.origin, certified.size, certified.root)
    signed = proved[0].signed if proved else Signed(log, (), (), len(note.signatures) - len(signers))
    signed = replace(signed, keys=tuple(dict.fromkeys((*signers, *signed.keys))))
    return _verified(certified, proved, note.text, signed, own=keys is None)


def read_certificate(text: str) -> Certificate:
    """What the signed text of a certificate says.

    Raises: CertificateUnreadable.
    """
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < HEAD_LINES:
        raise _unreadable(len(lines))
    head = [_line(pattern, lines, place) for place, pattern in enumerate((ORIGIN, SUBJECT, AT, SIZE, ROOT))]
    kind, is_record = head[1][1], head[1][1] == "record"
    state = _line(STATE, lines, HEAD_LINES)[1] if is_record else ""
    first = HEAD_LINES + is_record
    end = next((place for place in range(first, len(lines)) if not lines[place].startswith("entry ")), len(lines))
    entries = [int(_line(ENTRY, lines, place)[1]) for place in range(first, end)]
    if is_record and end < len(lines):
        raise _unreadable(end + 1)
    records = [int(_line(RECORD, lines, place)[1]) for place in range(end, len(lines))]
    _check_order(entries, records)
    root = _root(head[4][1])
    return Certificate(
        head[0][1], kind, int(head[1][2]), head[2][1], int(head[3][1]), root, state, tuple(entries), tuple(records)
    )


def _check_order(entries: Sequence[int], records: Sequence[int]) -> None:
    if any(later <= former for former, later in pairwise(entries)):
        raise CertificateUnreadable("The entries of the certificate do not ascend.", line=0)
    if len(set(records)) < len(records):
        raise CertificateUnreadable("The certificate names a record twice.", line=0)


def _check_proofs(certified: Certificate, proved: Sequence[Proved]) -> None:
    if [each.number for each in proved] != list(certified.entries):
        raise CertificateWrong("The proofs are not those of the entries that the certificate lists.", cause="entries")
    for each in proved:
        log = each.signed.checkpoint
        # The row of a bulk act cannot be opened once what it said was corrected or withdrawn.
        if each.subject not in {(certified.kind, certified.number), (certified.kind, None)}:
            raise CertificateWrong(
                f"Entry {each.number} is not about {certified.kind} {certified.number}.", cause="subject"
            )
        if (log.origin, log.size, log.root) != (certified.origin, certified.size, certified.root):
            raise CertificateWrong(f"Entry {each.number} is proved in another state of the log.", cause="log")


def _verified(certified: Certificate, proved: Sequence[Proved], text: str, signed: Signed, *, own: bool) -> Verified:
    size, records = certified.size, len(certified.records)
    closed = sum(each.subject[1] is None for each in proved)
    named: dict[str, str | int] = {"kind": certified.kind, "subject": certified.number}
    shown = [
        Finding("certificate-signed", {**named, "at": certified.at, "size": size, "log": certified.origin}),
        *([Finding("certificate-state", {"state": certified.state})] if certified.state else ()),
        Finding("certificate-entries", {"count": len(proved) - closed, "size": size}),
        *of_signatures(signed),
    ]
    not_shown = [
        Finding("certificate-complete", {"size": size}),
        *([Finding("certificate-rows", {"count": closed})] if closed else ()),
        *([Finding("certificate-records", {"count": records})] if records else ()),
        *left_open(signed, has_own_keys=own),
        Finding("truth"),
    ]
    texts = [Text("certificate", text), *(each for one in proved for each in texts_of(one))]
    return Verified(FORMAT, tuple(shown), tuple(not_shown), tuple(texts), (signed,))


def _line(pattern: re.Pattern[str], lines: Sequence[str], place: int) -> re.Match[str]:
    found = pattern.fullmatch(lines[place]) if place < len(lines) else None
    if found is None:
        raise _unreadable(place + 1)
    return found


def _root(text: str) -> bytes:
    try:
        return read_hash(text)
    except ProofWrong:
        raise _unreadable(HEAD_LINES) from None


def _unreadable(line: int) -> CertificateUnreadable:
    return CertificateUnreadable(f"Line {line} of the certificate is not as it should be.", line=line)
