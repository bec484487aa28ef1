"""Enterprises that a dry run would make, fill or name: kept in memory, so that its counts are those of the run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from qingce.domain.enterprises.fresh import Fresh
from qingce.domain.enterprises.matching import Candidate, Candidates

if TYPE_CHECKING:
    from qingce.domain.enterprises.columns import NewName


class Pretence:
    """What the pieces of a dry run found out so far; later pieces meet it as if it were written.

    Enterprises that would be made have negative numbers. Memory grows with them: about 1 KB each.
    """

    def __init__(self) -> None:
        self.changed: dict[int, Candidate] = {}
        self.fresh = Fresh()
        self._by_code: dict[str, Candidate] = {}
        self._by_name: defaultdict[str, list[Candidate]] = defaultdict(list)
        self._made = 0

    def join(self, candidates: Candidates, *, codes: Iterable[str], names: Iterable[str]) -> None:
        """Lets a piece meet the enterprises that earlier pieces would have written."""
        for code in codes:
            if (found := self._by_code.get(code)) and candidates.code_is_free(code):
                candidates.adopt(found)
        for name in names:
            for found in self._by_name.get(name, ()):
                candidates.add_name(candidates.adopt(found), name)

    def keep(self, made: Sequence[Candidate], filled: Iterable[Candidate], names: Sequence[NewName]) -> frozenset[int]:
        """Keeps what a piece would have written; answers the numbers given to the enterprises it would have made."""
        for enterprise in made:
            self._made += 1
            enterprise.id = -self._made
        for enterprise in (*made, *filled):
            self._change(enterprise)
        for each in names:
            self._change(each.enterprise)
            self._by_name[each.name_key].append(each.enterprise)
        return frozenset(each.id for each in made if each.id is not None)

    def _change(self, enterprise: Candidate) -> None:
        if enterprise.id is not None:
            self.changed[enterprise.id] = enterprise
        if enterprise.uscc:
            self._by_code[enterprise.uscc] = enterprise
