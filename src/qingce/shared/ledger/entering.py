"""Entering public acts: unnumbered, in the transaction of the act; the sequencer numbers them once it is committed."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby, pairwise

from django.db import connection

from qingce.pure.kernel.canonical import canonical_json, canonical_texts
from qingce.pure.merkle.growing import TilePlace, grow, nodes_from
from qingce.pure.merkle.hashing import leaf_hash
from qingce.pure.merkle.tree import root
from qingce.shared.bulk.actions import insert_row, insert_rows
from qingce.shared.ledger.enums import Signatory
from qingce.shared.ledger.errors import EntryTooLarge, JournalOutsideTransaction
from qingce.shared.ledger.models import LedgerEntry, RowBlock, Tile
from qingce.shared.ledger.schemas import ActSchema, newest_schema

SALT_BYTES = 16
LARGEST_ENTRY = 16_000  # bytes; a bundle of the published log could hold 65,535
BLOCK = 8  # bits of a row's number that lie within one block


def enter_act(
    act: str,
    *,
    at: datetime,
    by: Signatory,
    subject: tuple[str, int],
    facts: Mapping[str, object] | None = None,
    words: Mapping[str, object] | None = None,
) -> str:
    """Enters a public act into the log, in the act's transaction.

    Args: subject: kind and number of what the act is about. facts: all that the act's kind states. words: free texts,
        which the entry only commits to.
    Returns: the entry's id, 32 hexadecimal digits; its number follows once it is committed.
    Raises: SchemaUnknown; FactsWrong; EntryTooLarge; JournalOutsideTransaction.
    Cost: one query.
    """
    schema = newest_schema(act)
    if schema.is_bulk or subject[0] != schema.subject:
        raise TypeError(f"{schema.name} is about {'many' if schema.is_bulk else 'one'} {schema.subject}.")
    entry = compose(
        schema, at=at, by=by, subject={"kind": subject[0], "number": subject[1]}, facts=facts or {}, words=words or {}
    )
    entry.subject_id = subject[1]
    _save(entry)
    return bytes(entry.key).hex()


@dataclass(frozen=True)
class RowTree:
    """Rows and the tree over what they say, ready to be entered. Args: ids: rising. top: the tree's root."""

    ids: Sequence[int]
    tiles: Mapping[TilePlace, bytes]
    top: bytes


def tree_of_rows(ids: Sequence[int], hashes: Sequence[bytes]) -> RowTree:
    """The tree of rows; it needs no transaction, so that a million rows can be worked on before other writers wait.

    Raises: ValueError: no rows, or not in rising order.
    """
    if not ids or any(following <= number for number, following in pairwise(ids)):
        raise ValueError("A bulk act has rows, in rising order, each once.")
    tiles = grow(0, hashes, lambda places: [b""] * len(places))
    return RowTree(ids, tiles, root(len(ids), nodes_from(lambda places: [tiles[place] for place in places], len(ids))))


def enter_rows(
    act: str,
    *,
    at: datetime,
    by: Signatory,
    ids: Sequence[int],
    hashes: Sequence[bytes] | None = None,
    facts: Mapping[str, object] | None = None,
    words: Mapping[str, object] | None = None,
) -> str:
    """Enters one public act about many rows; each of them can be proved through it.

    Args: ids: numbers of what the rows are about, rising. hashes: of what each row says; None: it says its number only.
    Returns: the entry's id.
    Raises: as `enter_tree`; ValueError: as `tree_of_rows`.
    """
    subject = newest_schema(act).subject
    leaves = [row_leaf(subject, number) for number in ids] if hashes is None else hashes
    return enter_tree(act, tree_of_rows(ids, leaves), at=at, by=by, facts=facts, words=words)


def enter_tree(
    act: str,
    tree: RowTree,
    *,
    at: datetime,
    by: Signatory,
    facts: Mapping[str, object] | None = None,
    words: Mapping[str, object] | None = None,
) -> str:
    """As `enter_rows`, of rows whose tree is there already.

    Returns: the entry's id.
    Raises: as `enter_act`.
    Cost: three queries; one tile and one block for 256 rows.
    """
    schema = newest_schema(act)
    if not schema.is_bulk:
        raise TypeError(f"{schema.name} is about one {schema.subject}.")
    subject = {"kind": schema.subject, "count": len(tree.ids), "root": tree.top.hex()}
    entry = compose(schema, at=at, by=by, subject=subject, facts=facts or {}, words=words or {})
    entry.rows = len(tree.ids)
    _save(entry)
    keep_tiles(entry.pk, tree.tiles)
    _keep_blocks(entry, tree.ids)
    return bytes(entry.key).hex()


def compose(
    schema: ActSchema,
    *,
    at: datetime,
    by: Signatory,
    subject: Mapping[str, object],
    facts: Mapping[str, object],
    words: Mapping[str, object],
) -> LedgerEntry:
    """An entry as it will be published, with what is kept beside it; not saved yet.

    Raises: FactsWrong; EntryTooLarge.
    """
    schema.check(facts, words)
    key = secrets.token_bytes(SALT_BYTES)
    person_salt = secrets.token_bytes(SALT_BYTES) if by.person else None
    words_salt = secrets.token_bytes(SALT_BYTES) if words else None
    person = commitment(person_salt, by.person.encode()) if person_salt else ""
    body = canonical_texts(
        {
            "schema": schema.name,
            "id": key.hex(),
            "at": at.astimezone(UTC).isoformat(),
            "actor": {"role": by.role, "organisation": by.organisation, "person": person},
            "subject": subject,
            "facts": {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()},
            "words": commitment(words_salt, canonical_json(words)) if words_salt else "",
        }
    )
    if len(body) > LARGEST_ENTRY:
        raise EntryTooLarge(
            f"An entry of the ledger has at most {LARGEST_ENTRY} bytes; this would have {len(body)}.",
            size=len(body), largest=LARGEST_ENTRY,
        )  # fmt: skip
    return LedgerEntry(
        key=key,
        act=schema.act,
        at=at,
        subject_kind=schema.subject,
        body=body,
        leaf=leaf_hash(body),
        signed_by=by.person[:100],
        person_salt=person_salt,
        words=dict(words) or None,
        words_salt=words_salt,
    )


def commitment(salt: bytes, value: bytes) -> str:
    """What stands in an entry for something that can be forgotten: SHA-256(salt || value), hexadecimal."""
    return hashlib.sha256(salt + value).hexdigest()


def row_leaf(kind: str, number: int) -> bytes:
    """The hash of a row that says no more than what it is about."""
    return leaf_hash(canonical_texts({"kind": kind, "number": number}))


def keep_tiles(tree: int, tiles: Mapping[TilePlace, bytes]) -> None:
    """Writes the tiles of a tree that is new."""
    insert_rows(
        Tile,
        {
            "tree": [tree] * len(tiles),
            "level": [each.level for each in tiles],
            "place": [each.place for each in tiles],
            "hashes": list(tiles.values()),
        },
    )


def _save(entry: LedgerEntry) -> None:
    if not connection.in_atomic_block:
        raise JournalOutsideTransaction(entry.act)
    insert_row(entry)


def _keep_blocks(entry: LedgerEntry, ids: Sequence[int]) -> None:
    blocks = list(_blocks(ids))
    insert_rows(
        RowBlock,
        {
            "entry_id": [entry.pk] * len(blocks),
            "kind": [entry.subject_kind] * len(blocks),
            "block": [block for block, _, _ in blocks],
            "first": [first for _, first, _ in blocks],
            "offsets": [offsets for _, _, offsets in blocks],
        },
    )


def _blocks(ids: Sequence[int]) -> Iterator[tuple[int, int, bytes]]:
    """Block, place of its first row, and the last byte of each of its rows."""
    first = 0
    for block, rows in groupby(ids, key=lambda number: number >> BLOCK):
        offsets = bytes(number & (1 << BLOCK) - 1 for number in rows)
        yield block, first, offsets
        first += len(offsets)
