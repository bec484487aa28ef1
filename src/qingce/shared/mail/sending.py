"""One attempt to send one letter: at least once, and the same letter each time."""

from __future__ import annotations

from datetime import datetime

from qingce.shared.mail.delivery import hand_over, trouble_of
from qingce.shared.mail.enums import Problem
from qingce.shared.mail.settling import settle_failed, settle_sent, settle_trouble, waiting_letters
from qingce.shared.mail.terms import terms


def send_letter(letter_id: int, *, at: datetime, most_attempts: int | None = None) -> None:
    """Sends a letter that waits; one that does not is left alone, so that this may run again after a kill.

    Killed between sending and noting it, the next run sends it a second time under the same Message-ID.

    Args: most_attempts: after so many it has failed; None: as the terms say.
    Raises: OSError: it was not taken and waits for another attempt. Anything else: it could not be written, and has
        failed.
    """
    letter = waiting_letters().filter(pk=letter_id).first()
    if letter is None:
        return
    try:
        hand_over(letter)
    except OSError as error:
        most = most_attempts or terms().attempts
        if settle_trouble(letter, trouble_of(error), at=at, most_attempts=most):
            raise
    except Exception:
        settle_failed(letter, Problem.BROKEN, at=at)
        raise
    else:
        settle_sent(letter, at=at)
