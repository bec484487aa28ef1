"""What the worker does for this room. This is an edge: the present moment is read here and handed on."""

from __future__ import annotations

from django.utils import timezone

from qingce.shared.jobs.registry import job
from qingce.shared.mail.keeping import sweep_letters
from qingce.shared.mail.sending import send_letter
from qingce.shared.mail.terms import terms


@job(attempts=terms().attempts, first_wait=terms().first_wait, longest_wait=terms().longest_wait, queue="mail")
def send_waiting_letter(letter_id: int) -> None:
    """Sends one letter, if it still waits; in a queue of its own, so that a slow mail server holds up nothing else."""
    send_letter(letter_id, at=timezone.now())


@job(attempts=3)
def sweep_old_letters() -> int:
    """Drops letters past their term, and settles those whose job was lost."""
    return sweep_letters(at=timezone.now())
