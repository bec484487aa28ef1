"""What can go wrong with a draw here."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotFound


class DrawNotFound(NotFound):
    """There is no draw of this number."""

    code = "draw-not-found"


class OccasionTaken(InvalidValue):
    """There is a draw for this occasion already, which was not declared void."""

    code = "draw-occasion-taken"


class PredecessorNotVoid(InvalidValue):
    """The draw that this one is to follow still stands, or has a successor."""

    code = "draw-predecessor-not-void"


class DueTooSoon(InvalidValue):
    """A value could be known before the draw is in the published ledger."""

    code = "draw-due-too-soon"


class ValueTooEarly(InvalidValue):
    """The announced moment has not come."""

    code = "draw-value-too-early"


class NotFrozenInTime(InvalidValue):
    """No checkpoint shows that the draw was frozen before its value could be known."""

    code = "draw-not-frozen-in-time"


class NotDrawn(InvalidValue):
    """Who is to be replaced is not among those drawn."""

    code = "draw-not-drawn"


class DrawReasonMissing(InvalidValue):
    """A public reason is missing, or too long."""

    code = "draw-reason-missing"


class DrawAltered(InvalidValue):
    """The rows of a draw are not what the ledger froze."""

    code = "draw-altered"
