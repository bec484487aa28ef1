"""Chance in bulk: sixteen bits a choice, the same ones for the same names on every machine."""

from __future__ import annotations

import random
import sys
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, pairwise, repeat
from typing import TypeVar

_T = TypeVar("_T")

POOL = 65_536
_BITS, _WIDE_BITS = 16, 32


def pool(items: Sequence[_T], weights: Sequence[float]) -> tuple[_T, ...]:
    """Each item as many times as its weight says, 65,536 in all, so that choosing is looking one up."""
    ends = [0, *accumulate(weights)]
    places = [round(end * POOL / ends[-1]) for end in ends]
    chosen = zip(items, pairwise(places), strict=True)
    return tuple(chain.from_iterable(repeat(item, end - start) for item, (start, end) in chosen))


class Draw:
    """Choices that depend on the words given here and on nothing else.

    Args: about: seed, piece, column.
    """

    def __init__(self, *about: object) -> None:
        self._random = random.Random("/".join(map(str, about)))  # noqa: S311  # the same each time, not a secret  # nosec B311

    def words(self, count: int) -> array[int]:
        """Numbers below 65,536."""
        return self._array("H", count * _BITS // 8)

    def wide(self, count: int) -> array[int]:
        """Numbers below 2 ** 32."""
        return self._array("I", count * _WIDE_BITS // 8)

    def take(self, choices: Sequence[_T], count: int) -> list[_T]:
        """So many of a pool."""
        return list(map(choices.__getitem__, self.words(count)))

    def marks(self, share: float, count: int) -> list[bool]:
        """True for that share of the places."""
        limit = share * 2**_BITS
        return [word < limit for word in self.words(count)]

    def _array(self, kind: str, size: int) -> array[int]:
        found = array(kind, self._random.randbytes(size))
        if sys.byteorder == "big":
            found.byteswap()
        return found


def blanked(column: Iterable[str], kept: Iterable[bool]) -> list[str]:
    """The texts that are kept; the others empty."""
    return [text if is_kept else "" for text, is_kept in zip(column, kept, strict=True)]
