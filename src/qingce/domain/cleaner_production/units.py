"""The province-level units that owe the lists: 31 provinces and the Corps."""

from __future__ import annotations

from functools import cache

from qingce.domain.cleaner_production.errors import UnitUnknown
from qingce.pure.kernel.divisions import Division, provinces

_NOT_UNDER_THE_LAW = ("71", "81", "82")


@cache
def units() -> tuple[Division, ...]:
    """The 32 units in the order of their codes, the Corps last."""
    found = [each for each in provinces() if not each.code.startswith(_NOT_UNDER_THE_LAW)]
    return tuple(sorted(found, key=lambda each: each.code))


@cache
def _by_code() -> dict[str, Division]:
    return {each.code: each for each in units()}


def unit_of(code: str) -> Division:
    """The unit of a code.

    Raises: UnitUnknown.
    """
    found = _by_code().get(code)
    if found is None:
        raise UnitUnknown(f"No province-level unit that owes these lists has the code {code}.", unit=code)
    return found
