"""Answers that leave piece by piece, outside of the turns in which pages are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.http.response import HttpResponseBase

from qingce.doors.web.transfer.moving import Pace


class Leaving:
    """The pieces of an answer as the server takes them: the next one when the client has read enough.

    Args: at_end: called once, however it ends.
    """

    def __init__(self, response: HttpResponseBase, pace: Pace, at_end: Callable[[], None]) -> None:
        self._response, self._pace, self._at_end = response, pace, at_end
        pieces: Iterable[bytes] = response
        self._pieces = iter(pieces)
        self._is_open = True
        self._last = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        self._pace.note(self._last)
        piece = next(self._pieces)
        self._last = len(piece)
        return piece

    def close(self) -> None:
        """Lets go of what the answer holds."""
        if self._is_open:
            self._is_open = False
            try:
                self._response.close()
            finally:
                self._at_end()
