"""What can be wrong with a release, or with asking for one."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotFound


class AlreadyReleased(InvalidValue):
    """A version of this day was released with other contents; what was released is never edited."""

    code = "rulebook-already-released"


class ReleasedTooLate(InvalidValue):
    """A new version would hold from a day that has passed, or before one that was released."""

    code = "rulebook-released-too-late"


class NoReleaseInForce(NotFound):
    """No released version of a book holds on a day in a place."""

    code = "no-release-in-force"
