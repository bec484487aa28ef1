"""What two people do with a draw together: declare it void, or correct the random value that was entered."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from qingce.pure.draw.reading import read_values
from qingce.shared.draws.actions import check_voidable, correct_value, hold_draw, value_after, void_draw
from qingce.shared.draws.enums import DrawState
from qingce.shared.draws.errors import DrawNotFound
from qingce.shared.draws.queries import draws_by_ids, get_draw
from qingce.shared.draws.queries import waiting_draws as draws_waiting
from qingce.shared.parties.duties import roles_of
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.permissions import within_duty
from qingce.shared.parties.signing import taker_of
from qingce.shared.parties.two_person import Effect, EffectLine, Payload, ProposedSubject, TwoPersonAct

VOID_DRAW, CORRECT_VALUE = "void-draw", "correct-draw-value"
VALUES, READ = "values", "read"  # in the payload of a proposal
MOST_SHOWN = 20


def correction(values: Sequence[Sequence[str]], read: str) -> dict[str, str]:
    """Another value, as a proposal keeps it."""
    return {VALUES: json.dumps([list(each) for each in values]), READ: read}


def area_of_draw(pk: int) -> str:
    """Where a draw belongs; one query.

    Raises: DrawNotFound.
    """
    found = draws_by_ids([pk]).get(pk)
    if found is None:
        raise DrawNotFound(f"There is no draw number {pk}.", number=pk)
    return found.area


def waiting_draws(actor: Actor, *, at: datetime) -> tuple[int, datetime | None]:
    """How many draws that somebody may settle wait for a value that is known by now, since when; two queries."""
    return draws_waiting(within_duty(actor, Duty.DRAW, "area"), at=at)


def _subjects(ids: Collection[int]) -> Mapping[int, ProposedSubject]:
    rows = draws_by_ids(ids)
    return {pk: ProposedSubject("draw", pk, row.purpose, row.area) for pk, row in rows.items()}


def _hold(pk: int) -> None:
    hold_draw(pk)


def _voiding(pk: int, payload: Payload) -> Effect:
    del payload
    found = get_draw(pk)
    check_voidable(pk)
    lines: tuple[EffectLine, ...] = (EffectLine(_("The draw"), found.row.state.label, DrawState.VOIDED.label),)
    if found.current:
        lines += (EffectLine(_("Who is drawn"), _listed(found.current.standing), ""),)
    return Effect(lines, _version(pk))


def _correcting(pk: int, payload: Payload) -> Effect:
    found, values = get_draw(pk), read_values(json.loads(payload.get(VALUES, "[]")))
    drawn = value_after(pk, values, read=payload.get(READ, ""))
    before = found.current
    lines = (
        EffectLine(_("The random value"), _written(before.values) if before else "", _written(values)),
        EffectLine(_("Who is drawn"), _listed(before.standing) if before else "", _listed(drawn)),
    )
    return Effect(lines, _version(pk))


def _version(pk: int) -> str:
    found = get_draw(pk)
    replaced = sum(len(each.replacements) for each in found.values)
    return f"{found.row.state.value}.{len(found.values)}.{replaced}"


def _written(values: Sequence[Sequence[str]]) -> str:
    return " / ".join(" ".join(each) for each in values)


def _listed(numbers: Sequence[str]) -> str:
    return " ".join(numbers[:MOST_SHOWN]) + (" …" if len(numbers) > MOST_SHOWN else "")


def _void(pk: int, payload: Payload, by: Actor, reason: str, at: datetime) -> None:
    del payload
    void_draw(pk, reason=reason, by=taker_of(by), at=at)


def _correct(pk: int, payload: Payload, by: Actor, reason: str, at: datetime) -> None:
    values = read_values(json.loads(payload[VALUES]))
    correct_value(pk, values, read=payload[READ], reason=reason, by=taker_of(by), at=at)


_HOLDS = roles_of(Duty.DRAW)
DRAW_ACTS = (
    TwoPersonAct(VOID_DRAW, _("Declare a draw void"), _subjects, _hold, _voiding, _void, _HOLDS, _HOLDS),
    TwoPersonAct(
        CORRECT_VALUE,
        _("Correct the random value of a draw"),
        _subjects,
        _hold,
        _correcting,
        _correct,
        _HOLDS,
        _HOLDS,
    ),
)
