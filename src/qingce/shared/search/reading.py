"""Reading rows past any that cannot be read, so that one of them does not hold up the index for ever."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Generic, TypeVar

from qingce.shared.search.registry import Document, Indexed

BATCH = 500  # documents that are made into something at once
MOST_UNREADABLE = 100  # in one range; where more fail, it is hardly the rows

T = TypeVar("T")
logger = logging.getLogger(__name__)


class Rows(Generic[T]):
    """The rows of a kind, made into something, many at once; `unreadable` names those for which that failed."""

    def __init__(self, indexed: Indexed, convert: Callable[[Sequence[Document]], Sequence[T]]) -> None:
        self.unreadable: list[int] = []
        self._indexed = indexed
        self._convert = convert
        self._given: set[int] = set()
        self._left_out = 0

    def between(self, first: int, last: int) -> Iterator[T]:
        """What the rows with first <= id <= last are made into; read one range to its end before the next.

        After an error the range is read in halves, down to single rows. A row that fails twice is left out and
        logged by its id; the database may have failed by chance, or for every row: then the error is raised.
        """
        self._given.clear()
        self._left_out = 0
        yield from self._read(first, last)

    def _read(self, first: int, last: int) -> Iterator[T]:
        try:
            documents = iter(self._indexed.documents(first, last))
            while batch := list(islice(documents, BATCH)):
                fresh = {each.id: each for each in reversed(batch) if each.id not in self._given}
                values = self._convert([each for each in batch if fresh.get(each.id) is each])
                self._given.update(fresh)
                yield from values
        except Exception as error:  # noqa: BLE001  # whatever a row makes the database's adapter raise
            failure = error
        else:
            return
        if first == last:
            yield from self._read_again(first, failure)
            return
        middle = (first + last) // 2
        yield from self._read(first, middle)
        yield from self._read(middle + 1, last)

    def _read_again(self, number: int, failure: Exception) -> Iterator[T]:
        try:
            # The same queries without any row, as ids are above 0: if they fail too, it is not this row.
            list(self._indexed.documents(0, 0))
        except Exception:  # noqa: BLE001  # the first error says more than this one
            raise failure from None
        try:
            values = self._convert(list(self._indexed.documents(number, number)))
        except Exception as error:  # noqa: BLE001  # as in _read
            self._leave_out(number, error)
        else:
            yield from values

    def _leave_out(self, number: int, error: Exception) -> None:
        if self._left_out == MOST_UNREADABLE:
            raise error
        self._left_out += 1
        self.unreadable.append(number)
        # Class and place only: a message could quote what the row says.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        logger.error(
            "%s %s cannot be read and is left out of the index: %s at %s:%s",
            self._indexed.kind, number, type(error).__qualname__, frame.filename, frame.lineno,
        )  # fmt: skip
