"""Computing the whole log anew from the database, and naming the first entry that differs.

What is compared: each entry's text with its hash and with what the pages show of it; all hashes of the tree; the root
and the signatures of every checkpoint; the published files; and, by `auditing_rows`, what rooms hold today with what
was last entered about it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from qingce.pure.kernel.canonical import canonical_json, canonical_texts
from qingce.pure.kernel.errors import QingceError
from qingce.pure.merkle.checkpoints import read_checkpoint
from qingce.pure.merkle.frontier import Frontier
from qingce.pure.merkle.hashing import SIZE_BYTES, leaf_hash
from qingce.pure.merkle.notes import VerifierKey, read_note, signers_of
from qingce.pure.merkle.tiles import WIDTH
from qingce.shared.ledger.auditing_bulk import rows_fault
from qingce.shared.ledger.entering import commitment
from qingce.shared.ledger.enums import Difference, Fault
from qingce.shared.ledger.keys import verifiers
from qingce.shared.ledger.models import Checkpoint, LedgerEntry, LogState, Tile
from qingce.shared.ledger.publishing import published_checkpoint

PIECE = 2_000
Progress = Callable[[int, int], None]


@dataclass
class LogAudit:
    """What an audit of the log found.

    Args: entries, checkpoints: how many were looked at. differences: what is not as it was signed, in the order of the
        log. lost: entries that were taken over from the published files after a restore, without their rows and words.
    """

    entries: int = 0
    checkpoints: int = 0
    differences: list[Difference] = field(default_factory=list)
    lost: int = 0


def audit_log(*, progress: Progress = lambda _done, _total: None) -> LogAudit:
    """Computes the log anew; entries that are not numbered yet are left out.

    Args: progress: told entries done and entries in all.
    Cost: a query for 2,000 entries, one for their tiles; memory for the edge of the tree only.
    """
    work = _Auditing()
    work.run(progress)
    return work.found


class _Auditing:
    """One audit: what was found, the tree so far, and the checkpoints still ahead."""

    def __init__(self) -> None:
        self.found = LogAudit()
        self.size = LogState.read().size
        self.frontier = Frontier()
        self.keys = verifiers()
        self.checkpoints = Checkpoint.objects.filter(size__lte=self.size).order_by("size").iterator()
        self.ahead = next(self.checkpoints, None)
        self.public = published_checkpoint()
        self.recovered = _recovered()

    def run(self, progress: Progress) -> None:
        self._compare_roots()
        for piece in _pieces(self.size):
            leaves = []
            for entry in piece:
                if entry.number != self.frontier.size:
                    self._differ(Fault.MISSING, self.frontier.size)
                    return  # every hash behind it would differ
                leaves.append(self._look_at(entry))
            self._compare_tiles(leaves)
            progress(self.frontier.size, self.size)
        if self.frontier.size < self.size:
            self._differ(Fault.MISSING, self.frontier.size)
        self._compare_upper_tiles()
        if self.public and self.public.size > self.size:
            self._differ(Fault.BEHIND_PUBLISHED, self.size)

    def _look_at(self, entry: LedgerEntry) -> bytes:
        """Compares one entry with all that stands beside it; returns its hash."""
        number, body = self.frontier.size, bytes(entry.body)
        leaf = leaf_hash(body)
        if leaf != bytes(entry.leaf):
            self._differ(Fault.ENTRY_CHANGED, number)
        elif fault := _shown_fault(entry, body):
            self._differ(fault, number)
        elif number in self.recovered:
            self.found.lost += 1
        elif entry.rows is not None and (fault := rows_fault(entry, json.loads(body)["subject"]["root"])):
            self._differ(fault, number)
        self.frontier.push(leaf)
        self.found.entries += 1
        self._compare_roots()
        return leaf

    def _compare_roots(self) -> None:
        """Each checkpoint when the tree has just as many entries."""
        while self.ahead and self.ahead.size == self.frontier.size:
            self.found.checkpoints += 1
            if fault := _checkpoint_fault(self.ahead, self.frontier.root(), self.keys):
                self._differ(fault, self.ahead.size - 1)
            self.ahead = next(self.checkpoints, None)
        if self.public and self.public.size == self.frontier.size and self.public.root != self.frontier.root():
            self._differ(Fault.PUBLISHED_DIFFERS, self.public.size - 1)

    def _compare_tiles(self, leaves: Sequence[bytes]) -> None:
        """Hashes of the newest entries as the tree's lowest tiles hold them."""
        first = self.frontier.size - len(leaves)
        places = range(first // WIDTH, (self.frontier.size - 1) // WIDTH + 1)
        rows = Tile.objects.filter(tree=Tile.LOG, level=0, place__range=(places[0], places[-1]))
        tiles = {place: bytes(hashes) for place, hashes in rows.values_list("place", "hashes")}
        joined = b"".join(tiles.get(place, b"").ljust(WIDTH * SIZE_BYTES) for place in places)
        start = first % WIDTH * SIZE_BYTES
        kept = joined[start : start + len(leaves) * SIZE_BYTES]
        if kept != b"".join(leaves):
            hashes = (kept[place : place + SIZE_BYTES] for place in range(0, len(kept), SIZE_BYTES))
            differing = (leaf != found for leaf, found in zip(leaves, hashes, strict=True))
            self._differ(Fault.TREE_DIFFERS, first + list(differing).index(True))

    def _compare_upper_tiles(self) -> None:
        for level, hashes in enumerate(self.frontier.levels, 1):
            kept = Tile.objects.filter(tree=Tile.LOG, level=level).order_by("place").values_list("hashes", flat=True)
            joined = b"".join(bytes(each) for each in kept)
            if joined != bytes(hashes):
                first = next(
                    (place for place in range(0, len(hashes), SIZE_BYTES)
                     if joined[place : place + SIZE_BYTES] != hashes[place : place + SIZE_BYTES]),
                    len(hashes),
                )  # fmt: skip
                self._differ(Fault.TREE_DIFFERS, first // SIZE_BYTES << 8 * level)

    def _differ(self, fault: Fault, number: int) -> None:
        self.found.differences.append(Difference(fault, number))


def _pieces(size: int) -> Iterator[list[LedgerEntry]]:
    done = 0
    while done < size:
        piece = list(LedgerEntry.objects.filter(number__gte=done, number__lt=size).order_by("number")[:PIECE])
        if not piece:
            return
        yield piece
        done = (piece[-1].number or 0) + 1


def _shown_fault(entry: LedgerEntry, body: bytes) -> Fault | None:
    """What pages show of an entry beside its text: the columns by which it is found, and the words committed to."""
    said: dict[str, Any] = json.loads(body.decode())
    if canonical_texts(said) != body:
        return Fault.ENTRY_CHANGED
    shown = (bytes(entry.key).hex(), entry.act, entry.subject_kind, entry.subject_id, entry.rows)
    subject = said["subject"]
    told = (said["id"], said["schema"].partition("/")[0], subject["kind"], subject.get("number"), subject.get("count"))
    if shown != told or entry.at.astimezone(UTC).isoformat() != said["at"]:
        return Fault.COLUMNS_DIFFER
    if entry.words_salt and commitment(bytes(entry.words_salt), canonical_json(entry.words)) != said["words"]:
        return Fault.WORDS_CHANGED
    if entry.person_salt and commitment(bytes(entry.person_salt), entry.signed_by.encode()) != said["actor"]["person"]:
        return Fault.PERSON_CHANGED
    return None


def _checkpoint_fault(checkpoint: Checkpoint, root: bytes, keys: list[VerifierKey]) -> Fault | None:
    try:
        note = read_note(checkpoint.note)
        signed = read_checkpoint(note.text)
        signers_of(note, keys)
    except QingceError:
        return Fault.SIGNATURE_WRONG
    return (
        None
        if (signed.size, signed.root, bytes(checkpoint.root)) == (checkpoint.size, root, root)
        else Fault.ROOT_DIFFERS
    )


def _recovered() -> set[int]:
    """Numbers of the entries that were taken over from the published files."""
    found: set[int] = set()
    for body in LedgerEntry.objects.filter(act="ledger-recovered").exclude(number=None).values_list("body", flat=True):
        facts = json.loads(bytes(body))["facts"]
        found |= set(range(facts["first"], facts["first"] + facts["count"]))
    return found
