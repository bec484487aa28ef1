"""Where records are counted and found: by the places of today."""

from __future__ import annotations

from functools import cache

from qingce.domain.enterprises.queries import region
from qingce.pure.kernel.divisions import successors


@cache
def places_today(code: str) -> dict[str, str]:
    """The codes a place is filtered by: today's, so that 偃师区 also finds what happened in 偃师市.

    Args: code: GB/T 2260, of any time; empty: not known.
    Returns: those of "province", "prefecture" and "county" that it has; where a place was divided, its own of then.
    """
    today = successors(code) if code else ()
    path = region(today[0] if len(today) == 1 else code)
    if path is None:
        return {}
    parts = {"province": path.province, "prefecture": path.prefecture, "county": path.county}
    return {name: part.code for name, part in parts.items() if part}
