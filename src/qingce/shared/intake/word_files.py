"""Word documents (DOCX): each table with its merged cells, and the text above it."""

from __future__ import annotations

import zipfile
import zlib
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET  # where it is used a reason is given  # nosec B405

from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.text import clean
from qingce.shared.intake.errors import NothingToRead
from qingce.shared.intake.grids import read_grid
from qingce.shared.intake.layouts import Span
from qingce.shared.intake.tables import FileKind, Table, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element  # a type only  # nosec B405

# Names without their name space: Word has two, one for each edition of its standard.
_TABLE, _ROW, _CELL, _PARAGRAPH = "tbl", "tr", "tc", "p"
# All that the readers of archives and of XML raise on bytes that somebody else wrote.
_DAMAGED = (
    ET.ParseError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, EOFError, RecursionError,
    NotImplementedError,
)  # fmt: skip
_SKIPPED = frozenset({"Fallback", "del", "moveFrom", "instrText", "pPr", "rPr"})
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}
_LINES_ABOVE = 3
_LONGEST_LINE = 120
_MOST_COLUMNS = 500


@dataclass
class _Grid:
    """A table of a document as rows of cells of equal width, and the lines of text right above it."""

    above: tuple[str, ...] = ()
    rows: list[list[str | None]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    open: dict[int, Span] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)


@dataclass(frozen=True)
class _Cell:
    """A cell: its text, how many columns it covers, whether it begins or goes on with a cell over several rows."""

    text: str
    columns: int
    begins: bool
    goes_on: bool


def read(path: Path, *, language: str) -> list[Table]:
    """The tables of a document; one that goes on in the next (same columns, no text between) is one.

    The sheet of a table is its place in the document: 表1. Rows are counted from the first row of the table.

    Args: language: zh or en, of what is said about rows.
    Raises: UnreadableFile: damaged; NothingToRead: there is no table; DuplicateColumns; DiskFull.
    """
    try:
        grids = [grid for grid in _joined(_grids(path)) if len(grid.rows) > 1]
    except _DAMAGED as error:
        if isinstance(error, QingceError):
            raise
        raise unreadable(path, "document", "the document is damaged or cut off") from error
    if not grids:
        raise NothingToRead(
            f"{path.name} has no table; type its content into one.", cause="none", file=path.name
        )  # fmt: skip
    tables = [
        read_grid(
            grid.rows, path=path, kind=FileKind.DOCX, sheet=f"表{place}", spans=grid.spans, language=language,
            above=grid.above,
        )
        for place, grid in enumerate(grids, 1)
    ]  # fmt: skip
    return [table for table in tables if table is not None]


def _grids(path: Path) -> Iterator[_Grid]:
    """The tables in the order of the document; those within a cell come before the one around them."""
    above: deque[str] = deque(maxlen=_LINES_ABOVE)
    depth = 0
    grid = _Grid()
    with zipfile.ZipFile(path) as archive, archive.open("word/document.xml") as file:
        # `check_archive` has refused entities, and documents without end.
        for event, element in ET.iterparse(file, events=("start", "end")):  # noqa: S314  # nosec B314
            name = _name(element)
            if event == "start":
                depth += name == _TABLE
                if name == _TABLE and depth == 1:
                    grid = _Grid(above=tuple(above))
            elif name == _ROW and depth == 1:
                yield from _take_row(grid, element)
                element.clear()
            elif name == _TABLE:
                depth -= 1
                if depth == 0:
                    _close(grid, {})
                    yield grid
                    above.clear()
                    element.clear()
            elif name == _PARAGRAPH and depth == 0:
                if line := clean(_text(element)):
                    above.append(line[:_LONGEST_LINE])
                element.clear()


def _joined(grids: Iterator[_Grid]) -> Iterator[_Grid]:
    """Tables with what goes on of them in the next."""
    whole: _Grid | None = None
    for grid in grids:
        if whole and grid.rows and _goes_on(whole, grid):
            below = len(whole.rows)
            whole.rows += grid.rows
            whole.spans += [Span(span.top + below, span.left, span.bottom + below, span.right) for span in grid.spans]
            continue
        if whole:
            yield whole
        whole = grid
    if whole:
        yield whole


def _goes_on(whole: _Grid, grid: _Grid) -> bool:
    """Whether a table is the rest of the one before: as wide, and nothing said between, or with the same header."""
    return whole.width == grid.width > 1 and (not grid.above or grid.rows[0] == whole.rows[0])


def _take_row(grid: _Grid, row: Element) -> Iterator[_Grid]:
    """Puts a row down with its merged cells; gives the tables within its cells."""
    number = len(grid.rows)
    cells: list[str | None] = [None] * min(_number(row, "trPr", "gridBefore"), _MOST_COLUMNS)
    tall: dict[int, Span] = {}
    for element in _below(row, _CELL):
        inner = [_whole(table) for table in _below(element, _TABLE)]
        yield from (table for table in inner if _is_table(table))
        cell = _cell(element)
        place = len(cells)
        span = Span(number, place, number, place + cell.columns - 1)
        if cell.goes_on and place in grid.open:
            tall[place] = Span(grid.open[place].top, place, number, span.right)
        elif cell.begins:
            tall[place] = span
        elif cell.columns > 1:
            grid.spans.append(span)
        cells += [cell.text or None, *[None] * (cell.columns - 1)]
        if len(cells) > _MOST_COLUMNS:
            break
    _close(grid, tall)
    grid.rows.append(cells)


def _close(grid: _Grid, tall: dict[int, Span]) -> None:
    """Puts down the cells over several rows that ended with the row before."""
    grid.spans += [span for place, span in grid.open.items() if place not in tall or tall[place].top != span.top]
    grid.open = tall


def _is_table(grid: _Grid) -> bool:
    return len(grid.rows) > 1 and grid.width > 1


def _whole(table: Element) -> _Grid:
    grid = _Grid()
    for row in _below(table, _ROW):
        for _ in _take_row(grid, row):
            pass
    _close(grid, {})
    return grid


def _cell(element: Element) -> _Cell:
    properties = _child(element, "tcPr")
    merge = None if properties is None else _child(properties, "vMerge")
    begins = merge is not None and _value(merge) == "restart"
    columns = min(max(_number(element, "tcPr", "gridSpan"), 1), _MOST_COLUMNS)
    inner = [table for table in _below(element, _TABLE) if _is_table(_whole(table))]
    text = "\n".join(filter(None, (clean(_text(each)) for each in _below(element, _PARAGRAPH, but=inner))))
    return _Cell("" if merge is not None and not begins else text, columns, begins, merge is not None and not begins)


def _below(element: Element, name: str, *, but: list[Element] | None = None) -> Iterator[Element]:
    """The nearest elements of a name below another, whatever stands around them; none below those left out."""
    for child in element:
        if but and child in but:
            continue
        if _name(child) == name:
            yield child
        elif _name(child) not in _SKIPPED and not (name in {_ROW, _CELL} and _name(child) == _TABLE):
            yield from _below(child, name, but=but)


def _text(element: Element) -> str:
    """The text of a paragraph as it is read now: without what was deleted, and what only old programs show."""
    parts = []
    for child in element:
        name = _name(child)
        if name == "t":
            parts.append(child.text or "")
        elif name in _BREAKS:
            parts.append(_BREAKS[name])
        elif name not in _SKIPPED:
            parts.append(_text(child))
    return "".join(parts)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if _name(child) == name), None)


def _number(element: Element, properties: str, name: str) -> int:
    """A number among the properties of a row or cell; 0 if it is not told."""
    told = _child(element, properties)
    child = None if told is None else _child(told, name)
    value = "" if child is None else _value(child)
    return int(value) if value.isascii() and value.isdigit() else 0


def _value(element: Element) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == "val"), "")
