"""Cells, counts and units as pages show them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qingce.domain.cleaner_production.enums import LEFT, UNLABELLED, Grounds, ListKind, ListState
from qingce.domain.cleaner_production.queries import Cell, Matrix, PrefectureCount, Share, YearCount, units
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


@dataclass(frozen=True)
class ShownCell:
    """A cell of the matrix. Args: sign: for eyes; said: the same in words; state: names its style. note: voluntary."""

    year: int
    sign: str
    said: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class ShownUnit:
    """A line of the matrix."""

    code: str
    name: str
    roster: Sequence[ShownCell]
    results: Sequence[ShownCell]
    grounds: Sequence[ShownCell]
    share: Share | None


@dataclass(frozen=True)
class ShownCount:
    """A bar of a year. Args: widths: published, and left to lower levels, in per cent of all units."""

    count: YearCount
    published_width: str
    left_x: str
    left_width: str
    y: int


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


def shown_prefectures(counts: Sequence[PrefectureCount]) -> list[ShownPrefectures]:
    """A bar for each list and year of which prefectures are known; of the others nothing is said."""
    return [
        ShownPrefectures(
            each,
            str(each.first_year) if each.first_year == each.last_year else f"{each.first_year}-{each.last_year}",
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


def shown_units(matrix: Matrix) -> list[ShownUnit]:
    """Every unit with its cells, in the order of the codes."""
    return [
        ShownUnit(
            each.code,
            unit_name(each.code),
            [_cell(matrix, Cell(each.code, year, ListKind.ROSTER)) for year in matrix.years],
            [_cell(matrix, Cell(each.code, year, ListKind.RESULTS)) for year in matrix.years],
            [_grounds(year, matrix.grounds.get((each.code, year))) for year in matrix.years],
            matrix.shares.get(each.code),
        )
        for each in units()
    ]


def _cell(matrix: Matrix, cell: Cell) -> ShownCell:
    state = matrix.states.get(cell)
    if state is None:
        return ShownCell(cell.year, "·", _("not known"), "unknown")
    part = matrix.voluntary.get(cell)
    note = _("voluntary part: %(state)s") % {"state": part.label} if part else ""
    return ShownCell(cell.year, SIGNS[state], str(state.label), "left" if state in LEFT else str(state), note)


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
    found = [each for each in counts if each.list == kind]
    return [
        ShownCount(
            each,
            f"{100 * each.published / each.units:.2f}%",
            f"{100 * each.published / each.units:.2f}%",
            f"{100 * each.left / each.units:.2f}%",
            44 * row,
        )
        for row, each in enumerate(found)
    ]


def shown_tiles(matrix: Matrix, *, is_chinese: bool) -> list[ShownTile]:
    """The map of shares; units that owe no lists are left out."""
    owing = {each.code for each in units()}
    places = [(each.province_code, each.name if is_chinese else each.abbr, each.row, each.col) for each in tiles()]
    places.append((CORPS, "兵团" if is_chinese else "XPCC", *CORPS_PLACE))
    return [_tile(code, name, row, col, matrix.shares.get(code)) for code, name, row, col in places if code in owing]


def _tile(code: str, name: str, row: int, col: int, share: Share | None) -> ShownTile:
    slot, percent = 100 / COLUMNS, share.percent if share else None
    known = {"name": unit_name(code)}
    if share is None or percent is None:
        said = _("%(name)s: nothing is known") % known
    else:
        said = _("%(name)s: %(published)d of %(due)d lists published, %(left)d left to lower levels") % {
            **known,
            "published": share.published,
            "due": share.due,
            "left": share.left,
        }
    return ShownTile(
        code,
        name,
        said,
        f"{percent}%" if percent is not None else "",
        f"{slot * col + 0.25:.2f}%",
        f"{slot * (col + 0.5):.2f}%",
        (TILE + GAP) * row,
        0 if not percent else 1 + min(SHADES - 1, (percent - 1) * SHADES // 100),
        "10" if is_long(name) else "12",
    )


def is_long(name: str) -> bool:
    """Whether a name on a tile needs smaller letters."""
    return not name.isascii() and len(name) > 2  # noqa: PLR2004  # two hanzi have room
