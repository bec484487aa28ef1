"""What a run has added to the names and traits by which enterprises are found, before it is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qingce.domain.enterprises.columns import NewBlock
    from qingce.domain.enterprises.matching import Candidate

Mark = str | bytes  # a piece of a name, or the digest of an address


class Fresh:
    """As the tables will hold it: rows later in the run meet it as if it were written already."""

    def __init__(self) -> None:
        self._found: defaultdict[Mark, list[tuple[Candidate, str]]] = defaultdict(list)
        self._names: defaultdict[int, set[str]] = defaultdict(set)
        # Candidates stay in the lists above, so their identity can stand for enterprises without a number.
        self._turns: dict[int, int] = {}

    def add_name(self, enterprise: Candidate, key: str, blocks: Iterable[NewBlock]) -> None:
        """A name that an enterprise goes by, with the pieces that are written of it."""
        self._names[id(enterprise)].add(key)
        for each in blocks:
            self._add(each.block, enterprise, each.body)

    def add_address(self, enterprise: Candidate, digest: bytes) -> None:
        """The digest of an address of an enterprise."""
        if all(known is not enterprise for known, _ in self._found.get(digest, ())):
            self._add(digest, enterprise, "")

    def _add(self, mark: Mark, enterprise: Candidate, body: str) -> None:
        self._found[mark].append((enterprise, body))
        self._turns.setdefault(id(enterprise), len(self._turns))

    def at(self, mark: Mark) -> list[tuple[Candidate, str]]:
        """The enterprises with a mark, each with the body of the name that has it."""
        return self._found.get(mark, [])

    def names(self, enterprise: Candidate) -> Collection[str]:
        """The names added to an enterprise."""
        return self._names.get(id(enterprise), ())

    def turn(self, enterprise: Candidate) -> int:
        """The place of an enterprise in the order in which they were added."""
        return self._turns[id(enterprise)]
