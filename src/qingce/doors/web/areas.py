"""Areas as people write them: a name such as 江苏省苏州市, or a code."""

from __future__ import annotations

from qingce.pure.kernel.divisions import get_division, locate
from qingce.pure.kernel.errors import InvalidValue


class AreaUnclear(InvalidValue):
    """The text names no area, or more than one."""

    code = "area-unclear"


def area_named(text: str) -> str:
    """The code of an area that somebody typed; empty: the whole country, or nothing was typed.

    Raises: AreaUnclear; UnknownDivision.
    """
    asked = text.strip()
    if not asked:
        return ""
    if asked.isascii() and asked.isdecimal():
        return get_division(asked).code
    found = locate(asked[:100])
    if found is None:
        raise AreaUnclear(
            "This place is not clear. Write province and city, such as 江苏省苏州市, or a six-digit code.",
            text=asked[:60],
        )
    return found.code
