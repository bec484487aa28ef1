"""What certificates say of records and of enterprises with their records, and what of a record may be shown."""

from __future__ import annotations

from collections.abc import Collection

from qingce.domain.enterprises.queries import family_of
from qingce.domain.enterprises.queries import statement_of as statement_of_enterprise
from qingce.domain.records.enums import PublicationState
from qingce.domain.records.errors import RecordNotFound
from qingce.domain.records.models import Record
from qingce.domain.records.permissions import addressable_by
from qingce.domain.records.statements import statement_of
from qingce.pure.kernel.errors import NotFound
from qingce.shared.ledger.queries import Certified
from qingce.shared.parties.enums import Actor

PUBLIC = PublicationState.PUBLISHED


class RecordGone(NotFound):
    """The record was withdrawn or removed: what it said is not handed out any more."""

    code = "record-gone"


def states_of(numbers: Collection[int], *, actor: Actor) -> dict[int, PublicationState]:
    """The state of each of these records that the actor may address; one query."""
    rows = Record.objects.filter(addressable_by(actor), pk__in=numbers).values_list("pk", "state")
    return {pk: PublicationState(state) for pk, state in rows}


def public_statement(pk: int, *, actor: Actor) -> bytes:
    """What a record says, as the ledger has it.

    Raises: RecordNotFound; RecordGone.
    """
    if (state := _state(pk, actor=actor)) != PUBLIC:
        raise RecordGone(f"Record {pk} was {state}; there is a certificate of its state.", cause=str(state), number=pk)
    return statement_of(pk)


def record_certified(pk: int, *, actor: Actor) -> Certified:
    """What a certificate of a record says.

    Raises: RecordNotFound.
    """
    state = _state(pk, actor=actor)
    return Certified("record", pk, state.value, statement_of(pk) if state == PUBLIC else None)


def enterprise_certified(pk: int, *, actor: Actor) -> Certified:
    """What a certificate of an enterprise says, with a line for each record that has a statement.

    Raises: EnterpriseNotFound.
    """
    statement = statement_of_enterprise(pk)
    rows = (
        Record.objects.filter(addressable_by(actor), enterprise__in=family_of([pk]))
        .exclude(statement_hash=None)
        .order_by("pk")
        .values_list("pk", "state", "statement_hash")
    )
    lines = [(number, str(state), bytes(said or b"").hex()) for number, state, said in rows.iterator(chunk_size=2_000)]
    return Certified("enterprise", pk, statement=statement, records=lines)


def _state(pk: int, *, actor: Actor) -> PublicationState:
    state = states_of([pk], actor=actor).get(pk)
    if state is None:
        raise RecordNotFound(f"There is no record number {pk}; it may have been mistyped.", number=pk)
    return state
