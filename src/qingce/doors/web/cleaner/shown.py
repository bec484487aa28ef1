"""Cells, counts and units as pages show them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qingce.domain.cleaner_production.enums import LEFT, UNLABELLED, Grounds, ListKind, ListState
from qingce.domain.cleaner_production.queries import Cell, Matrix, PlaceCell, PrefectureCount, Score, YearCount, units
from qingce.doors.web.facets import label_of
from qingce.pure.kernel.tile_grid import tiles

SIGNS = {
    ListState.PUBLISHED: "✓",
    ListState.IN_PART: "◐",
    ListState.NOT_PUBLISHED: "×",
    ListState.LEFT_TO_PREFECTURES: "↓",
    ListState.LEFT_TO_DIVISIONS: "↓",
}
CORPS, CORPS_PLACE = "660000", (1, 0)  # beside Xinjiang, where it lies
COLUMNS, ROWS, TILE, GAP = 11, 8, 44, 3
SHADES, BAR = 5, 44
_ANY, _UNIT = 987654321, "any-unit"  # stand for a number, or a code, in an address


@dataclass(frozen=True)
class ShownCell:
    """A cell of the matrix. Args: sign: for eyes; said: the same in words; state: names its style. note: voluntary.

    Its year can be a span; address: of the finding behind it, where the cell leads there.
    """

    year: int | str
    sign: str
    said: str
    state: str
    note: str = ""
    address: str = ""


@dataclass(frozen=True)
class ShownUnit:
    """A line of the matrix."""

    code: str
    name: str
    roster: Sequence[ShownCell]
    results: Sequence[ShownCell]
    grounds: Sequence[ShownCell]
    score: Score | None
    address: str


@dataclass(frozen=True)
class ShownPlace:
    """A prefecture or division with what is known of its lists."""

    place: str
    roster: list[ShownCell]
    results: list[ShownCell]


@dataclass(frozen=True)
class ShownCounts:
    """Prefectures of a unit that published a list. Args: said: each year's, as published/known."""

    code: str
    name: str
    list: ListKind
    said: str


@dataclass(frozen=True)
class ShownCount:
    """A bar of a year. Args: widths: published, and left to lower levels, in per cent of all units."""

    count: YearCount
    published_width: str
    left_x: str
    left_width: str
    y: int
    address: str


@dataclass(frozen=True)
class ShownPrefectures:
    """Prefectures of a unit for a list and year, as a bar. Args: width: of those known to publish, in per cent."""

    count: PrefectureCount
    years: str
    known: int
    width: str
    y: int


@dataclass(frozen=True)
class ShownTile:
    """A unit on the map."""

    code: str
    name: str
    said: str
    count: str
    x: str
    middle: str
    y: int
    depth: int
    size: str
    address: str


def shown_prefectures(counts: Sequence[PrefectureCount]) -> list[ShownPrefectures]:
    """A bar for each list and year of which prefectures are known; of the others nothing is said."""
    return [
        ShownPrefectures(
            each,
            span(each.first_year, each.last_year),
            known,
            f"{100 * each.published / known:.2f}%",
            BAR * row,
        )
        for row, each in enumerate(counts)
        if (known := each.published + each.not_published)
    ]


def unit_name(code: str) -> str:
    """What a unit is called in the page's language; as it is, where nobody knows it."""
    return label_of("province", code)


def shown_units(matrix: Matrix, scores: Mapping[str, Score]) -> list[ShownUnit]:
    """Every unit with its cells and its score, in the order of the codes."""
    state, named = cache(_cell), cache(_grounds)  # cells that look the same are made once for the page
    address = _addresses("web:cleaner-province", _UNIT)

    def cells(unit: str, kind: ListKind) -> list[ShownCell]:
        places = [Cell(unit, year, kind) for year in matrix.years]
        return [state(each.year, matrix.states.get(each), matrix.voluntary.get(each)) for each in places]

    return [
        ShownUnit(
            each.code,
            unit_name(each.code),
            cells(each.code, ListKind.ROSTER),
            cells(each.code, ListKind.RESULTS),
            [named(year, matrix.grounds.get((each.code, year))) for year in matrix.years],
            scores.get(each.code),
            address(each.code),
        )
        for each in units()
    ]


def shown_places(cells: Iterable[PlaceCell]) -> list[ShownPlace]:
    """A line for each prefecture and division of which something is known; its cells lead to their findings."""
    found: dict[str, ShownPlace] = {}
    made, address = cache(_cell), _addresses("web:cleaner-cell", _ANY)
    for each in cells:
        line = found.setdefault(each.place, ShownPlace(each.place, [], []))
        cell = made(span(each.first_year, each.last_year), each.state, None)
        cell = replace(cell, address=address(each.id))
        (line.roster if each.list == ListKind.ROSTER else line.results).append(cell)
    return list(found.values())


def prefecture_lines(counts: Iterable[PrefectureCount]) -> list[ShownCounts]:
    """A line for each unit and list: how many prefectures published, of those known, year by year."""
    found: dict[tuple[str, ListKind], list[str]] = {}
    colon = pgettext("before a value", ": ")
    for each in counts:
        said = f"{span(each.first_year, each.last_year)}{colon}{each.published}/{each.published + each.not_published}"
        found.setdefault((each.unit, each.list), []).append(said)
    return [ShownCounts(unit, unit_name(unit), kind, " · ".join(said)) for (unit, kind), said in found.items()]


def span(first: int, last: int) -> str:
    """Years as they are written."""
    return str(first) if first == last else f"{first}-{last}"


def _cell(year: int | str, state: ListState | None, part: ListState | None) -> ShownCell:
    if state is None:
        return ShownCell(year, "·", _("not known"), "unknown")
    note = _("voluntary part: %(state)s") % {"state": part.label} if part else ""
    return ShownCell(year, SIGNS[state], str(state.label), "left" if state in LEFT else str(state), note)


def _grounds(year: int, grounds: Grounds | None) -> ShownCell:
    if grounds is None or grounds == Grounds.NOT_TOLD:
        return ShownCell(year, "·", _("not told"), "unknown")
    if grounds not in UNLABELLED:
        return ShownCell(year, str(grounds), _("names %(grounds)s") % {"grounds": grounds}, "published")
    sign = "–" if grounds == Grounds.NOT_LABELLED else "×"
    state = "left" if grounds == Grounds.NOT_LABELLED else "not-published"
    return ShownCell(year, sign, str(grounds.label), state)


def shown_counts(counts: Collection[YearCount], kind: ListKind) -> list[ShownCount]:
    """The bars of one list."""
    found, address = [each for each in counts if each.list == kind], _addresses("web:cleaner-year", _ANY)
    return [
        ShownCount(
            each,
            f"{100 * each.published / each.units:.2f}%",
            f"{100 * each.published / each.units:.2f}%",
            f"{100 * each.left / each.units:.2f}%",
            BAR * row,
            address(each.year),
        )
        for row, each in enumerate(found)
    ]


def shown_tiles(scores: Mapping[str, Score], *, is_chinese: bool) -> list[ShownTile]:
    """The map of scores; units that owe no lists are left out."""
    address = _addresses("web:cleaner-province", _UNIT)
    return [
        _tile(address(code), code, name, (row, col), scores.get(code))
        for code, name, row, col in _places(is_chinese=is_chinese)
    ]


def map_rows(scores: Mapping[str, Score], *, is_chinese: bool) -> list[tuple[str, str, str, str, str]]:
    """The same map for documents: name, row, column, score, and how dark the tile is."""
    found = [(name, row, col, scores.get(code)) for code, name, row, col in _places(is_chinese=is_chinese)]
    return [
        (name, str(row), str(col), f"{percent}%" if percent is not None else "—", str(_depth(percent)))
        for name, row, col, score in found
        for percent in [score.percent if score else None]
    ]


def _places(*, is_chinese: bool) -> list[tuple[str, str, int, int]]:
    """Code, name, row and column of each unit that owes lists."""
    owing = {each.code for each in units()}
    places = [(each.province_code, each.name if is_chinese else each.abbr, each.row, each.col) for each in tiles()]
    places.append((CORPS, "兵团" if is_chinese else "XPCC", *CORPS_PLACE))
    return [each for each in places if each[0] in owing]


def _depth(percent: int | None) -> int:
    return 0 if not percent else 1 + min(SHADES - 1, (percent - 1) * SHADES // 100)


def _tile(address: str, code: str, name: str, at: tuple[int, int], score: Score | None) -> ShownTile:
    row, col = at
    slot, percent = 100 / COLUMNS, score.percent if score else None
    known = {"name": unit_name(code)}
    if score is None:
        said = _("%(name)s: nothing is known") % known
    else:
        said = _("%(name)s: %(published)d of %(due)d lists published, %(left)d left to lower levels") % {
            **known,
            "published": score.published,
            "due": score.due,
            "left": score.left,
        }
    return ShownTile(
        code,
        name,
        said,
        f"{percent}%" if percent is not None else "",
        f"{slot * col + 0.25:.2f}%",
        f"{slot * (col + 0.5):.2f}%",
        (TILE + GAP) * row,
        _depth(percent),
        "10" if is_long(name) else "12",
        address,
    )


def _addresses(name: str, any_of: int | str) -> Callable[[int | str], str]:
    """Addresses of one kind, of which only the first is looked up. Args: any_of: stands where each has its own."""
    before, after = reverse(name, args=[any_of]).split(str(any_of))
    return lambda each: f"{before}{each}{after}"


def is_long(name: str) -> bool:
    """Whether a name on a tile needs smaller letters."""
    return not name.isascii() and len(name) > 2  # noqa: PLR2004  # two hanzi have room
