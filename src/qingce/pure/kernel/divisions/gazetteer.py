"""Every way a division is written, found from the first two characters of a text."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, starmap
from typing import TYPE_CHECKING, NamedTuple

from qingce.pure.kernel.divisions.model import Division, DivisionPath, Level
from qingce.pure.kernel.divisions.successions import stem, successors
from qingce.pure.kernel.divisions.tables import (
    CORPS,
    get_division,
    path_of_division,
    province_words,
    spans,
    words,
)
from qingce.pure.kernel.tables import read_table
from qingce.pure.kernel.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

MIN_INSIDE = 3  # inside a text a name of two characters ("城区", "新县") is mostly part of something else


class Place(NamedTuple):
    """A division with the codes of everything it lies in, itself included."""

    path: DivisionPath
    code: str
    codes: frozenset[str]

    @property
    def is_current(self) -> bool:
        """Whether it exists today."""
        return self.path.deepest.is_current


Places = tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one written name can mean: by full name today, by a vanished full name, by a short name today."""

    full: Places
    former: Places
    short: Places
    needs_parent: bool


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names by their text, and by their first two characters the lengths to try, longest first."""

    meanings: dict[str, Meaning]
    lengths: dict[str, tuple[int, ...]]


@cache
def place_of(division: Division) -> Place:
    """The place of a division as it was under this name."""
    path = path_of_division(division)
    return Place(path, division.code, frozenset(part.code for part in path.parts))


def _divisions() -> Iterable[Division]:
    for code, names in spans().items():
        if code != CORPS:
            yield from (division for _, division in names)


def _spellings(division: Division) -> set[str]:
    """The full name and the usual shortenings that keep its kind: 石柱县, 黔西南州, 广西自治区, 合肥高新区."""
    name = division.name
    found = {name}
    short = stem(name, division.level)
    for kind in ("县", "州", "旗", "区"):
        if name.endswith(("自治" + kind, "族" + kind)) and len(short) > 1:
            found.add(short + kind)
    for long, brief in words()["zone_shortenings"].items():
        found.add(name.replace(long, brief))
    if division.level is Level.PROVINCE and name.endswith("自治区"):
        found.add(province_words()[division.code][0] + "自治区")
    return found


def _short(division: Division) -> str:
    if division.level is Level.PROVINCE:
        return province_words()[division.code][0]
    return stem(division.name, division.level)


def latest_of_one_unit(places: Places) -> Places:
    """Several codes that one unit has had are one place, its latest; different units stay apart.

    They are one unit when the same codes of today took their place, or when they bore the name one after the other
    in one province (莱芜市 as a county, then as a prefecture).
    """
    ordered = sorted(places, key=lambda place: place.path.deepest.since)
    units = {successors(place.code) or (place.code,) for place in places}
    if len(units) == 1 or all(starmap(_is_followed_by, pairwise(ordered))):
        return (ordered[-1],)
    return tuple({place.code: place for place in ordered}.values())


def _is_followed_by(former: Place, later: Place) -> bool:
    until, since = former.path.deepest.until, later.path.deepest.since
    return until is not None and until <= since and former.path.province.code == later.path.province.code


def _needs_parent(places: list[Place]) -> bool:
    """One letter and 区 ("郊区", "新区") name no place without what stands above them."""
    names = {place.path.deepest.name for place in places}
    return bool(names) and all(name[1:] == "区" for name in names)


def _collect() -> dict[str, dict[str, list[Place]]]:
    """Folded name → kind of name → places."""
    found: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for division in _divisions():
        kind = "full" if division.is_current else "former"
        for spelling in _spellings(division):
            found[fold(spelling)][kind].append(place_of(division))
        short = fold(_short(division))
        if division.is_current and short != fold(division.name):
            found[short]["short"].append(place_of(division))
    for row in read_table("division_aliases.csv"):
        found[fold(row["alias"])]["full"] = [place_of(get_division(row["code"]))]
    return found


def _short_places(places: list[Place]) -> Places:
    """The short name of a province means the province, whatever else is called so (吉林, 海南)."""
    provinces = tuple(place for place in places if place.path.prefecture is place.path.county is None)
    return provinces + tuple(place for place in places if place not in provinces)


@cache
def gazetteer() -> Gazetteer:
    """The index of all names; built once, in a fraction of a second."""
    meanings = {
        name: Meaning(
            tuple(kinds["full"]),
            tuple(kinds["former"]),
            _short_places(kinds["short"]),
            _needs_parent(kinds["full"] or kinds["former"]),
        )
        for name, kinds in _collect().items()
    }
    lengths: dict[str, set[int]] = defaultdict(set)
    for name in meanings:
        lengths[name[:2]].add(len(name))
    return Gazetteer(meanings, {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()})
