"""What the staff do: decide what the public reads of an objection, answer it, extend and withdraw notices."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_changes
from qingce.shared.ledger.actions import Writes, apply_transition
from qingce.shared.notices.actions.ending import extend_notice, withdraw_notice
from qingce.shared.notices.enums import NotShown, ObjectionStep
from qingce.shared.notices.errors import ObjectionChanged, ObjectionNotFound, ObjectionReasonMissing
from qingce.shared.notices.models import Objection, ObjectionContact
from qingce.shared.notices.permissions import check_notice, objections_visible_to
from qingce.shared.notices.terms import notice_terms
from qingce.shared.notices.transitions import OBJECTIONS, STAFF
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import taker_of


def look_at_objection(pk: int, *, shown: str, not_shown: str, why: str, seen: str, actor: Actor, at: datetime) -> None:
    """Decides what the public reads of an objection: all of it, part of it or nothing.

    Args: shown: what may be read. not_shown, why: where that is not all of it, the ground and the reason; both public.
        seen: the version that was shown.
    Raises: ObjectionNotFound: also for one that is not the actor's; ObjectionReasonMissing; ObjectionChanged.
    """
    shown, why = clean(shown), clean(why)
    with transaction.atomic():
        row = _held(pk, seen, actor)
        is_whole = shown == row.statement
        if not is_whole:
            _check_ground(shown, not_shown, why)
        columns = {
            "shown": shown,
            "not_shown": "" if is_whole else not_shown,
            "not_shown_why": "" if is_whole else why,
            "looked_at": at,
            "looked_by": actor.signature,
            "version": row.version + 1,
        }
        facts = _facts(row) | {"shown": "whole" if is_whole else "part" if shown else "none"}
        words = {"text": shown} | ({} if is_whole else {"reason": f"{NotShown(not_shown).label}: {why}"})
        _take(row, ObjectionStep.LOOK, actor, at, Writes(columns=columns, facts=facts, words=words))


def answer_objection(pk: int, *, answer: str, seen: str, actor: Actor, at: datetime) -> None:
    """Answers an objection in public, or puts the answer right; the ledger keeps the former one.

    Raises: as `look_at_objection`; StepNotOpen: nobody has looked at it yet.
    """
    answer, longest = clean(answer), notice_terms().answer_longest
    if not answer or len(answer) > longest:
        raise ObjectionReasonMissing(
            f"Write the answer, in at most {longest} characters; it is public.", longest=longest
        )
    with transaction.atomic():
        row = _held(pk, seen, actor)
        columns = {
            "answer": answer,
            "answered_at": at,
            "answered_by": actor.signature,
            "version": row.version + 1,
        }
        writes = Writes(columns=columns, facts=_facts(row), words={"answer": answer})
        _take(row, ObjectionStep.ANSWER, actor, at, writes)


def extend_by_staff(pk: int, *, days: int, reason: str, seen: str, actor: Actor, at: datetime) -> None:
    """As `extend_notice`, by a member of the staff.

    Raises: DutyMissing; OutOfArea; as `extend_notice`.
    """
    check_notice(actor, pk)
    extend_notice(pk, days=days, reason=reason, by=taker_of(actor, STAFF), at=at, seen=seen)


def withdraw_by_staff(pk: int, *, reason: str, seen: str, actor: Actor, at: datetime) -> None:
    """As `withdraw_notice`, by a member of the staff.

    Raises: DutyMissing; OutOfArea; as `withdraw_notice`.
    """
    check_notice(actor, pk)
    withdraw_notice(pk, reason=reason, by=taker_of(actor, STAFF), at=at, seen=seen)


def erase_old_contacts(*, at: datetime) -> int:
    """Erases who objected where the answer is older than the term for keeping that. Returns: how many."""
    before = at - timedelta(days=notice_terms().contact_kept_days)
    with transaction.atomic():
        known = Q(contact__isnull=False) | Q(person__isnull=False)
        old = Objection.objects.filter(known, answered_at__lt=before)
        numbers = list(old.order_by("pk").values_list("pk", flat=True))
        ObjectionContact.objects.filter(objection__in=numbers).delete()
        Objection.objects.filter(pk__in=numbers).update(person=None)
        note_changes("objection", numbers, at=at)
    return len(numbers)


def _check_ground(shown: str, not_shown: str, why: str) -> None:
    longest = notice_terms().reason_longest
    if not_shown not in NotShown or not why or len(why) > longest:
        raise ObjectionReasonMissing(
            f"What is not shown has a ground and a reason of at most {longest} characters; both are public.",
            longest=longest,
        )
    if len(shown) > notice_terms().statement_longest:
        raise ObjectionReasonMissing("What is shown is longer than an objection may be.", longest=longest)


def _held(pk: int, seen: str, actor: Actor) -> Objection:
    found = Objection.objects.select_for_update(of=("self",)).filter(objections_visible_to(actor), pk=pk).first()
    if found is None:
        raise ObjectionNotFound(f"There is no objection number {pk}.", number=pk)
    if seen != str(found.version):
        raise ObjectionChanged("The objection changed since you opened it; look at it again.")
    return found


def _facts(row: Objection) -> dict[str, object]:
    return {"notice": row.notice_id, "place": row.place}


def _take(row: Objection, step: ObjectionStep, actor: Actor, at: datetime, writes: Writes) -> None:
    apply_transition(OBJECTIONS, row, step, by=taker_of(actor, STAFF), at=at, writes=writes)
