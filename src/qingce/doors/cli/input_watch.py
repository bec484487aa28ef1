"""A child that ends with its parent, even one that was killed: the parent holds the other end of its input."""

from __future__ import annotations

import os
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def when_input_ends(act: Callable[[], None]) -> None:
    """Call a function, from another thread, once standard input is closed.

    It reads the descriptor, not `sys.stdin`, whose lock a forked child would inherit locked and wait for.
    """

    def watch() -> None:
        while os.read(0, 1):
            pass
        act()

    Thread(target=watch, name="input", daemon=True).start()
