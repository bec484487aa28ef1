"""Unified social credit codes of enterprises that do not exist: valid ones, no two alike, and what lists have instead.

The division in them is 99 behind the province, which no division has, so that no code is a real enterprise's.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_OLD_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714, of the subject's identifier
_HALF = 10_000
_SUBJECTS = _HALF * _HALF
_STEP = 38_196_601  # odd and not ending in 5: every number has another subject
_OLD_CHECKS = tuple((each, ALPHABET.index(each) * _WEIGHTS[16]) for each in "0123456789X")


def codes(numbers: Sequence[int], provinces: Sequence[str], *, seed: int) -> list[str]:
    """The valid code of each enterprise; different for different numbers below a hundred million.

    Args: provinces: two digits each.
    """
    first, second = _halves(9, 0), _halves(13, 4)
    heads = {code: _head(code) for code in set(provinces)}
    found = []
    for number, province in zip(numbers, provinces, strict=True):
        high, low = divmod((number * _STEP + seed * 7_919) % _SUBJECTS, _HALF)
        (one, old, new), (other, more_old, more_new) = first[high], second[low]
        check, added = _OLD_CHECKS[-(old + more_old) % 11]
        head, total = heads[province]
        found.append(f"{head}{one}{other}{check}{ALPHABET[-(total + new + more_new + added) % 31]}")
    return found


def masked(code: str) -> str:
    """As lists hide it."""
    return f"{code[:6]}****{code[10:]}"


def mistyped(code: str) -> str:
    """With another check digit."""
    return code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)]


def registration_number(code: str) -> str:
    """Fifteen digits, as businesses were numbered before 2015; made from the code, so that it stays the same."""
    return f"{code[2:8]}{int(code[8:16]) % 1_000_000_000:09}"


def _head(province: str) -> tuple[str, int]:
    text = f"91{province}9901"
    return text, _sum(text, 0)


def _sum(text: str, place: int) -> int:
    return sum(ALPHABET.index(each) * _WEIGHTS[place + at] for at, each in enumerate(text))


@cache
def _halves(place: int, old_place: int) -> tuple[tuple[str, int, int], ...]:
    """Four digits with what they add to the old check character and to the new one."""
    texts = [f"{number:04}" for number in range(_HALF)]
    return tuple(
        (text, sum(int(each) * _OLD_WEIGHTS[old_place + at] for at, each in enumerate(text)), _sum(text, place - 1))
        for text in texts
    )
