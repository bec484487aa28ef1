"""The values of facets as small numbers: the engine counts numbers several times faster than texts.

What has no value has the empty one, and where there may be several their set has a number, too: a column in which every
document has exactly one number is counted several times faster than one with gaps or with more.

A generation has one file of them, a line for each value, which only grows. It is written before the engine's commit,
under the same lock, so that every number in the index has its line; what a killed process wrote besides harms nothing.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

_SETS = "+"  # behind a facet's name, in which it never stands: the sets of its values


def encodable(text: str) -> str:
    """The text with broken surrogates, which no file can take, as question marks."""
    return text.encode(errors="replace").decode()


class Values:
    """Number of each value of each facet, counted from 0 in the order in which they first occurred."""

    def __init__(self, generation: Path) -> None:
        self._path = generation / "values.jsonl"
        self._numbers: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._named: defaultdict[str, list[str]] = defaultdict(list)
        self._fresh: list[tuple[str, str]] = []
        self._read_bytes = 0
        self.read_on()

    def read_on(self) -> None:
        """Take in what was written since the last look; an unfinished line belongs to nothing that was committed."""
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            file.seek(self._read_bytes)
            whole, end, _ = file.read().rpartition(b"\n")
        for line in whole.splitlines():
            facet, value = json.loads(line)
            self._enter(facet, value)
        self._read_bytes += len(whole) + len(end)

    def number(self, facet: str, value: str) -> int:
        """The number of a value; a new one is kept with the next `keep`."""
        known = self._numbers[facet].get(value)
        return self._number_of_new(facet, encodable(value)) if known is None else known

    def number_of_set(self, facet: str, members: Iterable[int]) -> int:
        """The number of a set of values, given by their numbers; a new one is kept with the next `keep`."""
        return self.number(f"{facet}{_SETS}", ",".join(map(str, sorted(members))))

    def known(self, facet: str, value: str) -> int | None:
        """The number of a value; None: no document had it so far, or it is the empty one of those that have none."""
        return self._numbers[facet].get(encodable(value)) if value and facet in self._numbers else None

    def value(self, facet: str, number: int) -> str:
        """The value that has a number; empty: of documents that have none."""
        return self._named[facet][number]

    def members(self, facet: str, number: int) -> list[int]:
        """The numbers of the values in the set that has a number."""
        return [int(each) for each in self._named[f"{facet}{_SETS}"][number].split(",") if each]

    def count_sets(self, facet: str) -> int:
        """How many different sets of values there are so far."""
        return len(self._named[f"{facet}{_SETS}"])

    def keep(self) -> None:
        """Write down new values for good; call it before the engine commits, holding the write lock."""
        if not self._fresh:
            return
        written = "".join(json.dumps(each) + "\n" for each in self._fresh).encode("ascii")
        with self._path.open("ab") as file:
            file.truncate(self._read_bytes)  # what a killed process left unfinished
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        self._read_bytes += len(written)
        self._fresh.clear()

    def _number_of_new(self, facet: str, value: str) -> int:
        known = self._numbers[facet].get(value)
        if known is not None:
            return known
        self._fresh.append((facet, value))
        return self._enter(facet, value)

    def _enter(self, facet: str, value: str) -> int:
        number = self._numbers[facet][value] = len(self._named[facet])
        self._named[facet].append(value)
        return number
