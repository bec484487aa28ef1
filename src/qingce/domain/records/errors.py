"""What can go wrong in reading records and taking steps."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotFound
from qingce.pure.workflow.errors import StepNotOpen


class RecordNotFound(NotFound):
    """No record has this number."""

    code = "record-not-found"


class WrongState(InvalidValue, StepNotOpen):
    """The record is already in that state."""

    code = "wrong-state"


class AlreadyAnswered(StepNotOpen):
    """A colleague answered meanwhile."""

    code = "request-answered"
