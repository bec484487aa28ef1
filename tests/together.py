"""Several people at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from qingce.pure.kernel.errors import QingceError


def together(*acts: Callable[[], object]) -> list[object]:
    """What each act gave or raised (the class), all begun at one moment; needs a transactional test.

    On SQLite they go one after the other, as its one writer does.
    """
    at_once = len(acts) if connection.vendor == "postgresql" else 1
    gate = Barrier(at_once)

    def run(act: Callable[[], object]) -> object:
        gate.wait()
        try:
            return act()
        except QingceError as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(run, acts))
