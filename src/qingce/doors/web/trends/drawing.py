"""Where the parts of a chart stand, as texts for the templates that draw it.

Widths are in per cent, so that the same drawing fits a phone and a desk; heights in pixels.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from math import log
from typing import TypedDict

from django.utils import timezone
from django.utils.safestring import SafeString

from qingce.domain.statistics.queries import Counted
from qingce.doors.web.facets import label_of
from qingce.doors.web.templatetags.qingce_web import is_chinese, whole
from qingce.doors.web.trends.asked import TrendsAsked
from qingce.doors.web.trends.charts import CHARTS, MAP, YEARS, Chart, Item, chart
from qingce.pure.kernel.tile_grid import tiles

ROW, BAR_AT, BAR = 44, 22, 12
LONGEST_LABEL = 42  # half-widths beside a count on a phone
COLUMNS, ROWS, TILE, TILE_GAP = 11, 8, 44, 3
PLOT, PLOT_TOP, PLOT_LEFT = 180, 18, 11.0
FOOT = 24
MOST_YEARS = 30
YEAR_LABELS, COUNTED_YEARS = 7, 7
WIDEST = 12.0  # a column
FILLS = ("none", "#e2eef0", "#b9d8dd", "#7fb5be", "#1c6f7e", "#0a4b58")  # as `--shade-…` in light
SHADES = 5
DEEP = 4  # from this shade on text is light
LONG_NAME = 2
CORPS = "660000"
CORPS_PLACE = (1, 0)  # beside Xinjiang, where it lies


@dataclass(frozen=True)
class Bar:
    """A bar with its label above it."""

    item: Item
    label: str
    top: int
    text_y: int
    bar_y: int
    width: str


@dataclass(frozen=True)
class Column:
    """A year; item None: without records. Args: label, count: what is written below and above; empty: nothing."""

    year: int
    item: Item | None
    x: str
    middle: str
    width: str
    y: str
    height: str
    label: str
    count: str
    count_y: str
    is_so_far: bool


@dataclass(frozen=True)
class Tick:
    """A line of the axis."""

    y: str
    label: str


@dataclass(frozen=True)
class Tile:
    """A province-level unit; item None: without records. Args: shade, ink_class: as the style sheet names them."""

    name: str
    said: str
    count: str
    item: Item | None
    x: str
    middle: str
    y: int
    name_y: int
    count_y: int
    size: str
    shade: str
    fill: str
    edge: str
    ink: str
    ink_class: str


@dataclass(frozen=True)
class Drawing:
    """A chart ready to be drawn. Args: height: in pixels."""

    height: int
    bars: Sequence[Bar] = ()
    columns: Sequence[Column] = ()
    ticks: Sequence[Tick] = ()
    tiles: Sequence[Tile] = ()

    @property
    def ready(self) -> dict[str, object]:
        """The same for a template: parts as dictionaries of escaped texts, which it looks up three times as fast."""
        parts = {"bars": self.bars, "columns": self.columns, "ticks": self.ticks, "tiles": self.tiles}
        return {"height": self.height, **{name: list(map(_ready, each)) for name, each in parts.items()}}


class DrawnChart(TypedDict):
    """A chart and its drawing, for the template of a chart."""

    chart: Chart
    drawing: dict[str, object]


def drawn_charts(asked: TrendsAsked, found: Counted, names: Sequence[str] = CHARTS) -> list[DrawnChart]:
    """Charts of a page, ready to be drawn."""
    on = timezone.localtime(found.until).date()
    made = [chart(name, asked, found) for name in names]
    return [{"chart": each, "drawing": drawn(each, on=on).ready} for each in made]


def _ready(part: object) -> dict[str, object]:
    return {name: _ready_value(value) for name, value in vars(part).items()}


def _ready_value(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    return _ready(value) if isinstance(value, Item) else SafeString(escape(str(value)))  # nosec B703


def drawn(chart: Chart, *, on: date) -> Drawing:
    """Where everything stands. Args: on: the day of the figures, whose year is not over."""
    if chart.kind == MAP:
        return _map(chart)
    return _years(chart, on.year) if chart.kind == YEARS else _bars(chart)


def _bars(chart: Chart) -> Drawing:
    most = max((each.count for each in chart.shown), default=1)
    bars = [
        Bar(
            each,
            shortened(each.label),
            ROW * row,
            ROW * row + 15,
            ROW * row + BAR_AT,
            f"{100 * each.count / most:.2f}%",
        )
        for row, each in enumerate(chart.shown)
    ]
    return Drawing(ROW * len(bars), bars=bars)


def shortened(text: str) -> str:
    """As much of a label as a phone has room for beside the count."""
    room = LONGEST_LABEL
    for place, letter in enumerate(text):
        room -= 1 if letter.isascii() else 2
        if room < 0:
            return f"{text[: place - 1]}…"
    return text


def compact(count: int) -> str:
    """A count for a narrow place: 9,999 as it is, then 1.2万 or 12k, 1.2M."""
    if count < 10_000:  # noqa: PLR2004  # four digits have room
        return whole(count)
    if is_chinese():
        return f"{_three(count / 10_000)}万" if count < 10**8 else f"{_three(count / 10**8)}亿"
    return f"{_three(count / 1_000)}k" if count < 10**6 else f"{_three(count / 10**6)}M"


def _three(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"  # noqa: PLR2004  # two figures, or as many as there are


def _years(chart: Chart, current: int) -> Drawing:
    known = {int(each.value): each for each in chart.items if each.count}
    if not known:
        return Drawing(0)
    last = max(known)
    years = range(max(min(known), last - MOST_YEARS + 1), last + 1)
    counts = {year: known[year].count if year in known else 0 for year in years}
    axis = _Axis(years, nice(max(counts.values())), {max(years, key=lambda year: counts[year]), last})
    columns = [axis.column(year, known.get(year), is_so_far=year >= current) for year in years]
    ticks = [Tick(f"{PLOT_TOP + PLOT * (1 - part / 2):.1f}", compact(int(axis.top * part / 2))) for part in range(3)]
    return Drawing(PLOT_TOP + PLOT + FOOT, columns=columns, ticks=ticks)


@dataclass(frozen=True)
class _Axis:
    """Years across, records up to `top`; counts are written above `counted` years, above all where they are few."""

    years: range
    top: int
    counted: Collection[int]

    def column(self, year: int, item: Item | None, *, is_so_far: bool) -> Column:
        slot = (100 - PLOT_LEFT) / len(self.years)
        middle, wide = PLOT_LEFT + slot * (year - self.years[0] + 0.5), min(slot * 0.72, WIDEST)
        tall = PLOT * item.count / self.top if item else 0.0
        every = -(-len(self.years) // YEAR_LABELS)
        is_counted = len(self.years) <= COUNTED_YEARS or year in self.counted
        return Column(
            year=year,
            item=item,
            x=f"{middle - wide / 2:.2f}%",
            middle=f"{middle:.2f}%",
            width=f"{wide:.2f}%",
            y=f"{PLOT_TOP + PLOT - tall:.1f}",
            height=f"{tall:.1f}",
            label=str(year) if (self.years[-1] - year) % every == 0 else "",
            count=compact(item.count) if item and is_counted else "",
            count_y=f"{PLOT_TOP + PLOT - tall - 5:.1f}",
            is_so_far=is_so_far,
        )


def nice(most: int) -> int:
    """The end of an axis: the next even number of one or two figures, so that its half is whole."""
    size = int(10 ** max(0, len(str(most)) - 1))
    steps = (2, 4, 6, 8, 10) if size == 1 else (1, 2, 4, 6, 8, 10)
    return next(step * size for step in steps if step * size >= most)


def _map(chart: Chart) -> Drawing:
    known = {each.value: each for each in chart.items}
    most = max((each.count for each in chart.items), default=0)
    places = [(each.province_code, each.name, each.abbr, each.row, each.col) for each in tiles()]
    corps = (CORPS, "兵团", "XPCC", *CORPS_PLACE)
    found = [
        _tile(code, name if is_chinese() else abbr, row, col, known.get(code), most)
        for code, name, abbr, row, col in [*places, corps]
    ]
    return Drawing((TILE + TILE_GAP) * ROWS - TILE_GAP, tiles=found)


def shade(count: int, most: int) -> int:
    """How deep a tile is, 0 (none) to 5: by the logarithm, so that one large province does not drown the others."""
    if count <= 0:
        return 0
    return 1 + round((SHADES - 1) * (log(count) / log(most) if most > 1 else 1))


def _tile(code: str, name: str, row: int, col: int, item: Item | None, most: int) -> Tile:
    depth = shade(item.count if item else 0, most)
    slot, y = 100 / COLUMNS, (TILE + TILE_GAP) * row
    return Tile(
        name=name,
        said=item.said if item else label_of("province", code),
        count=compact(item.count) if item else "",
        item=item,
        x=f"{slot * col + 0.25:.2f}%",
        middle=f"{slot * (col + 0.5):.2f}%",
        y=y,
        name_y=y + (19 if item else 27),
        count_y=y + 34,
        size="10" if is_chinese() and len(name) > LONG_NAME else "12",
        shade=f"shade-{depth}",
        fill=FILLS[depth],
        edge="none" if item else "#8a9894",
        ink="#4c5a57" if item is None else "#ffffff" if depth >= DEEP else "#15211f",
        ink_class=f"on-{depth}",
    )
