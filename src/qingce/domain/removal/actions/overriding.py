"""A senior reviewer decides otherwise than the rules, with a reason, in public; and leaves it to them again (POL-4)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.records.actions import hold_record
from qingce.domain.removal.acts import ENDED, OVERRIDDEN, UNKNOWN
from qingce.domain.removal.determining import determination_of, override_row
from qingce.domain.removal.enums import TABLE, OverrideRow, RecordDetermination
from qingce.domain.removal.errors import (
    ConfirmedMeanwhile,
    NoOverride,
    OverrideReasonMissing,
    SameAsRules,
    UnknownOutcome,
)
from qingce.domain.removal.models import Override
from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import enter_act, journal
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import signatory_of

LONGEST_REASON = 2_000


def override_determination(pk: int, outcome: str, *, reason: str, seen: int, actor: Actor, at: datetime) -> OverrideRow:
    """Decides how a record can be removed, in place of the rules; the reason is public.

    Args: outcome: one of the table's. seen: the place of the override that the person saw; 0: there was none.
    Raises: DutyMissing; OutOfArea; RecordNotFound; OverrideReasonMissing; UnknownOutcome; SameAsRules;
        ConfirmedMeanwhile; NoReleaseInForce.
    """
    with transaction.atomic():
        found = _held(pk, reason, seen=seen, actor=actor, at=at)
        if outcome not in {each.id for each in found.book.tables[TABLE].outcome}:
            raise UnknownOutcome(f"The rulebook has no outcome {outcome[:80]}.", outcome=outcome[:80])
        if outcome == found.outcome:
            raise SameAsRules(f"Record {pk} is decided so already; nothing was changed.", number=pk)
        facts: dict[str, object] = {"outcome": outcome, "former": found.decision.outcome or UNKNOWN}
        return _decide(found, OVERRIDDEN, outcome, facts, reason=clean(reason), seen=seen, actor=actor, at=at)


def end_override(pk: int, *, reason: str, seen: int, actor: Actor, at: datetime) -> OverrideRow:
    """Leaves it to the rules again how a record can be removed; the reason is public.

    Raises: as `override_determination`; NoOverride: nobody decided in their place.
    """
    with transaction.atomic():
        found = _held(pk, reason, seen=seen, actor=actor, at=at)
        if not found.override or not found.override.outcome:
            raise NoOverride(f"Nobody decided on record {pk} in place of the rules.", number=pk)
        facts: dict[str, object] = {"former": found.override.outcome}
        return _decide(found, ENDED, "", facts, reason=clean(reason), seen=seen, actor=actor, at=at)


def _held(pk: int, reason: str, *, seen: int, actor: Actor, at: datetime) -> RecordDetermination:
    hold_record(pk, actor=actor, duty=Duty.OVERRIDE)
    if not clean(reason) or len(clean(reason)) > LONGEST_REASON:
        raise OverrideReasonMissing(
            f"Say why, in at most {LONGEST_REASON} characters: the reason is public.", most=LONGEST_REASON
        )
    found = determination_of(pk, actor=actor, on=localdate(at))
    if (found.override.place if found.override else 0) != seen:
        raise ConfirmedMeanwhile(f"Somebody else decided on record {pk} meanwhile.", number=pk)
    return found


def _decide(
    found: RecordDetermination,
    act: str,
    outcome: str,
    facts: dict[str, object],
    *,
    reason: str,
    seen: int,
    actor: Actor,
    at: datetime,
) -> OverrideRow:
    pk, digest = found.record, found.book.digest
    entry = enter_act(
        act,
        at=at,
        by=signatory_of(actor.signature),
        subject=("record", pk),
        facts={"digest": digest, **facts},
        words={"reason": reason},
    )
    row = Override.objects.create(
        record_id=pk,
        place=seen + 1,
        outcome=outcome,
        former=found.decision.outcome or "",
        reason=reason,
        digest=digest,
        decided_by=actor.signature,
        decided_at=at,
        entry=entry,
    )
    note_change("removal-facts", pk, at=at)
    journal(act, by=actor.person_id or None, subject=("record", pk), at=at)
    return override_row(row)
