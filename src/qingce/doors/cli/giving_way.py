"""Long work that lets the pages have the processor first."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

NICE = 10  # a tenth of the weight of a page where both want the same processor; all of it where nothing else does
_SHARE_OF_SESSION = Path("/proc/self/autogroup")


@contextmanager
def giving_way() -> Iterator[None]:
    """What is begun inside, threads and processes too, takes what work of usual priority leaves.

    Where the system shares the processors between sessions, the leader of one lowers the share of its session as well.
    """
    before = os.getpriority(os.PRIO_PROCESS, 0)
    os.setpriority(os.PRIO_PROCESS, 0, max(before, NICE))
    if os.getsid(0) == os.getpid():
        with suppress(OSError):  # another system, or one that does not share so
            _SHARE_OF_SESSION.write_text(str(NICE), "ascii")
    try:
        yield
    finally:
        with suppress(PermissionError):  # only root may go back; a command ends here anyway
            os.setpriority(os.PRIO_PROCESS, 0, before)
