"""The machine of a batch: which step leads from where to where, and who takes it.

A batch is written by one UPDATE that asks for the state in which the step begins (`steps.take_step`): most steps are
the worker's, several a second, and what a person does to a batch is journaled by the room that has it done. One that
is brought by a command begins as running.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.pure.workflow.machine import Machine, Transition
from qingce.shared.intake.enums import BatchState, BatchStep
from qingce.shared.intake.models import Batch
from qingce.shared.ledger.registry import PARTIES, Stateful

_PERSON, _PLATFORM = ("person",), ("platform",)

MACHINE = Machine(
    "batch",
    BatchState.RECEIVED,
    (
        Transition(BatchState.RECEIVED, BatchStep.INSPECT, BatchState.MAPPING, _PLATFORM),
        Transition(BatchState.RECEIVED, BatchStep.REFUSE, BatchState.REFUSED, _PLATFORM),
        Transition(BatchState.RECEIVED, BatchStep.DISCARD, BatchState.DISCARDED, _PERSON),
        Transition(BatchState.REFUSED, BatchStep.DISCARD, BatchState.DISCARDED, _PERSON),
        Transition(BatchState.MAPPING, BatchStep.MAP, BatchState.TRYING, _PERSON),
        Transition(BatchState.MAPPING, BatchStep.DISCARD, BatchState.DISCARDED, _PERSON),
        Transition(BatchState.TRYING, BatchStep.MAP, BatchState.TRYING, _PERSON),
        Transition(BatchState.TRYING, BatchStep.TRY, BatchState.TRIED, _PLATFORM),
        Transition(BatchState.TRYING, BatchStep.FAIL_TRIAL, BatchState.MAPPING, _PLATFORM),
        Transition(BatchState.TRYING, BatchStep.DISCARD, BatchState.DISCARDED, _PERSON),
        Transition(BatchState.TRIED, BatchStep.MAP, BatchState.TRYING, _PERSON),
        Transition(BatchState.TRIED, BatchStep.QUEUE, BatchState.QUEUED, _PERSON),
        Transition(BatchState.TRIED, BatchStep.DISCARD, BatchState.DISCARDED, _PERSON),
        Transition(BatchState.QUEUED, BatchStep.RUN, BatchState.RUNNING, _PLATFORM),
        Transition(BatchState.QUEUED, BatchStep.STOP, BatchState.STOPPED, (*_PERSON, *_PLATFORM)),
        Transition(BatchState.QUEUED, BatchStep.DISCARD, BatchState.DISCARDED, _PERSON),
        Transition(BatchState.RUNNING, BatchStep.RUN, BatchState.RUNNING, _PLATFORM),
        Transition(BatchState.RUNNING, BatchStep.STOP, BatchState.STOPPED, (*_PERSON, *_PLATFORM)),
        Transition(BatchState.RUNNING, BatchStep.FINISH, BatchState.DONE, _PLATFORM),
        Transition(BatchState.STOPPED, BatchStep.QUEUE, BatchState.QUEUED, _PERSON),
        Transition(BatchState.STOPPED, BatchStep.RUN, BatchState.RUNNING, _PLATFORM),
        Transition(BatchState.STOPPED, BatchStep.DISCARD, BatchState.DISCARDED, _PERSON),
        Transition(BatchState.DONE, BatchStep.UNDO, BatchState.UNDOING, _PERSON),
        Transition(BatchState.UNDOING, BatchStep.END_UNDO, BatchState.UNDONE, _PLATFORM),
    ),
    frozenset({BatchState.UNDONE, BatchState.DISCARDED}),
)

BATCHES = Stateful(
    machine=MACHINE,
    model=Batch,
    kind="import",
    title=_("Import of a file"),
    states=dict(BatchState.choices),
    parties={"person": _("Whoever imports"), "platform": PARTIES["platform"]},
    labels=dict(BatchStep.choices),
)


def is_step_open(state: BatchState, step: BatchStep) -> bool:
    """Whether a step begins in a state."""
    return state in MACHINE.sources(step)
