"""Rows as CSV files whose columns are named as ours."""

from __future__ import annotations

import csv
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import lru_cache
from io import StringIO
from multiprocessing import get_context
from pathlib import Path

from qingce.domain.records.synthetic.pieces import PIECE, Pieces, Plan
from qingce.domain.records.synthetic.rows import COLUMNS

Progress = Callable[[int, int], None]
_WORTH_PROCESSES = 20  # pieces; starting a process costs as much as some of them


def write_files(
    plan: Plan, path: Path, *, rows_per_file: int = 0, progress: Progress = lambda _done, _total: None
) -> Iterator[Path]:
    """Writes the rows of a plan; the same bytes for the same plan.

    Args: path: of the file; of several files `-001` and so on stands before the ending. rows_per_file: 0: all in one.
        progress: told rows done and rows in all.
    Returns: each file as soon as it is written.
    """
    most, done = rows_per_file or plan.records, 0
    texts, left_over = _texts(plan), ""
    for number in range(-(-plan.records // most)):
        file_path = path if most >= plan.records else path.with_stem(f"{path.stem}-{number + 1:03}")
        end = min(done + most, plan.records)
        with file_path.open("w", encoding="utf-8", newline="") as file:
            file.write(",".join(COLUMNS) + "\n")
            while done < end:
                text = left_over or next(texts)
                rows = min(_rows_in(text, done), end - done)
                text, left_over = _cut(text, rows, done)
                file.write(text)
                done += rows
                progress(done, plan.records)
        yield file_path


def _rows_in(text: str, done: int) -> int:
    """Rows of a piece of which `done % PIECE` went into the file before; the last piece may hold fewer."""
    return PIECE - done % PIECE if text else 0


def _cut(text: str, rows: int, done: int) -> tuple[str, str]:
    if rows == PIECE - done % PIECE:
        return text, ""
    lines = text.splitlines(keepends=True)  # no cell holds a line's end
    return "".join(lines[:rows]), "".join(lines[rows:])


def _texts(plan: Plan) -> Iterator[str]:
    """The pieces in order, made by as many processes as there are processors; a few wait to be written."""
    count, processes = -(-plan.records // PIECE), os.cpu_count() or 1
    if count < _WORTH_PROCESSES or processes == 1:
        yield from (_text(plan, number) for number in range(count))
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[str]] = deque()
        for number in range(count):
            waiting.append(pool.submit(_text, plan, number))
            if len(waiting) > 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _text(plan: Plan, number: int) -> str:
    """A piece as lines of CSV."""
    columns = list(_pieces(plan).columns(number).values())
    text = "\n".join(map(",".join, zip(*columns, strict=True))) + "\n"
    count = len(columns[0])
    if text.count(",") == count * (len(columns) - 1) and text.count("\n") == count and '"' not in text:
        return text
    file = StringIO()  # a word of the tables asks for quotes
    csv.writer(file, lineterminator="\n").writerows(zip(*columns, strict=True))
    return file.getvalue()


@lru_cache(maxsize=1)
def _pieces(plan: Plan) -> Pieces:
    return Pieces(plan)
