"""What is old: letters past their term, and those that nobody sends any more."""

from __future__ import annotations

from datetime import datetime

from qingce.shared.mail.enums import LetterState, Problem
from qingce.shared.mail.folder import drop_files
from qingce.shared.mail.models import Letter
from qingce.shared.mail.settling import settle_failed, waiting_letters
from qingce.shared.mail.terms import terms


def sweep_letters(*, at: datetime) -> int:
    """Drops letters and readable copies past their term; a letter that waited too long has failed.

    Returns: how many letters were dropped.
    """
    for letter in waiting_letters().filter(queued_at__lt=at - terms().waiting):
        settle_failed(letter, Problem(letter.problem) if letter.problem else Problem.LOST, at=at)
    before = at - terms().kept
    drop_files(before=before)
    dropped, _ = Letter.objects.exclude(state=LetterState.WAITING).filter(created_at__lt=before).delete()
    return dropped
