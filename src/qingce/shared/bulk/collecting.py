"""Work on millions of small things without Python's search for cycles, which looks at all of them again and again."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def uncollected() -> Iterator[None]:
    """Cycles are not looked for meanwhile, but once at the end among what is new and left.

    Columns of rows hold no cycles, so what a piece made is freed without that; to be used for one piece at a time, so
    that what other work of the process leaves behind does not wait for long. Within another one it does nothing.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect(1)
