"""What of a sheet is its table: titles above, headers of several rows, and what the rows below are not.

A sheet that begins with a plain header in its first row is read as it is: everything here needs evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from qingce.pure.kernel.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HEAD_ROWS = 40  # a title, its notes and a header end before that
_MOST_HEADER_ROWS = 3
_LONGEST_HEADING = 80
_NEVER_A_HEADING = re.compile(
    r"[\d\s.,，%￥¥/\-:：年月日]*\d[\d\s.,，%￥¥/\-:：年月日]*|[0-9A-HJ-NP-RTUWXY]{18}|#\S+!?"
)
_LABELLED = re.compile(r"[^：:]{1,16}[：:]|[（(]?单位\s*[：:]|第.{1,4}页|共.{1,6}页")
_CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef（）]"
_BREAK_IN_WORD = re.compile(rf"(?<={_CJK})\s*\n\s*(?={_CJK})")


class LeftOutCause(TextChoices):
    """Why a row of a sheet is no row of its table."""

    TITLE = "title", _("Above the table")
    HEADER = "header", _("Header once more")
    TOTAL = "total", _("Total")
    NOTE = "note", _("Note")
    BLANK = "blank", _("Numbered, but empty")
    PICTURE = "picture", _("A page that is a picture")  # row 0: which page, its text says


@dataclass(frozen=True)
class LeftOut:
    """A row that was left out: its number in the file, why, and its text."""

    row: int
    cause: LeftOutCause
    text: str


@dataclass(frozen=True)
class Span:
    """Merged cells: first and last row and column, counted from 0, the last included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Layout:
    """Where the table of a sheet begins.

    Args:
        names: of the columns; empty where the header says nothing.
        headings: the rows of the header as written, to know them when they come again.
        first_row: number of the first row below the header, the first row of the sheet being 1.
        title: text above the table, line by line; it often names issuer and year.
    """

    names: tuple[str, ...]
    headings: tuple[tuple[str | None, ...], ...]
    first_row: int
    title: str = ""
    left_out: tuple[LeftOut, ...] = field(default=())


def find_layout(head: Sequence[Sequence[str | None]], spans: Iterable[Span] = ()) -> Layout | None:
    """Where the table begins, told from the first rows of a sheet.

    Names of several header rows: the lowest one alone if no other column ends with it, else with those above it,
    separated by a space.

    Args: head: the first rows (`HEAD_ROWS` are enough), null for empty cells. spans: merged cells.
    Returns: None: no row holds anything.
    """
    filled = [_filled(cells) for cells in head]
    first = next((place for place, cells in enumerate(filled) if cells), None)
    if first is None:
        return None
    start = _header_row(head, filled, first)
    merged = [span for span in spans if span.top >= start]
    depth = _depth(head[start : start + _MOST_HEADER_ROWS], [_moved(span, start) for span in merged])
    width = max(map(len, head[start : start + depth]))
    headings = tuple(_padded(cells, width) for cells in head[start : start + depth])
    above = [(place + 1, filled[place]) for place in range(first, start) if filled[place]]
    return Layout(
        names=_names(headings, [_moved(span, start) for span in merged]),
        headings=headings,
        first_row=start + depth + 1,
        title="\n".join(" ".join(dict.fromkeys(cells.values())) for _, cells in above),
        left_out=tuple(left_out(row, LeftOutCause.TITLE, cells.values()) for row, cells in above),
    )


def left_out(row: int, cause: LeftOutCause, cells: Iterable[str | None]) -> LeftOut:
    """A row that is left out, with its texts."""
    return LeftOut(row, cause, " ".join(cell for cell in cells if cell)[:500])


def heading(text: str) -> str:
    """A heading in one line: a break inside a Chinese word is none, others are spaces."""
    return " ".join(_BREAK_IN_WORD.sub("", clean(text)).split())


def _filled(cells: Sequence[str | None]) -> dict[int, str]:
    return {place: text for place, cell in enumerate(cells) if cell and (text := clean(cell))}


def _padded(cells: Sequence[str | None], width: int) -> tuple[str | None, ...]:
    return (*(cell if cell and clean(cell) else None for cell in cells), *[None] * (width - len(cells)))


def _header_row(head: Sequence[Sequence[str | None]], filled: Sequence[dict[int, str]], first: int) -> int:
    """The place of the header: the first row, unless it reads like a title and a later one like a header."""
    widest = max(map(len, filled))
    for place in range(first, len(head)):
        cells = filled[place]
        if not cells or _is_above(cells, widest):
            continue
        return place if place == first or (len(cells) > 1 and _is_heading(cells.values())) else first
    return first


def _is_above(cells: dict[int, str], widest: int) -> bool:
    """Whether a row says something about the whole table: one text, or a few labelled ones (填报单位：…)."""
    if widest == 1:
        return False
    if len(set(cells.values())) == 1:
        return True
    return len(cells) <= max(widest // 2, 1) and any(map(_LABELLED.match, cells.values()))


def _is_heading(texts: Iterable[str]) -> bool:
    told = list(texts)
    return all(len(text) <= _LONGEST_HEADING and not _NEVER_A_HEADING.fullmatch(text) for text in told)


def _moved(span: Span, rows: int) -> Span:
    return Span(span.top - rows, span.left, span.bottom - rows, span.right)


def _depth(rows: Sequence[Sequence[str | None]], spans: Sequence[Span]) -> int:
    """How many rows the header has, from its merged cells or from the gaps that these leave in other formats."""
    deepest = _merged_depth(rows, spans)
    if deepest == 1 and len(rows) > 1 and _repeats_groups(rows[0], rows[1]):
        deepest = 2
    while deepest < min(len(rows), _MOST_HEADER_ROWS) and _has_groups(_lowest(rows[:deepest]), rows[deepest]):
        deepest += 1
    below = [_filled(cells) for cells in rows[1:deepest]]
    return len(below) + 1 if all(cells and _is_heading(cells.values()) for cells in below) else 1


def _merged_depth(rows: Sequence[Sequence[str | None]], spans: Sequence[Span]) -> int:
    tall = [span.bottom + 1 for span in spans if span.top == 0 and 0 < span.bottom < _MOST_HEADER_ROWS]
    wide = {
        place for span in spans if span.top == 0 for place in range(span.left, span.right + 1) if span.right > span.left
    }
    if wide and not tall and len(rows) > 1:
        # A heading over two columns without headings of their own: what stands below it is data.
        return 2 if set(_filled(rows[1])) <= wide else 1
    return max([1, *tall])


def _repeats_groups(upper: Sequence[str | None], lower: Sequence[str | None]) -> bool:
    """Whether merged cells were written out, each text in all cells it covered: names differ below equal ones only."""
    top, below = _filled(upper), _filled(lower)
    times = Counter(top.values())
    single = [place for place, text in top.items() if times[text] == 1]
    return bool(
        single and len(single) < len(top) and any(place in below for place in single)
        and all(below.get(place, top[place]) == top[place] for place in single)
        and all(place in below for place in top if place not in single)
    )  # fmt: skip


def _lowest(rows: Sequence[Sequence[str | None]]) -> list[str | None]:
    """The lowest heading of each column so far."""
    width = max(map(len, rows))
    columns = zip(*(_padded(cells, width) for cells in rows), strict=True)
    return [next((cell for cell in reversed(column) if cell), None) for column in columns]


def _has_groups(upper: Sequence[str | None], lower: Sequence[str | None]) -> bool:
    """Whether a row of a header stands under another: it fills what groups leave open, and nothing else."""
    width = max(len(upper), len(lower))
    top, below = _filled(upper), _filled(lower)
    starts = [*sorted(top), width]
    groups = [range(start, end) for start, end in pairwise(starts)]
    wide = [group for group in groups if len(group) > 1 and any(place in below for place in group)]
    single = [group for group in groups if not any(place in below for place in group)]
    return bool(
        wide and single and len(wide) + len(single) == len(groups)
        and all(all(place in below for place in group) for group in wide)
        and all(len(group) == 1 for group in single) and min(top, default=0) <= min(below)
    )  # fmt: skip


def _names(headings: Sequence[tuple[str | None, ...]], spans: Sequence[Span]) -> tuple[str, ...]:
    chains = _chains(headings, spans)
    leaves = [chain[-1] if chain else "" for chain in chains]
    times = Counter(leaves)
    return tuple(
        " ".join(chain) if times[leaf] > 1 and leaf else leaf for chain, leaf in zip(chains, leaves, strict=True)
    )


def _chains(headings: Sequence[tuple[str | None, ...]], spans: Sequence[Span]) -> list[list[str]]:
    """The headings above one another, by column; a text over several columns belongs to each of them."""
    merged = [span for span in spans if span.top < len(headings)]
    levels = [_spread(cells, level, merged) for level, cells in enumerate(headings[:-1])]
    return [
        list(dict.fromkeys(text for cell in column if (text := heading(cell or ""))))
        for column in zip(*levels, headings[-1], strict=True)
    ]


def _spread(cells: tuple[str | None, ...], level: int, spans: Sequence[Span]) -> list[str | None]:
    """A row of the header with each text in all columns that it stands over; without merged cells, up to the next."""
    spread = list(cells)
    for span in spans:
        if span.top == level:
            for place in range(span.left, min(span.right + 1, len(spread))):
                spread[place] = cells[span.left]
    for place in range(1, len(spread) if not spans else 0):
        spread[place] = spread[place] or spread[place - 1]
    return spread
