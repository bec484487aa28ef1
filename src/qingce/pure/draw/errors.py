"""What can be wrong with a draw."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue


class DrawTooLarge(InvalidValue):
    """More are to be chosen than there are."""

    code = "draw-too-large"


class SourceUnreadable(InvalidValue):
    """What a source of randomness said is no number."""

    code = "draw-source-unreadable"
