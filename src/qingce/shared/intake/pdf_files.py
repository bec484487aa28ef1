"""Tables of PDF files that hold text: their ruled tables, over as many pages as they go on."""

from __future__ import annotations

import json
import os
import re
import subprocess  # each call says what it starts  # nosec B404
import sys
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qingce.pure.kernel.text import clean
from qingce.shared.intake.errors import NothingToRead
from qingce.shared.intake.grids import read_grid
from qingce.shared.intake.layouts import LeftOut, LeftOutCause, Span
from qingce.shared.intake.tables import FileKind, Table, locked, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MODULE = "qingce.shared.intake.pdf_pages"
_RADICALS = "[\u2e80-\u2fdf]"
_WORD_END = r"[a-z,.;:!?]$"  # of a language that parts words: there a line ends where a word does
_DAY = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"  # its time of day stands in the next line
_NEAR = 6.0  # points: columns of one table stand as near as that on all its pages


@dataclass
class _Grid:
    """A table over one or more pages."""

    first_page: int
    last_page: int
    edges: list[float]
    above: list[str]
    rows: list[list[str | None]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    @property
    def sheet(self) -> str:
        pages = f"{self.first_page}" if self.first_page == self.last_page else f"{self.first_page}-{self.last_page}"
        return f"第{pages}页"


def read(path: Path, *, language: str) -> list[Table]:
    """The ruled tables of a PDF; one that goes on on the next page is one.

    The sheet of a table says its pages: 第1-3页. Rows are counted from the first row of the table, over all its pages.
    Pages that are pictures are told in `left_out` of each table.

    Args: language: zh or en, of what is said about rows.
    Raises: LockedFile; UnreadableFile: damaged, or takes too much work; NothingToRead: pictures only, or no ruled
        table; DuplicateColumns; DiskFull.
    """
    pictures: list[int] = []
    grids = [grid for grid in _joined(_pages(path), pictures) if len(grid.rows) > 1]
    if not grids:
        raise _nothing(path, pictures)
    names = [grid.sheet for grid in grids]
    tables = [
        read_grid(
            grid.rows, path=path, kind=FileKind.PDF, spans=grid.spans, above=grid.above, language=language,
            sheet=grid.sheet if names.count(grid.sheet) == 1 else f"{grid.sheet}-{place}",
            left_out=[LeftOut(0, LeftOutCause.PICTURE, f"第{page}页") for page in pictures],
        )
        for place, grid in enumerate(grids, 1)
    ]  # fmt: skip
    return [table for table in tables if table is not None]


def _nothing(path: Path, pictures: list[int]) -> NothingToRead:
    if pictures:
        return NothingToRead(
            f"{path.name} holds pictures only (page {pictures[0]}); type its tables in, or have the text recognised.",
            cause="picture", file=path.name, page=pictures[0],
        )  # fmt: skip
    return NothingToRead(
        f"{path.name} has no ruled table; type its content into one.", cause="none", file=path.name
    )  # fmt: skip


def _pages(path: Path) -> Iterator[dict[str, Any]]:
    """What each page holds, told by a process of its own."""
    # Neither secret nor database is handed on; the process finds its code where this one does.
    surroundings = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    words = [sys.executable, "-m", _MODULE, str(path)]
    with subprocess.Popen(  # a fixed list of words and the path of a file  # nosec B603
        words, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
    ) as process:
        for line in process.stdout or ():
            told = json.loads(line)
            if "error" in told:
                raise locked(path)
            yield told
    if process.returncode:
        raise unreadable(path, "document", "the document is damaged, or takes too much work to open")


def _joined(pages: Iterator[dict[str, Any]], pictures: list[int]) -> Iterator[_Grid]:
    """Tables with what goes on of them on later pages; notes pages that are pictures."""
    whole: _Grid | None = None
    for page in pages:
        if not page["has_text"] and page["has_pictures"]:
            pictures.append(page["page"])
        for place, told in enumerate(page["tables"]):
            if whole and place == 0 and _goes_on(whole, told, page["page"]):
                _add(whole, told, page["page"])
                continue
            if whole:
                yield whole
            whole = _Grid(page["page"], page["page"], told["edges"], [_plain(line) for line in told["above"]])
            _add(whole, told, page["page"])
    if whole:
        yield whole


def _plain(text: str) -> str:
    """A cell's text without the line breaks that its width made, and with characters in place of their radicals.

    Fonts share a glyph between 行 and the radical ⾏; a PDF names either.
    """
    lines = re.sub(_RADICALS, lambda found: unicodedata.normalize("NFKC", found[0]), clean(text)).split("\n")
    joined = lines[0]
    for line in lines[1:]:
        is_wrapped = not re.search(_WORD_END, joined) and not re.fullmatch(_DAY, joined)
        joined += line if is_wrapped else f"\n{line}"
    return joined


def _goes_on(whole: _Grid, told: dict[str, Any], page: int) -> bool:
    """Whether the first table of a page is the rest of the last one before: its columns begin and end where those do.

    Where all rows of a page have cells merged alike, some columns are not seen there.
    """
    edges = told["edges"]
    ends = ((edges[0], whole.edges[0]), (edges[-1], whole.edges[-1]))
    return (
        page == whole.last_page + 1
        and all(abs(one - other) <= _NEAR for one, other in ends)
        and all(min(abs(edge - other) for other in whole.edges) <= _NEAR for edge in edges)
    )


def _add(whole: _Grid, told: dict[str, Any], page: int) -> None:
    """Puts rows down, each cell in the column that begins where it does."""
    below, width = len(whole.rows), len(whole.edges) - 1
    places = [min(range(width), key=lambda place: abs(whole.edges[place] - edge)) for edge in told["edges"][:-1]]
    ends = [*places[1:], width]
    for cells in told["rows"]:
        row: list[str | None] = [None] * width
        for place, cell in zip(places, cells, strict=True):
            row[place] = _plain(cell) if cell else None
        whole.rows.append(row)
    whole.spans += [
        Span(top + below, places[left], bottom + below, ends[right] - 1) for top, left, bottom, right in told["spans"]
    ]
    whole.last_page = page
