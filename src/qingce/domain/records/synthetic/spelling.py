"""How lists write names and codes, and the figures they hold: pools of which each row has one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat

from qingce.domain.records.synthetic.chance import POOL
from qingce.domain.records.synthetic.codes import masked, mistyped, registration_number
from qingce.domain.records.synthetic.enterprises import MARK


def spelt(word: int, name: str, former: str) -> str:
    """A name as one source or another writes it.

    Args: word: below 65,536. former: "" if there was none.
    """
    return _SPELLINGS[word >> 8](name, former)


def written(word: int, code: str) -> str:
    """A valid code, or what lists have in its place; `word` as in `spelt`."""
    return _WRITTEN[word >> 8](code)


def _half_width(name: str, _former: str) -> str:
    return name.replace(MARK, "(合成)")


def _spaced(name: str, _former: str) -> str:
    return name.replace(MARK, " (合成) ")


def _plain(name: str, _former: str) -> str:
    return name


def _as_before(name: str, former: str) -> str:
    return former or name


def _misspelt(name: str, _former: str) -> str:
    """A character of the trade gives way to the one before it."""
    at = name.index(MARK)
    return f"{name[: at - 2]}{name[at - 3]}{name[at - 1 :]}"


def _none(_code: str) -> str:
    return ""


# One of 256 for each row; most as it is.
_PLAIN_OF_256 = 238
PLAIN = _PLAIN_OF_256 << 8  # words below it
_SPELLINGS: tuple[Callable[[str, str], str], ...] = (
    *repeat(_plain, _PLAIN_OF_256), *repeat(_half_width, 10), *repeat(_spaced, 3), *repeat(_as_before, 4), _misspelt,
)  # fmt: skip
_WRITTEN: tuple[Callable[[str], str], ...] = (
    *repeat(str, 199), *repeat(_none, 38), *repeat(masked, 8), mistyped, *repeat(registration_number, 6),
    *repeat(str.lower, 4),
)  # fmt: skip
_ROUND = (2_000, 5_000, 10_000, 20_000, 30_000, 50_000, 100_000, 200_000)
FINES = tuple(
    str(_ROUND[place % len(_ROUND)] if place % 2 else round(2_000 * 500 ** (place / POOL) / 100) * 100)
    for place in range(POOL)
)
AMOUNTS = tuple(f"{0.1 * 20_000 ** (place / POOL):.3g}" if place % 3 else str(place % 97 + 1) for place in range(POOL))
FEW = tuple(str(2 + (place * place >> 28)) for place in range(POOL))
