"""Undoing a file of publications as a whole: two people withdraw all of it that still counts (CPA-2)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qingce.domain.cleaner_production.acts import FILE_UNDONE
from qingce.domain.cleaner_production.enums import PUBLICATION_FILE, UNDO_FILE
from qingce.domain.cleaner_production.errors import FileNotThere, FileTakenBack
from qingce.domain.cleaner_production.models import Publication, PublicationFile
from qingce.domain.cleaner_production.withdrawing import hold_publications, write_withdrawal
from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty, check_two_people, roles_of, signatory_of
from qingce.shared.parties.registry import Effect, EffectLine, Payload, ProposedSubject, TwoPersonAct


def undo_publications(pk: int, *, actor: Actor, reason: str, at: datetime) -> int:
    """Withdraws every publication of a file that still counts, by two people, in one transaction.

    Args: reason: public, with each of them.
    Returns: how many.
    Raises: SecondPersonNeeded; FileNotThere; DutyMissing; OutOfArea; FileTakenBack: none counts any more.
    """
    check_two_people(actor)
    with transaction.atomic():
        file = PublicationFile.objects.select_for_update().filter(pk=pk).first()
        if file is None:
            raise FileNotThere(f"There is no file of publications number {pk}.", number=pk)
        check_duty(actor, Duty.CLEANER_PRODUCTION, file.area)
        rows = hold_publications(_counting(pk))
        if not rows:
            raise _nothing_counts(pk)
        text = clean(reason).strip()
        for row in rows:
            write_withdrawal(row, actor, signatory_of(actor.signature), reason=text, at=at)
        file.undone_by, file.undone_at, file.undo_reason = actor.signature, at, text
        file.save(update_fields=["undone_by", "undone_at", "undo_reason"])
        note_change(PUBLICATION_FILE, pk, at=at)
        subject, detail = (PUBLICATION_FILE, pk), {"publications": len(rows)}
        journal(FILE_UNDONE, by=actor.person_id or None, subject=subject, detail=detail, at=at)
    return len(rows)


def _subjects(ids: Collection[int]) -> Mapping[int, ProposedSubject]:
    rows = PublicationFile.objects.filter(pk__in=list(ids))
    return {each.pk: ProposedSubject(PUBLICATION_FILE, each.pk, each.name, each.area) for each in rows}


def _hold(pk: int) -> None:
    PublicationFile.objects.select_for_update().filter(pk=pk).first()


def _effect(pk: int, payload: Payload) -> Effect:
    del payload
    counting = _counting(pk)
    if not counting:
        raise _nothing_counts(pk)
    audits = Publication.objects.filter(pk__in=counting).values("record").distinct().count()
    lines = (
        EffectLine(_("Publications of the file that count"), str(len(counting)), "0"),
        EffectLine(_("Audits that lose one"), "", str(audits)),
    )
    return Effect(lines, hashlib.sha256(".".join(map(str, counting)).encode()).hexdigest())


def _carry_out(pk: int, payload: Payload, by: Actor, reason: str, at: datetime) -> None:
    del payload
    undo_publications(pk, actor=by, reason=reason, at=at)


def _counting(pk: int) -> list[int]:
    rows = Publication.objects.filter(file=pk, withdrawn_at=None).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _nothing_counts(pk: int) -> FileTakenBack:
    return FileTakenBack("Nothing that this file brought counts any more: it was undone before.", number=pk)


UNDOING = TwoPersonAct(
    UNDO_FILE,
    _("Undo a file of publications"),
    _subjects,
    _hold,
    _effect,
    _carry_out,
    proposes=roles_of(Duty.CLEANER_PRODUCTION),
)
