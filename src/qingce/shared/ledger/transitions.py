"""Taking a step of a machine: locked, checked, written, noted, all in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from qingce.pure.workflow.errors import StepNotOpen, StepOfAnother
from qingce.pure.workflow.machine import TIME, Transition
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.entering import enter_act
from qingce.shared.ledger.enums import PLATFORM, Signatory
from qingce.shared.ledger.journaling import journal
from qingce.shared.ledger.machines import Row, Stateful

__all__ = ["THE_CLOCK", "THE_PLATFORM", "Taker", "Writes", "apply_transition", "check_step", "hold"]


@dataclass(frozen=True)
class Taker:
    """Who takes a step.

    Args: party: as the machine's table calls it. person: for the private journal; None: a command, or nobody.
        signatory: for the ledger; needed where the step is a public act.
    """

    party: str
    person: int | None = None
    signatory: Signatory | None = None


THE_CLOCK = Taker(TIME, signatory=PLATFORM)
THE_PLATFORM = Taker("platform", signatory=PLATFORM)


@dataclass(frozen=True)
class Writes:
    """What a step writes besides the state.

    Args: columns: of the row. detail: codes and numbers that explain it in the private journal. facts, words: what the
        public act states and commits to, where the table's row names one.
    """

    columns: Mapping[str, object] = field(default_factory=dict)
    detail: Mapping[str, str | int] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    words: Mapping[str, object] = field(default_factory=dict)


def apply_transition(
    stateful: Stateful[Row],
    row: Row | int,
    action: str,
    *,
    by: Taker,
    at: datetime,
    writes: Writes | None = None,
    on_commit: Callable[[], object] | None = None,
) -> Row:
    """Takes a step of a row: state and columns, change, journal and public act are written, or none of them.

    Args: row: one that `hold` gave, or its number. on_commit: called once all is committed: mail and notices.
    Returns: the row as it is now.
    Raises: StepNotOpen and StepOfAnother, or the room's own kinds of them; what the step's guard raises;
        DoesNotExist: no row has the number; errors of `enter_act`.
    Cost: one query each to lock, save, note the change, write the journal and enter the public act.
    """
    writes = writes or Writes()
    with transaction.atomic():
        held = hold(stateful, row) if isinstance(row, int) else _held_again(stateful, row)
        step = check_step(stateful, held, action, party=by.party)
        _save(stateful, held, step, writes, at=at)
        _note(stateful, held, step, writes, by=by, at=at)
        _enter(stateful, held, step, writes, by=by, at=at)
        if on_commit is not None:
            transaction.on_commit(on_commit)
    return held


def hold(stateful: Stateful[Row], pk: int) -> Row:
    """A row, kept as it is for everybody else until the transaction ends.

    Raises: DoesNotExist.
    """
    return QuerySet(stateful.model).select_for_update(of=("self",)).get(pk=pk)


def check_step(stateful: Stateful[Row], row: Row, action: str, *, party: str) -> Transition:
    """The row of the table by which a party takes a step now; nothing is written.

    Raises: StepNotOpen and StepOfAnother, or the room's own kinds of them.
    """
    try:
        return stateful.machine.step(stateful.state_of(row), action, party)
    except StepOfAnother as error:
        raise _of_another(stateful, row, action, party) from error
    except StepNotOpen as error:
        raise _not_open(stateful, row, action) from error


def _not_open(stateful: Stateful[Row], row: Row, action: str) -> StepNotOpen:
    if stateful.not_open is not None:
        return stateful.not_open(row)
    state = str(stateful.states[stateful.state_of(row)])
    named = str(stateful.label(action)) if action in stateful.machine.actions else action
    return StepNotOpen(
        f"“{named}” is not open while this is “{state}”; look at it again.", action=named, state=state
    )  # fmt: skip


def _of_another(stateful: Stateful[Row], row: Row, action: str, party: str) -> StepOfAnother:
    if stateful.of_another is not None:
        return stateful.of_another(row, action)
    named = str(stateful.label(action))
    return StepOfAnother(f"“{named}” is a step of another party.", action=named, party=party)


def _held_again(stateful: Stateful[Row], row: Row) -> Row:
    """A row that the caller holds; its state is read once more, so that one who does not hold it harms nothing."""
    there: QuerySet[Row] = QuerySet(stateful.model)
    states = there.select_for_update(of=("self",)).values_list(stateful.column, flat=True)
    setattr(row, stateful.column, states.get(pk=row.pk))
    return row


def _save(stateful: Stateful[Row], row: Row, step: Transition, writes: Writes, *, at: datetime) -> None:
    """Writes columns, end of the term and state; the guard sees the columns, and the former state."""
    for name, value in writes.columns.items():
        setattr(row, name, value)
    written = [*writes.columns, stateful.column]
    if step.guard:
        stateful.guards[step.guard].check(row, at)
    if step.deadline:
        term = stateful.terms[step.deadline]
        setattr(row, term.column, term.end(row, at))
        written.append(term.column)
    setattr(row, stateful.column, step.target)
    row.save(update_fields=written)


def _note(stateful: Stateful[Row], row: Row, step: Transition, writes: Writes, *, by: Taker, at: datetime) -> None:
    touched = stateful.touches(row)
    own = (stateful.kind, row.pk)
    for kind, number in touched.changes or (own,):
        note_change(kind, number, at=at)
    journal(
        stateful.act_of(step.action),
        at=at,
        by=by.person,
        concerned=touched.concerned if touched.concerned != by.person else None,
        organisation=touched.organisation,
        subject=own,
        detail=writes.detail,
    )


def _enter(stateful: Stateful[Row], row: Row, step: Transition, writes: Writes, *, by: Taker, at: datetime) -> None:
    if not step.public_act:
        if writes.facts or writes.words:
            raise TypeError(f"{stateful.machine.name}: “{step.action}” is no public act; it states nothing.")
        return
    if by.signatory is None:
        raise TypeError(f"{stateful.machine.name}: “{step.action}” is a public act; it needs a signatory.")
    subject = stateful.touches(row).public or (stateful.kind, row.pk)
    enter_act(step.public_act, at=at, by=by.signatory, subject=subject, facts=writes.facts, words=writes.words)
