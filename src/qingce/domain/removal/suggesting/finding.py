"""Which of many words stand in a text, in one pass over its places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class WordFinder:
    """Finds the owners of words: words may begin with, hold and overlap each other."""

    def __init__(self, owned: Iterable[tuple[int, Iterable[str]]]) -> None:
        """Args: owned: number of an owner, and its words, of two characters or more."""
        self._by_start: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for owner, words in owned:
            for word in words:
                self._by_start[word[:2]].append((word, owner))

    def owners_in(self, text: str) -> list[int]:
        """Owners of which a word stands in the text, in their order."""
        found: set[int] = set()
        starts = self._by_start
        for place in range(len(text) - 1):
            for word, owner in starts.get(text[place : place + 2], ()):
                if owner not in found and text.startswith(word, place):
                    found.add(owner)
        return sorted(found)
