"""The values that pass between this room and those whose letters it sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Language(TextChoices):
    """The languages that letters are written in."""

    ZH = "zh", _("Simplified Chinese")
    EN = "en", _("English")

    @property
    def code(self) -> str:
        """What Django calls it."""
        return "zh-hans" if self == Language.ZH else "en"

    @property
    def tag(self) -> str:
        """What the `lang` attribute of HTML calls it."""
        return "zh-Hans" if self == Language.ZH else "en"


class LetterState(TextChoices):
    """Where a letter stands. Sent: the mail server took it; it may still come back."""

    WAITING = "waiting", _("waiting to be sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("not sent")
    BOUNCED = "bounced", _("came back")


class Problem(TextChoices):
    """Why a letter waits for its next attempt, failed or came back."""

    UNREACHABLE = "unreachable", _("It could not be handed to the mail server.")
    BUSY = "busy", _("The mail server asks to try again later.")
    LOG_IN = "log-in", _("The mail server refuses our user name and password.")
    SENDER = "sender", _("The mail server refuses our address as sender.")
    REFUSED = "refused", _("The mail server refuses the letter.")
    ADDRESS = "address", _("The address does not exist, or takes no letters.")
    UNDELIVERED = "undelivered", _("The receiving server could not be reached for days.")
    BROKEN = "broken", _("The letter could not be written; see the log.")
    LOST = "lost", _("The sending was interrupted and not taken up again.")
    ERASED = "erased", _("The address was erased before the letter was sent.")


class BounceOutcome(TextChoices):
    """What came of a report about a letter."""

    BOUNCED = "bounced", _("The letter came back; its address is marked.")
    UNDELIVERED = "undelivered", _("The letter was given up after days; its address is not marked.")
    KNOWN = "known", _("The letter was known not to have arrived; nothing was changed.")
    PASSING = "passing", _("The report tells of a delay or a delivery; nothing was changed.")


@dataclass(frozen=True)
class LetterRow:
    """A letter as lists show it; what it said is not in it. `to` is empty once it was erased.

    `problem` is "" where there is none; `reason` is what the receiving server said, in its own words.
    `can_send_again`: it was not sent, and all that it should say is still there.
    """

    id: int
    to: str
    kind: str
    language: Language
    state: LetterState
    problem: Problem | None
    reason: str
    created_at: datetime
    sent_at: datetime | None
    settled_at: datetime | None
    can_send_again: bool
