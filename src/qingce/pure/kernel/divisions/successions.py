"""Which of today's codes took the place of a vanished one."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from qingce.pure.kernel.divisions.tables import get_division, spans, words
from qingce.pure.kernel.tables import read_table

if TYPE_CHECKING:
    from qingce.pure.kernel.divisions.model import Division, Level

# Provinces founded on part of another: Hainan (1988) from Guangdong, Chongqing (1997) from Sichuan.
FOUNDED_FROM = {"46": "44", "50": "51"}


@cache
def _suffixes(level: Level) -> tuple[str, ...]:
    return tuple(words()[f"{level.value}_suffixes"])


@cache
def _peoples() -> tuple[str, ...]:
    return tuple(sorted(words()["peoples"], key=len, reverse=True))


@cache
def stem(name: str, level: Level) -> str:
    """The name without its kind and the peoples in it: 偃师市 → 偃师, 黔西南布依族苗族自治州 → 黔西南."""
    suffix = next((s for s in _suffixes(level) if name.endswith(s) and len(name) > len(s) + 1), "")
    return _without_peoples(name.removesuffix(suffix)) if suffix else name


def _without_peoples(name: str) -> str:
    if not name.endswith(_peoples()):
        return name
    people = next((p for p in _peoples() if name.endswith(p) and len(name) > len(p) + 1), "")
    return _without_peoples(name.removesuffix(people)) if people else name


@cache
def _curated() -> dict[str, tuple[str, ...]]:
    return {row["code"]: tuple(row["successors"].split()) for row in read_table("division_successions.csv")}


@cache
def _by_stem() -> dict[tuple[Level, str], tuple[Division, ...]]:
    found: dict[tuple[Level, str], list[Division]] = defaultdict(list)
    for names in spans().values():
        for _, division in names:
            found[division.level, stem(division.name, division.level)].append(division)
    return {key: tuple(divisions) for key, divisions in found.items()}


def _same_region(old: str, new: str) -> bool:
    return old[:2] == new[:2] or FOUNDED_FROM.get(new[:2]) == old[:2]


def _namesakes(old: Division) -> list[Division]:
    """Others of the same level, region and stem; a short stem ("郊区") says too little outside its prefecture."""
    key = stem(old.name, old.level)
    others = (d for d in _by_stem()[old.level, key] if d.code != old.code and _same_region(old.code, d.code))
    return [d for d in others if len(key) > 1 or d.code[:4] == old.code[:4]]


def _derived(old: Division) -> str | None:
    """The one namesake in the first list without the old code, else the only one that exists today."""
    namesakes = _namesakes(old)
    for chosen in (
        {d.code for d in namesakes if d.since == old.until and d.name == old.name},
        {d.code for d in namesakes if d.since == old.until},
        {d.code for d in namesakes if d.is_current},
    ):
        if len(chosen) == 1:
            return chosen.pop()
    return None


@cache
def successors(code: str) -> tuple[str, ...]:
    """Today's codes of the place that had a vanished code; several where it was divided.

    Rule: first the curated table `data/division_successions.csv`, with its reason. Otherwise the only division
    of the same level and province (or a province founded on part of it) with the same name, or the same name
    but for its kind (偃师市, 偃师区), that appears in the first list without the old code, followed until a code
    of today; failing that, the only one that exists today.

    Returns: the code itself where it still exists; nothing where the lists do not tell.
    Raises:
        UnknownDivision: no list has the code.
    """
    return _follow(code, frozenset())


def _follow(code: str, seen: frozenset[str]) -> tuple[str, ...]:
    division = get_division(code)
    if division.is_current:
        return (code,)
    if code in _curated():
        return _curated()[code]
    following = _derived(division)
    if following is None or following in seen:
        return ()
    return _follow(following, seen | {code})
