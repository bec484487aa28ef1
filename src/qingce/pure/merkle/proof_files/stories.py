"""What a log says of one subject from beginning to end: read from the whole log, so that nothing can be left out.

A certificate lists the entries about a subject on the log's word. Here every entry is looked at: those about the
subject itself, and those about whatever names it, such as the case in which a record is applied for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qingce.pure.merkle.bundles import check_entries, fetch_entries
from qingce.pure.merkle.checkpoints import Checkpoint
from qingce.pure.merkle.proof_files.entries import Entry, read_entry
from qingce.pure.merkle.proof_files.reading import read_bytes
from qingce.pure.merkle.reading import CheckedTiles, Fetch
from qingce.pure.merkle.tiles import WIDTH, tiles_of


@dataclass(frozen=True)
class Told:
    """An entry of a story. Args: number: its place in the log, from 0."""

    number: int
    entry: Entry

    @property
    def said(self) -> Mapping[str, Any]:
        """What it says, field by field."""
        found: Mapping[str, Any] = json.loads(self.entry.text)
        return found

    @property
    def act(self) -> str:
        """What was done, as the log names it."""
        return self.entry.schema.partition("/")[0]


def entries_of_log(fetch: Fetch, checkpoint: Checkpoint) -> Iterator[tuple[int, str]]:
    """Every entry of a log, in its order, each checked against the checkpoint before it is handed out.

    Args: checkpoint: whose signature the caller has checked.
    Raises: TilesUnfit; TileWrong; TileMissing; BundleWrong; EntryRewritten; FileNotText.
    """
    tiles = CheckedTiles(fetch, checkpoint)
    for tile in tiles_of(checkpoint.size):
        if tile.level == 0:
            entries = fetch_entries(fetch, tile)
            check_entries(entries, tile, tiles.hashes(tile))
            for number, entry in enumerate(entries, tile.place * WIDTH):
                yield number, read_bytes(entry)


def story_of(entries: Iterable[tuple[int, str]], kind: str, number: int) -> Iterator[Told]:
    """The entries about a subject, and about whatever names it in its facts, from there on.

    An act names others by its facts: `records` are numbers of records, `case` is that of a case. Only what names the
    subject itself is followed, not what that names in its turn.

    Args: entries: of the whole log, in its order.
    Raises: EntryNotCanonical; EntryMalformed.
    """
    followed = {(kind, number)}
    numbers = {str(number)}
    for place, text in entries:
        if not any(each in text for each in numbers):
            continue
        entry = read_entry(text)
        if entry.number is None:
            continue
        subject = (entry.kind, entry.number)
        if subject not in followed and _names(entry, kind, number):
            followed.add(subject)
            numbers.add(str(entry.number))
        if subject in followed:
            yield Told(place, entry)


def _names(entry: Entry, kind: str, number: int) -> bool:
    named = entry.facts.get(f"{kind}s")
    return entry.facts.get(kind) == number or (type(named) is list and number in named)
