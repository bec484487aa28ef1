"""What can be wrong with members, invitations to observe and costs."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotAllowed, NotFound
from qingce.pure.workflow.errors import StepNotOpen


class MemberNotFound(NotFound):
    """The alliance has no such member."""

    code = "alliance-member-not-found"


class PlaceTaken(InvalidValue):
    """A place of the alliance cannot be taken."""

    code = "alliance-place"


class NotYourPlace(NotAllowed):
    """Nobody confirms their own organisation."""

    code = "alliance-own"


class ObservationNotFound(NotFound):
    """There is no such invitation, or none that may be seen."""

    code = "observation-not-found"


class ObservationElsewhere(StepNotOpen):
    """The invitation is answered by now."""

    code = "observation-elsewhere"


class ObservationWrong(InvalidValue):
    """Nobody can be asked, or what an answer needs is missing."""

    code = "observation"


class CostWrong(InvalidValue):
    """A cost cannot be what it is said to be."""

    code = "observation-cost"
