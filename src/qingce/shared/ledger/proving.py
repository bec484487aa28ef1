"""Proof files: all that somebody needs who checks an entry, or a row of a bulk act, without us (LED-2)."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from qingce.pure.merkle.growing import nodes_from
from qingce.pure.merkle.tree import consistency_proof, inclusion_proof, inclusion_proofs
from qingce.shared.ledger.errors import CheckpointNotFound, LedgerEntryNotFound, ProofNotYet
from qingce.shared.ledger.keys import verifiers
from qingce.shared.ledger.models import Checkpoint, LedgerEntry, Tile
from qingce.shared.ledger.publishing import newest_checkpoint, written
from qingce.shared.ledger.reading_tiles import tiles_of_tree

FORMAT, GROWTH_FORMAT = "qingce-proof/1", "qingce-growth/1"


def proof_of_entry(number: int) -> dict[str, Any]:
    """The proof file of an entry, by the newest checkpoint.

    Raises: LedgerEntryNotFound.
    Cost: a fixed number of queries, whatever the length of the log.
    """
    return _with_keys(proof(entry_numbered(number), newest_checkpoint()))


def proof_of_row(entry: LedgerEntry, place: int | None, statement: bytes) -> dict[str, Any]:
    """The proof file of what a thing says: through the bulk act among whose rows it is, or through its own entry.

    Args: place: of the row; None: the entry holds the hash of the statement itself.
    Raises: ProofNotYet.
    """
    return _with_keys(proof(entry, newest_checkpoint()) | {"row": row_of(entry, place, statement)})


def proof(entry: LedgerEntry, checkpoint: Checkpoint) -> dict[str, Any]:
    """A proof file without the keys, by a checkpoint.

    Raises: ProofNotYet: the checkpoint was signed before the entry had a number.
    """
    if entry.number is None or entry.number >= checkpoint.size:
        raise ProofNotYet("The next checkpoint will cover this entry, within a minute; then there is a proof of it.")
    return proofs([entry], checkpoint)[0]


def proofs(entries: Sequence[LedgerEntry], checkpoint: Checkpoint) -> list[dict[str, Any]]:
    """As `proof`, of several entries that the checkpoint covers; one query more than none, whatever their number."""
    size, text = checkpoint.size, written(checkpoint)
    numbers = [entry.number or 0 for entry in entries]
    found = zip(entries, inclusion_proofs(numbers, size, nodes_from(tiles_of_tree(Tile.LOG), size)), strict=True)
    return [
        {
            "format": FORMAT,
            "entry": bytes(entry.body).decode(),
            "number": entry.number,
            "proof": _base64(path),
            "checkpoint": text,
            "opened": openings(entry),
        }
        for entry, path in found
    ]


def openings(entry: LedgerEntry) -> dict[str, Any]:
    """What was committed to, with its salt, as far as it was not forgotten."""
    opened: dict[str, Any] = {}
    if entry.person_salt and entry.signed_by:
        opened["person"] = {"salt": bytes(entry.person_salt).hex(), "value": entry.signed_by}
    if entry.words_salt and entry.words is not None:
        opened["words"] = {"salt": bytes(entry.words_salt).hex(), "value": entry.words}
    return opened


def growth(older: int, newer: int) -> dict[str, Any]:
    """The growth file between two checkpoints.

    Args: older, newer: their sizes.
    Raises: CheckpointNotFound.
    """
    rows = Checkpoint.objects.prefetch_related("cosignatures").filter(size__in=(older, newer))
    found = {row.size: row for row in rows}
    for size in (older, newer):
        if size not in found:
            raise CheckpointNotFound(f"There is no checkpoint of {size} entries.", size=size)
    read = nodes_from(tiles_of_tree(Tile.LOG), newer)
    return _with_keys(
        {
            "format": GROWTH_FORMAT,
            "from": written(found[older]),
            "to": written(found[newer]),
            "proof": _base64(consistency_proof(older, newer, read)),
        }
    )


def entry_numbered(number: int) -> LedgerEntry:
    """An entry by its place in the log.

    Raises: LedgerEntryNotFound.
    """
    entry = LedgerEntry.objects.filter(number=number).first()
    if entry is None:
        raise LedgerEntryNotFound(f"The ledger has no entry number {number}.", number=number)
    return entry


def row_of(entry: LedgerEntry, place: int | None, statement: bytes) -> dict[str, Any]:
    """The part of a proof file that says what stands behind a row, or behind the entry's hash."""
    row: dict[str, Any] = {"statement": statement.decode()}
    if place is not None and entry.rows:
        read = nodes_from(tiles_of_tree(entry.pk), entry.rows)
        row |= {"index": place, "proof": _base64(inclusion_proof(place, entry.rows, read))}
    return row


def _with_keys(file: dict[str, Any]) -> dict[str, Any]:
    return file | {"keys": log_keys()}


def log_keys() -> list[str]:
    """The public keys of the log, as files name them; one query."""
    return [each.written for each in verifiers()]


def _base64(hashes: Sequence[bytes]) -> list[str]:
    return [base64.b64encode(each).decode() for each in hashes]
