"""A machine: which step leads from which state to which, whose step it is, and what it sets off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from qingce.pure.workflow.errors import MachineWrong, StepNotOpen, StepOfAnother


@dataclass(frozen=True)
class Transition:
    """One row of a machine.

    Args:
        source, action, target: from which state which step leads where.
        parties: who may take it; `TIME` is the clock.
        guard: the name of a condition that must hold besides; the room that owns the machine knows it.
        deadline: the name of the term that begins in the target state.
        clause: where a source asks for it.
        public_act: under which name it goes into the public ledger; empty: it is not public.
    """

    source: str
    action: str
    target: str
    parties: tuple[str, ...]
    guard: str = ""
    deadline: str = ""
    clause: str = ""
    public_act: str = ""


TIME = "time"


@dataclass(frozen=True)
class Machine:
    """A table of transitions, checked when it is made.

    Args: ends: states from which no step leads on; none: the machine goes round.
    Raises: MachineWrong: two rows for one step, a state that nothing leads to, no way to an end.
    """

    name: str
    initial: str
    transitions: tuple[Transition, ...]
    ends: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        steps = [(each.source, each.action) for each in self.transitions]
        if twice := {step for step in steps if steps.count(step) > 1}:
            raise MachineWrong(f"{self.name}: more than one row for {sorted(twice)}")
        if lost := self.states - self._reached({self.initial}, forward=True):
            raise MachineWrong(f"{self.name}: nothing leads to {sorted(lost)}")
        if stuck := self.ends and self.states - self._reached(set(self.ends), forward=False):
            raise MachineWrong(f"{self.name}: no way from {sorted(stuck)} to an end")
        if going := {each.source for each in self.transitions} & self.ends:
            raise MachineWrong(f"{self.name}: {sorted(going)} are ends, and yet steps lead on")
        if dead := self.states - self.ends - {each.source for each in self.transitions}:
            raise MachineWrong(f"{self.name}: no step leads on from {sorted(dead)}, and they are no ends")
        if not all(each.parties for each in self.transitions):
            raise MachineWrong(f"{self.name}: a step belongs to nobody")

    @property
    def states(self) -> frozenset[str]:
        """Every state there is."""
        named = {name for each in self.transitions for name in (each.source, each.target)}
        return frozenset(named | {self.initial} | self.ends)

    @property
    def actions(self) -> tuple[str, ...]:
        """Every step there is, in the order of the table."""
        return tuple(dict.fromkeys(each.action for each in self.transitions))

    @property
    def parties(self) -> tuple[str, ...]:
        """Everybody who takes a step, in the order of the table."""
        return tuple(dict.fromkeys(party for each in self.transitions for party in each.parties))

    def step(self, state: str, action: str, party: str) -> Transition:
        """The row by which a party takes a step.

        Raises: StepNotOpen: the step does not begin in this state; StepOfAnother.
        """
        found = next((each for each in self.transitions if (each.source, each.action) == (state, action)), None)
        if found is None:
            raise StepNotOpen(
                f"“{action}” is not open while it is “{state}”; look at it again.", action=action, state=state
            )
        if party not in found.parties:
            raise StepOfAnother(f"“{action}” is a step of another party.", action=action, party=party)
        return found

    def open_to(self, state: str, party: str) -> tuple[Transition, ...]:
        """The steps that a party may take from a state, in the order of the table."""
        return tuple(each for each in self.transitions if each.source == state and party in each.parties)

    def sources(self, action: str) -> tuple[str, ...]:
        """The states in which a step begins, in the order of the table."""
        return tuple(each.source for each in self.transitions if each.action == action)

    def target(self, action: str) -> str:
        """The one state that a step leads to, in whatever state it begins; for rows that are written in bulk.

        Raises: MachineWrong: it leads to several, or there is no such step.
        """
        targets = {each.target for each in self.transitions if each.action == action}
        if len(targets) != 1:
            raise MachineWrong(f"{self.name}: {action} leads to {sorted(targets)}")
        return targets.pop()

    def _reached(self, begin: Iterable[str], *, forward: bool) -> set[str]:
        reached, fresh = set(begin), set(begin)
        while fresh:
            ways = ((each.source, each.target) if forward else (each.target, each.source) for each in self.transitions)
            fresh = {end for start, end in ways if start in fresh} - reached
            reached |= fresh
        return reached
