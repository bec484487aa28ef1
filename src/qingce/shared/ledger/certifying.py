"""Certificates: what the log holds about a record or an enterprise at a moment, signed, with its proofs (LED-2).

A certificate opens no words: they can be taken away later, and a file that somebody has cannot.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from qingce.pure.kernel.canonical import canonical_json
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.merkle.growing import ReadTiles, TilePlace
from qingce.pure.merkle.hashing import SIZE_BYTES, leaf_hash
from qingce.pure.merkle.notes import LONGEST, Note
from qingce.pure.merkle.tiles import WIDTH
from qingce.shared.ledger.errors import ProofNotYet, RowClosed
from qingce.shared.ledger.finding import Found, entries_of
from qingce.shared.ledger.keys import origin, signers, verifiers
from qingce.shared.ledger.models import Checkpoint, LedgerEntry
from qingce.shared.ledger.proving import proof_of_row, proofs, row_of
from qingce.shared.ledger.publishing import newest_checkpoint
from qingce.shared.ledger.reading_tiles import tiles_of_tree

FORMAT = "qingce-certificate/1"
LONGEST_NOTE = LONGEST - 10_000  # room for signatures


class CertificateTooLong(InvalidValue):
    """The certificate would be longer than any that can be checked."""

    code = "certificate-too-long"


@dataclass(frozen=True)
class Certified:
    """What is certified.

    Args: state: of a record, "published", "withdrawn" or "removed"; of an enterprise "". statement: what it says now,
        where that is public. records: of an enterprise: number, state and hash of the content of each.
    """

    kind: str
    number: int
    state: str = ""
    statement: bytes | None = None
    records: Sequence[tuple[int, str, str]] = ()


def certificate(kind: str, number: int, read: Callable[[], Certified], *, at: datetime) -> dict[str, Any]:
    """The certificate of a thing, by the newest checkpoint.

    Args: read: says what is certified; asked between two looks at the entries, so that both are of one moment.
    Raises: what `read` raises; CheckpointNotFound; CertificateTooLong; ProofNotYet: something happens to it now.
    Cost: a fixed number of queries for each entry about it.
    """
    checkpoint = newest_checkpoint()
    before = entries_of(kind, number)
    certified = read()
    found = entries_of(kind, number)
    numbers = [each.entry.number for each in found]
    if numbers != [each.entry.number for each in before] or any(
        each is None or each >= checkpoint.size for each in numbers
    ):
        raise _not_yet()
    text = _text(certified, found, checkpoint, at=at)
    note = Note(text, tuple(each.sign(text) for each in signers()))
    proved = [
        {name: value for name, value in proof.items() if name not in {"format", "opened"}} | _row(each, certified)
        for proof, each in zip(proofs([each.entry for each in found], checkpoint), found, strict=True)
    ]
    keys = [each.written for each in verifiers()]
    return {"format": FORMAT, "note": note.written, "proofs": proved, "keys": keys}


def content_proof(kind: str, number: int, statement: bytes) -> dict[str, Any]:
    """The proof file of what a thing says now: through the last entry that holds the hash of it.

    Raises: ProofNotYet: there is none that has a number.
    """
    for each in reversed(entries_of(kind, number)):
        if each.entry.number is not None and holds(each, statement):
            return proof_of_row(each.entry, each.place, statement)
    raise _not_yet()


def row_proof(found: Found, kind: str, number: int, statement: bytes | None) -> dict[str, Any]:
    """The proof file that a thing is among the rows of a bulk act.

    Args: statement: what it says now, where that is public.
    Raises: RowClosed; ProofNotYet.
    """
    leaf = _leaf_at(found.entry, found.place or 0)
    for said in (canonical_json({"kind": kind, "number": number}), statement):
        if said and leaf_hash(said) == leaf:
            return proof_of_row(found.entry, found.place, said)
    raise RowClosed(
        f"The row of {kind} {number} is in this act, but what it said then was corrected or withdrawn since.",
        kind=kind, number=number,
    )  # fmt: skip


def holds(found: Found, statement: bytes) -> bool:
    """Whether an entry holds the hash of a statement: as a fact, or as the row at its place; at most one query."""
    leaf = leaf_hash(statement)
    if found.place is None:
        return f'"content":"{leaf.hex()}"' in bytes(found.entry.body).decode()
    return _leaf_at(found.entry, found.place) == leaf


def _row(found: Found, certified: Certified) -> dict[str, Any]:
    """The row that shows that the entry is about this; none where that row said what is not said any more."""
    kind, number, statement = certified.kind, certified.number, certified.statement
    if found.place is None:
        return {"row": row_of(found.entry, None, statement)} if statement and holds(found, statement) else {}
    leaf = _leaf_at(found.entry, found.place)
    for said in (canonical_json({"kind": kind, "number": number}), statement):
        if said and leaf_hash(said) == leaf:
            return {"row": row_of(found.entry, found.place, said)}
    return {}


def _not_yet() -> ProofNotYet:
    return ProofNotYet("The next checkpoint will cover this entry, within a minute; then there is a proof of it.")


def _leaf_at(entry: LedgerEntry, place: int) -> bytes:
    read: ReadTiles = tiles_of_tree(entry.pk)
    index, offset = divmod(place, WIDTH)
    (hashes,) = read([TilePlace(0, index)])
    return bytes(hashes[offset * SIZE_BYTES : (offset + 1) * SIZE_BYTES])


def _text(certified: Certified, found: Sequence[Found], checkpoint: Checkpoint, *, at: datetime) -> str:
    lines = [
        f"{origin()}/certificate",
        f"subject {certified.kind} {certified.number}",
        f"at {at.astimezone(UTC).replace(microsecond=0).isoformat()}",
        f"size {checkpoint.size}",
        f"root {base64.b64encode(bytes(checkpoint.root)).decode()}",
        *([f"state {certified.state}"] if certified.state else ()),
        *(f"entry {each.entry.number}" for each in found),
        *(f"record {number} {state} {content}" for number, state, content in certified.records),
    ]
    text = "".join(f"{line}\n" for line in lines)
    if len(text) > LONGEST_NOTE:
        raise CertificateTooLong(
            f"With {len(certified.records)} records this certificate would be too long; each record has its own.",
            count=len(certified.records),
        )
    return text
