"""Who types a command that decides something: the name given with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingce.doors.cli.errors import NobodyDecided
from qingce.pure.kernel.text import clean

if TYPE_CHECKING:
    from qingce.shared.parties.queries import Operator

LONGEST_NAME = 100


def deciding(name: str) -> Operator:
    """Whoever types a command, under a name that fits.

    Raises: NobodyDecided.
    """
    from qingce.shared.parties.queries import operator

    if not clean(name) or len(clean(name)) > LONGEST_NAME:
        raise NobodyDecided(LONGEST_NAME)
    return operator(name)
