"""What each write does besides its rows: it tells of the change and notes the act."""

from __future__ import annotations

from datetime import datetime

from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.checklists.enums import KIND
from qingce.shared.checklists.errors import ChecklistAnswerWrong
from qingce.shared.checklists.models import Sheet
from qingce.shared.checklists.registry import ChecklistSubject
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor


def note_act(
    sheet: Sheet, subject: ChecklistSubject, actor: Actor, act: str, *, at: datetime, **detail: str | int
) -> None:
    """Notes an act in the caller's transaction. Args: detail: for the journal."""
    note_change(KIND, sheet.pk, at=at)
    journal(
        act,
        by=actor.person_id or None,
        organisation=subject.organisation,
        subject=(sheet.kind, sheet.subject),
        detail=detail,
        at=at,
    )


def said(text: str, longest: int) -> str:
    """A text as it is kept.

    Raises: ChecklistAnswerWrong: it is too long.
    """
    found = clean(text)
    if len(found) > longest:
        raise ChecklistAnswerWrong(f"A field takes at most {longest} characters.", cause="long", longest=longest)
    return found


def clock_ahead(now: datetime | None, at: datetime) -> int | None:
    """By how many seconds a device's clock is ahead; None: it says no time."""
    return None if now is None else round((now - at).total_seconds())
