"""What this room answers: how many public records there are, by everything they are counted by; all data to take."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

from qingce.domain.statistics.datasets.asking import CURSOR, LIMIT, MOST_ROWS, USUAL_ROWS, cursor_of, read_asked
from qingce.domain.statistics.datasets.registry import DATASETS, dataset
from qingce.domain.statistics.datasets.shapes import Asked, Column, Dataset, Filter, Kind, Piece, Value
from qingce.domain.statistics.datasets.writing import FORMS, open_dataset, version_of
from qingce.domain.statistics.enums import DIMENSIONS, NOT_STATED, PLACES, UNIT, Counted, Question
from qingce.domain.statistics.errors import CellsDamaged, NotCountedYet
from qingce.domain.statistics.following import MARK, trends_folder

if TYPE_CHECKING:
    from qingce.domain.statistics.cube import Cube

__all__ = [
    "CURSOR",
    "DATASETS",
    "DIMENSIONS",
    "FORMS",
    "LIMIT",
    "MOST_ROWS",
    "NOT_STATED",
    "PLACES",
    "UNIT",
    "USUAL_ROWS",
    "Asked",
    "Column",
    "Counted",
    "Dataset",
    "Filter",
    "Kind",
    "NotCountedYet",
    "Piece",
    "Question",
    "Value",
    "count_records",
    "cursor_of",
    "dataset",
    "open_dataset",
    "read_ahead",
    "read_asked",
    "version_of",
]  # fmt: skip
_held: list[Cube] = []  # of this process; of one folder
_holding = Lock()
_whole: dict[tuple[str, tuple[str, ...]], Counted] = {}  # of all records, until something changes


def count_records(question: Question, dimensions: Collection[str] = DIMENSIONS) -> Counted:
    """How many public records fit a question, and how many with each value; no query.

    Args: dimensions: those that are counted by, beside the total.

    The first question to a process reads all files, later ones those that changed. What there
    is of all records is counted once after each change.

    Raises: NotCountedYet: nothing has been read from the database at this place, or it is being read anew.
    """
    from qingce.domain.statistics.counting import counted

    try:
        state = _cube().state()
    except CellsDamaged as error:
        _held.clear()  # it may have read half of the changes
        raise NotCountedYet from error
    if state is None:
        raise NotCountedYet
    if question != Question():
        return counted(state, question, dimensions)
    key = (state.mark.name, tuple(dimensions))
    if key not in _whole:
        _whole.clear()
        _whole[key] = counted(state, question, dimensions)
    return _whole[key]


def read_ahead() -> None:
    """Reads the files now, which the first question of a process would wait for otherwise; nothing if there are none.

    A process that answers runs it in a thread of its own as it starts: of five million records it takes seconds.
    """
    if (trends_folder() / MARK).exists():
        with suppress(NotCountedYet):
            count_records(Question())


def _cube() -> Cube:
    from qingce.domain.statistics.cube import Cube
    from qingce.domain.statistics.keeping import KeptCells

    folder = trends_folder()
    with _holding:
        if not _held or _held[0].kept.folder != folder:
            _held[:] = [Cube(KeptCells(folder))]
        return _held[0]
