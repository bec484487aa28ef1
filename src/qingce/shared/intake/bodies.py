"""What below a header is a row of its table: not the header once more, nor totals, nor notes."""

from __future__ import annotations

import re
from functools import reduce
from itertools import pairwise, zip_longest
from operator import or_
from typing import TYPE_CHECKING

import polars as pl

from qingce.shared.intake.layouts import LeftOut, LeftOutCause, left_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingce.shared.intake.layouts import Layout

MOST_TOLD = 1000
_WIDTH_WITH_NOTES = 3
# Read by the column engine: no look-around.
_TOTAL = (
    r"^[\s　]*(?:本页|本表|本市|本省|全市|全省|全区|全县|全国|以上|累计|年度)?[\s　]*(?:合|小|总|共|累)[\s　]*[计數数]"
    r"[\s　]*[:：]?[\s　]*$|^(?i:\s*(?:sub|grand )?total\s*:?\s*)$"
)
_NOTE = (
    r"^[\s　]*(?:\*|※|[（(【\[]?(?:注|附注|备注|说明|注释|填表说明|数据来源|资料来源)[】\]]?[\s　]*\d*[:：、.．)）])"
)
_SIGNED = (
    r"^[\s　]*(?:填表|填报|制表|审核|复核|审批|经办|统计|单位|联系|报出|负责)[\s　]*"
    r"(?:人|单位|日期|时间|负责人|电话|方式)[\s　]*(?:签[字章名])?[\s　]*[（(]?[^:：]{0,8}[:：]"
)
_NUMBER_HEADINGS = re.compile(r"序号|编号|次序|no\.?|#", re.IGNORECASE)


class Body:
    """Rows below a header, part by part: what is no row is left out, and told up to `MOST_TOLD` rows."""

    def __init__(self, layout: Layout, columns: Sequence[str]) -> None:
        self._columns = tuple(columns)
        self._number = self._columns[0] if _NUMBER_HEADINGS.fullmatch(self._columns[0]) else ""
        self._headings = layout.headings
        self._titles = set(layout.title.split("\n")) - {""}
        self._in_notes = False
        self.left_out: list[LeftOut] = list(layout.left_out)

    def kept(self, frame: pl.DataFrame, number: str) -> pl.DataFrame:
        """The rows of the table among these; empty ones are dropped without a word.

        Args: number: the column with the numbers of the rows.
        """
        texts = [pl.col(name).is_not_null() for name in self._columns]
        filled = frame.select(pl.sum_horizontal(texts).alias("filled"))["filled"]
        frame = frame.filter(filled > 0)
        causes = self._causes(frame, filled.filter(filled > 0))
        if causes.null_count() == causes.len():
            return frame
        for cause, *cells in zip(causes, frame[number], *(frame[name] for name in self._columns), strict=True):
            if cause and len(self.left_out) < MOST_TOLD:
                self.left_out.append(left_out(cells[0], LeftOutCause(cause), cells[1:]))
        return frame.filter(causes.is_null())

    def _causes(self, frame: pl.DataFrame, filled: pl.Series) -> pl.Series:
        """Why each row is no row of the table; null: it is one."""
        first = pl.coalesce(self._columns)
        told = frame.select(
            pl.when(self._is_header()).then(pl.lit(LeftOutCause.HEADER.value))
            .when(first.str.contains(_TOTAL)).then(pl.lit(LeftOutCause.TOTAL.value))
            .when(self._is_only_numbered(filled)).then(pl.lit(LeftOutCause.BLANK.value))
            .when(self._is_note(first, filled)).then(pl.lit(LeftOutCause.NOTE.value))
            .alias("cause")
        )["cause"]  # fmt: skip
        return self._with_neighbours(told, filled, frame) if len(self._columns) >= _WIDTH_WITH_NOTES else told

    def _is_header(self) -> pl.Expr:
        """The header once more, as each page of a printed table has it: all its texts, and nothing else."""
        rows = [self._is_row(cells, above) for above, cells in pairwise([(), *self._headings])]
        return reduce(or_, rows, pl.lit(False)).fill_null(False)

    def _is_row(self, cells: Sequence[str | None], above: Sequence[str | None]) -> pl.Expr:
        """Whether a row is this row of the header; a cell that only goes on from above it may be empty."""
        same = []
        own = 0
        for name, text, upper in zip_longest(self._columns, cells, above):
            cell = pl.col(name).str.replace_all(r"\s", "")
            is_text = (cell == "".join(text.split())) if text else cell.is_null()
            is_own = bool(text) and text != upper
            own += is_own
            same.append(is_text.fill_null(False) if is_own else is_text | cell.is_null())
        return pl.all_horizontal(same) if own >= min(2, len(self._columns)) else pl.lit(False)

    def _is_only_numbered(self, filled: pl.Series) -> pl.Expr:
        if not self._number or len(self._columns) == 1:
            return pl.lit(False)
        return pl.lit(filled == 1) & pl.col(self._number).str.contains(r"^\d+$").fill_null(False)

    def _is_note(self, first: pl.Expr, filled: pl.Series) -> pl.Expr:
        few = pl.lit(filled <= max(1, len(self._columns) // 2))
        is_note = (few & first.str.contains(_NOTE)) | first.str.contains(_SIGNED)
        return is_note if len(self._columns) >= _WIDTH_WITH_NOTES else pl.lit(False)

    def _with_neighbours(self, causes: pl.Series, filled: pl.Series, frame: pl.DataFrame) -> pl.Series:
        """Also what belongs to a note above it (its further lines), and titles above a header that comes again."""
        if not self._in_notes and causes.null_count() == causes.len():
            return causes
        told: list[str | None] = causes.to_list()
        single = (filled == 1).to_list()
        for place, cause in enumerate(told):
            if cause is None and self._in_notes and single[place]:
                told[place] = LeftOutCause.NOTE.value
            self._in_notes = told[place] == LeftOutCause.NOTE.value
            above = place - 1
            while (
                cause == LeftOutCause.HEADER.value
                and above >= 0
                and told[above] is None
                and self._is_title(single[above], frame, above)
            ):
                told[above] = LeftOutCause.TITLE.value
                above -= 1
        return pl.Series("cause", told, dtype=pl.String)

    def _is_title(self, is_single: bool, frame: pl.DataFrame, place: int) -> bool:
        cells = [cell for cell in frame.row(place)[1:] if cell]
        return is_single or " ".join(dict.fromkeys(cells)) in self._titles
