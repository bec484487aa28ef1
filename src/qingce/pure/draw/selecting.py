"""Publicly verifiable random selection, exactly as RFC 3797 describes it.

The pool and the sources of randomness are published before the values of the sources can be known; whoever has both
repeats the draw. MD5 is part of the algorithm: it spreads the published values, and nothing rests on its strength.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from qingce.pure.draw.errors import DrawTooLarge, SourceUnreadable

MOST = 1 << 16  # the index has two bytes
DECIMAL_PARTS = 2


@dataclass(frozen=True)
class Step:
    """One choice of a draw, as it can be followed by hand.

    Args: digest: of the index, the key and the index again. remaining: how many could still be chosen. chosen: place
        in the pool, from 1.
    """

    index: int
    digest: str
    remaining: int
    chosen: int


def seed_key(sources: Sequence[Sequence[str]]) -> str:
    """The key made of what the sources said, in the order in which they were announced.

    Each number loses leading zeros and the zeros at its end behind a point; the numbers of one source are sorted by
    value; each is followed by a point, each source by a slash.

    Args: sources: one list of numbers each, in decimal digits, perhaps with a decimal point.
    Raises: SourceUnreadable.
    Source: RFC 3797 §4.
    """
    if not sources or not all(sources):
        raise SourceUnreadable("A draw needs at least one source, and each source a number.", text="")
    numbers = (sorted(map(_number, source), key=Decimal) for source in sources)
    return "".join("".join(f"{each}." for each in source) + "/" for source in numbers)


def select(pool_size: int, count: int, key: str) -> list[Step]:
    """Chooses from a pool, one after the other, none twice.

    Args: pool_size: how many the published pool lists. count: how many to choose. key: of `seed_key`.
    Returns: the choices in their order; those after the number needed are the replacements in their order.
    Raises: DrawTooLarge: more are to be chosen than there are, or than an index can count.
    Source: RFC 3797 §4.
    """
    if not 0 <= count <= pool_size or count > MOST:
        raise DrawTooLarge(f"{count} cannot be chosen from a pool of {pool_size}.", count=count, size=pool_size)
    left = list(range(1, pool_size + 1))
    return [_choose(index, key.encode("ascii"), left) for index in range(count)]


def _choose(index: int, key: bytes, left: list[int]) -> Step:
    number = index.to_bytes(2, "big")
    digest = hashlib.md5(number + key + number, usedforsecurity=False).digest()
    remaining = len(left)
    return Step(index, digest.hex(), remaining, left.pop(int.from_bytes(digest, "big") % remaining))


def _number(text: str) -> str:
    whole, *behind = text.strip().split(".")
    parts = [whole, *behind]
    if len(parts) > DECIMAL_PARTS or not all(each.isascii() and each.isdecimal() for each in parts):
        raise SourceUnreadable(
            f"“{text[:40]}” is no number; write digits, perhaps with a decimal point.", text=text[:40]
        )
    fraction = behind[0].rstrip("0") if behind else ""
    return (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")
