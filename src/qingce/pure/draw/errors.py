"""What can be wrong with a draw."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue


class DrawTooLarge(InvalidValue):
    """More are to be chosen than there are."""

    code = "draw-too-large"


class SourceUnreadable(InvalidValue):
    """What a source of randomness said is no number."""

    code = "draw-source-unreadable"


class PoolWrong(InvalidValue):
    """The pool is empty, too large, or names one twice."""

    code = "draw-pool-wrong"


class NotPublicNumber(InvalidValue):
    """What stands in a pool is no public number: a name, or a number that tells who somebody is."""

    code = "draw-not-public-number"


class ExclusionWrong(InvalidValue):
    """Somebody is excluded who is not in the pool, twice, or for a reason that does not exist."""

    code = "draw-exclusion-wrong"


class CountMissing(InvalidValue):
    """How many are to be drawn is not said."""

    code = "draw-count-missing"


class DrawTextWrong(InvalidValue):
    """A text that is announced is missing or too long."""

    code = "draw-text-wrong"


class SourceWrong(InvalidValue):
    """How a source of randomness is announced contradicts itself."""

    code = "draw-source-wrong"


class ValueUnfit(InvalidValue):
    """The value is not one that the announced source can give."""

    code = "draw-value-unfit"


class NobodyLeft(InvalidValue):
    """Everybody who could be drawn has been."""

    code = "draw-nobody-left"


class DrawUnreadable(InvalidValue):
    """What should say how a draw was held does not have its form."""

    code = "draw-unreadable"
