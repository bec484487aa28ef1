"""Closed vocabularies of surveys."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

SURVEY = "cleaner-survey"
EVIDENCE = "cleaner-survey-page"  # what pages saved in a search are kept for


class Stratum(TextChoices):
    """The grounds by which a sample is spread (办法第八条)."""

    OVER_LIMITS = "over-limits", _("Over limits")
    ENERGY = "energy", _("Energy-intensive")
    TOXIC = "toxic", _("Toxic")
    NONE = "", _("No ground named")


class ContactKind(TextChoices):
    """How somebody looked or asked."""

    SEARCH = "search", _("Searched on the web")
    CALL = "call", _("Telephoned")
    REPLY = "reply", _("Reply to a letter")
    FOLLOW_UP = "follow-up", _("Followed up")


class Outcome(TextChoices):
    """What came of it."""

    FOUND = "found", _("Found")
    NOT_FOUND = "not-found", _("Searched, not found")
    ANSWERED = "answered", _("Answered")
    NOT_REACHED = "not-reached", _("Not reached")
    SECRET = "secret", _("Says that it is under secrecy")
    WILL_NOT = "will-not", _("Says that it will not publish")
    PARENT = "parent", _("Leaves it to its parent company")
    DOES_NOT_KNOW = "does-not-know", _("Knows nothing of it")
    PASSED_DOWN = "passed-down", _("Says that lower levels publish")
    IMPROVED = "improved", _("Has published since")
    UNCHANGED = "unchanged", _("Nothing has changed")


_CALLED = (
    Outcome.ANSWERED, Outcome.NOT_REACHED, Outcome.SECRET, Outcome.WILL_NOT, Outcome.PARENT, Outcome.DOES_NOT_KNOW,
    Outcome.PASSED_DOWN,
)  # fmt: skip
OUTCOMES: dict[ContactKind, tuple[Outcome, ...]] = {
    ContactKind.SEARCH: (Outcome.FOUND, Outcome.NOT_FOUND),
    ContactKind.CALL: _CALLED,
    ContactKind.REPLY: (Outcome.ANSWERED, Outcome.IMPROVED, Outcome.PASSED_DOWN, Outcome.DOES_NOT_KNOW),
    ContactKind.FOLLOW_UP: (Outcome.IMPROVED, Outcome.UNCHANGED),
}


class CodedAs(TextChoices):
    """What an enterprise published, as a surveyor judges it."""

    COMPLETE = "complete", _("Published all that its ground asks")
    INCOMPLETE = "incomplete", _("Published only part of it")
    CANNOT_BE_JUDGED = "cannot-be-judged", _("Published, but no ground is named: cannot be judged")
    NOT_PUBLISHED = "not-published", _("Published nothing")
