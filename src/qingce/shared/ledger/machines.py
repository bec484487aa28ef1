"""Which rows follow which machine; rooms register theirs in their `AppConfig.ready`, and the docs list them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from qingce.pure.workflow.errors import MachineWrong, StepNotOpen, StepOfAnother
from qingce.pure.workflow.machine import TIME, Machine
from qingce.shared.ledger.labels import label_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Row = TypeVar("Row", bound=Model)
# What the system does by itself, and what it does because a moment has come.
PARTIES: Mapping[str, StrOrPromise] = {"platform": _("The platform itself"), TIME: _("The clock")}


@dataclass(frozen=True)
class Guard(Generic[Row]):
    """A condition that a step has besides its state.

    Args: title: what must hold, for the docs. check: raises what is missing; sees the row with the step's columns
        set, still in its former state.
    """

    title: StrOrPromise
    check: Callable[[Row, datetime], None]


@dataclass(frozen=True)
class Term(Generic[Row]):
    """A term that begins with a step.

    Args: column: where its end is stored. end: when it ends, by the row and the moment of the step; None: not known.
    """

    title: StrOrPromise
    column: str
    end: Callable[[Row, datetime], date | datetime | None]


@dataclass(frozen=True)
class Touched:
    """What a step of a row touches besides the row.

    Args: changes: kinds and numbers that followers of the feed read again; empty: the row itself. organisation:
        whose journal shows it. concerned: a person whom it touches, where somebody else takes the step.
        public: kind and number of what the public act is about; None: the row itself.
    """

    changes: tuple[tuple[str, int], ...] = ()
    organisation: int | None = None
    concerned: int | None = None
    public: tuple[str, int] | None = None


@dataclass(frozen=True)
class Stateful(Generic[Row]):
    """A table whose rows follow a machine.

    Args:
        kind: what a row is called in the feed, the journal and the ledger.
        title: what people call the machine.
        states: each state of the machine, and what people call it.
        parties: whoever takes a step, and what people call them.
        acts: step → act of the private journal, where that has another name than the step.
        labels: step → what people call it, where that is not what the journal calls its act.
        guards, terms: by the names that the machine's table has them under.
        touches: what a step of a row touches; by default the row alone.
        not_open: the room's own error for a step that the row's state does not allow.
        of_another: its own error for a step of another party, by the row and the step.
        column: where the state is stored.
    """

    machine: Machine
    model: type[Row]
    kind: str
    title: StrOrPromise
    states: Mapping[str, StrOrPromise]
    parties: Mapping[str, StrOrPromise]
    acts: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, StrOrPromise] = field(default_factory=dict)
    guards: Mapping[str, Guard[Row]] = field(default_factory=dict)
    terms: Mapping[str, Term[Row]] = field(default_factory=dict)
    touches: Callable[[Row], Touched] = lambda _row: Touched()
    not_open: Callable[[Row], StepNotOpen] | None = None
    of_another: Callable[[Row, str], StepOfAnother] | None = None
    column: str = "state"

    def act_of(self, action: str) -> str:
        """The act of the private journal that a step is noted as."""
        return self.acts.get(action, action)

    def label(self, action: str) -> StrOrPromise:
        """What people call a step.

        Raises: UnknownAct.
        """
        return self.labels[action] if action in self.labels else label_of(self.act_of(action))

    def state_of(self, row: Row) -> str:
        """In which state a row is."""
        return str(getattr(row, self.column))

    def check(self) -> None:
        """Whether all that the machine's table names is given, and nothing else.

        Raises: MachineWrong.
        """
        rows = self.machine.transitions
        named = {
            "states": (self.machine.states, self.states),
            "parties": (set(self.machine.parties) - set(PARTIES), set(self.parties) - set(PARTIES)),
            "guards": ({each.guard for each in rows if each.guard}, self.guards),
            "terms": ({each.deadline for each in rows if each.deadline}, self.terms),
        }
        for what, (asked, given) in named.items():
            if set(asked) != set(given):
                raise MachineWrong(f"{self.machine.name}: {what} are {sorted(asked)}; given were {sorted(given)}")


_machines: dict[str, Stateful[Any]] = {}


def register_machine(stateful: Stateful[Any]) -> None:
    """Makes a machine known.

    Raises: MachineWrong: its table names what is not given, or the other way round.
    """
    stateful.check()
    _machines[stateful.machine.name] = stateful


def machines() -> list[Stateful[Any]]:
    """Every machine, by name."""
    return [_machines[name] for name in sorted(_machines)]
