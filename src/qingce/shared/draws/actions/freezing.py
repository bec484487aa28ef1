"""Freezing a draw: from here on neither the pool nor the sources can change, and nobody knows the value yet."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from qingce.pure.draw.announcing import KIND, Announced, Exclusion, check_announced, moment_text
from qingce.pure.draw.errors import ExclusionWrong
from qingce.pure.draw.facts import frozen_facts
from qingce.pure.kernel.canonical import canonical_json, sha256_hex
from qingce.shared.changes.actions import note_change
from qingce.shared.draws.actions.saying import content_of
from qingce.shared.draws.acts import FROZEN
from qingce.shared.draws.enums import DrawState, DrawText, Excluded
from qingce.shared.draws.errors import DueTooSoon, OccasionTaken, PredecessorNotVoid
from qingce.shared.draws.models import Draw
from qingce.shared.ledger.actions import Taker, enter_act, journal
from qingce.shared.ledger.enums import PLATFORM

LEAD = timedelta(minutes=10)  # in which the entry gets its number, its checkpoint and, on a good day, a witness
LONGEST_WHY = 200


def freeze_draw(said: DrawText, *, by: Taker, at: datetime) -> int:
    """Freezes a draw.

    Returns: its number.
    Raises: as `check_draw_text`.
    """
    announced = check_draw_text(said, at=at)
    try:
        with transaction.atomic():
            return _freeze(announced, said, by, at)
    except IntegrityError as error:  # somebody was faster
        raise _taken(0) from error


def check_draw_text(said: DrawText, *, at: datetime) -> Announced:
    """What would be frozen; writes nothing.

    Returns: the draw, whose number is still 0.
    Raises: DueTooSoon; OccasionTaken; PredecessorNotVoid; those of `qingce.pure.draw.announcing.check_announced`.
    """
    announced = _announced(said)
    check_announced(announced)
    _check_why(said.exclusions)
    if announced.first_due_at < at + LEAD:
        minutes = int(LEAD.total_seconds() // 60)
        raise DueTooSoon(
            f"The value could be known by {moment_text(announced.first_due_at)}. Name a source that is published at "
            f"least {minutes} minutes from now: the frozen draw has to be in the published ledger before.",
            due=moment_text(announced.first_due_at), minutes=minutes,
        )  # fmt: skip
    return replace(announced, after=_predecessor(said))


def _announced(said: DrawText) -> Announced:
    return Announced(
        number=0,
        purpose=said.purpose.strip(),
        occasion=said.occasion.strip(),
        area=said.area,
        pool=said.pool,
        exclusions=tuple(Exclusion(each.number, each.reason) for each in said.exclusions),
        count=said.count,
        sources=tuple(replace(each, due_at=each.due_at.replace(microsecond=0)) for each in said.sources),
    )


def _check_why(exclusions: tuple[Excluded, ...]) -> None:
    for each in exclusions:
        if len(each.text) > LONGEST_WHY or (each.reason == "other" and not each.text.strip()):
            raise ExclusionWrong(
                f"Say in 1 to {LONGEST_WHY} characters why {each.number} is excluded.",
                cause="text", number=each.number, longest=LONGEST_WHY,
            )  # fmt: skip


def _predecessor(said: DrawText) -> int:
    """The void draw that this one follows; 0: it is the first for its occasion."""
    same = list(
        Draw.objects.filter(occasion_key=_occasion_key(said.occasion)).order_by("-pk").values_list("pk", "state")
    )
    for each, state in same:  # read once: a draw frozen at this moment is there for both questions or for none
        if state != DrawState.VOIDED:
            raise _taken(each)
    number = said.after or (same[0][0] if same else 0)
    is_void = Draw.objects.filter(pk=number, state=DrawState.VOIDED).exists()
    if number and (not is_void or Draw.objects.filter(after=number).exists()):
        raise PredecessorNotVoid(
            f"Draw {number} is not void, or another draw follows it already; look at its page.", number=number
        )
    return number


def _taken(number: int) -> OccasionTaken:
    return OccasionTaken(
        f"There is a draw for this occasion already (number {number or '?'}). It is not held anew: two people have to "
        "declare it void first, with a public reason.",
        number=number or "?",
    )


def _occasion_key(occasion: str) -> str:
    """The same for one occasion, whatever its spaces, signs and widths."""
    plain = unicodedata.normalize("NFKC", occasion).casefold()
    return sha256_hex("".join(filter(str.isalnum, plain)).encode())


def _freeze(announced: Announced, said: DrawText, by: Taker, at: datetime) -> int:
    row = Draw.objects.create(
        area=announced.area,
        purpose=announced.purpose,
        occasion=announced.occasion,
        occasion_key=_occasion_key(announced.occasion),
        count=announced.count,
        eligible=len(announced.eligible),
        first_due_at=announced.first_due_at,
        due_at=announced.due_at,
        frozen_at=at,
        after_id=announced.after or None,
    )
    frozen = replace(announced, number=row.pk)
    row.says = canonical_json(frozen.says()).decode()
    words = {each.number: each.text.strip() for each in said.exclusions if each.text.strip()}
    row.entry = enter_act(
        FROZEN,
        at=at,
        by=by.signatory or PLATFORM,
        subject=(KIND, row.pk),
        facts={"content": content_of(row.says), **frozen_facts(frozen)},
        words={"exclusions": words} if words else {},
    )
    row.save(update_fields=["says", "entry"])
    note_change(KIND, row.pk, at=at)
    journal(FROZEN, by=by.person, subject=(KIND, row.pk), at=at)
    return row.pk
