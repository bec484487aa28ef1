"""Who types a command that decides something: the name given with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingce.doors.cli.errors import NobodyDecided, NotTwoPeople
from qingce.pure.kernel.text import clean

if TYPE_CHECKING:
    from qingce.shared.parties.queries import Operator

LONGEST_NAME = 100
TOGETHER = " + "  # as the signatures of two people are kept


def deciding(name: str) -> Operator:
    """Whoever types a command, under a name that fits.

    Raises: NobodyDecided.
    """
    from qingce.shared.parties.queries import operator

    if not clean(name) or len(clean(name)) > LONGEST_NAME:
        raise NobodyDecided(LONGEST_NAME)
    return operator(name)


def deciding_together(name: str, second: str) -> Operator:
    """Two people who hide or restore something public by a command; both names are shown.

    Raises: NobodyDecided; NotTwoPeople: both names are the same.
    """
    from qingce.shared.parties.queries import operator

    names = [clean(each) for each in (name, second)]
    if not all(names) or len(TOGETHER.join(names)) > LONGEST_NAME:
        raise NobodyDecided(LONGEST_NAME)
    if names[0].casefold() == names[1].casefold():
        raise NotTwoPeople(names[0])
    return operator(TOGETHER.join(names))
