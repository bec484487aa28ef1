"""What can go wrong at a step of a machine."""

from __future__ import annotations

from qingce.pure.kernel.errors import NotAllowed, QingceError


class StepNotOpen(QingceError):
    """From the present state this step does not lead anywhere."""

    code = "step-not-open"


class StepOfAnother(NotAllowed):
    """The step belongs to another party."""

    code = "step-of-another"


class MachineWrong(Exception):
    """The table of a machine contradicts itself; our own mistake, told when it is made."""
