"""Regions as they are typed: one on each line, or parted by commas."""

from __future__ import annotations

import re

from qingce.doors.web.areas import area_named

_MOST = 5000


def codes_in(text: str) -> list[str]:
    """The codes of the regions that were typed.

    Raises: AreaUnclear; UnknownDivision.
    """
    parts = re.split(r"[\n,，、;；]+", text[:_MOST])
    return [area_named(each) for each in parts if each.strip()]
