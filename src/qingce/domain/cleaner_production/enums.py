"""Closed vocabularies of this room, and what it hands out."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from qingce.shared.files.enums import FileType

COPY = "cleaner-list-copy"  # what saved copies of published lists are kept for
COPY_TYPES, COPY_MB = (FileType.PDF, FileType.JPEG, FileType.PNG), 20
KIND = "cleaner-finding"
ROSTER = "cleaner-roster"  # what the journal and the feed call one
ROSTER_COPY = "cleaner-roster-copy"
PUBLICATION = "cleaner-publication"
PUBLICATION_COPY = "cleaner-publication-copy"
PUBLICATION_FILE = "cleaner-publication-file"
UNDO_FILE = "undo-cleaner-publications"  # what two people propose and confirm
ROSTER_MB = 50  # of a roster's file
SURVEY, LETTER, REPORT = "cleaner-survey", "cleaner-letter", "cleaner-report"
EVIDENCE = "cleaner-survey-page"  # what pages saved in a search are kept for


class ListKind(TextChoices):
    """What a government has to publish each year (办法第十、十八条)."""

    ROSTER = "roster", _("Audit roster")
    RESULTS = "results", _("Acceptance results")


class ListState(TextChoices):
    """Whether a list was published, and at which level."""

    PUBLISHED = "published", _("Made public")
    IN_PART = "in-part", _("Published in part")
    NOT_PUBLISHED = "not-published", _("Not published")
    LEFT_TO_PREFECTURES = "left-to-prefectures", _("Left to prefectures")
    LEFT_TO_DIVISIONS = "left-to-divisions", _("Left to divisions")


LEFT = (ListState.LEFT_TO_PREFECTURES, ListState.LEFT_TO_DIVISIONS)


class Grounds(TextChoices):
    """Which grounds of a mandatory audit a roster names: 1 over limits, 2 energy, 3 toxic."""

    NOT_TOLD = "", _("Not told")
    NO_ROSTER = "no-roster", _("No roster published")
    NOT_LABELLED = "not-labelled", _("Grounds not named")
    OVER_LIMITS = "1", "1"
    ENERGY = "2", "2"
    TOXIC = "3", "3"
    OVER_LIMITS_AND_ENERGY = "1+2", "1+2"
    OVER_LIMITS_AND_TOXIC = "1+3", "1+3"
    ENERGY_AND_TOXIC = "2+3", "2+3"
    ALL = "1+2+3", "1+2+3"


UNLABELLED = (Grounds.NOT_TOLD, Grounds.NO_ROSTER, Grounds.NOT_LABELLED)


class HowFound(TextChoices):
    """How it became known what a government published."""

    WEB = "web", _("Searched on the web")
    TELEPHONE = "telephone", _("By telephone")
    LETTER = "letter", _("By letter")
    SURVEY = "survey", _("From a published survey")


class Series(TextChoices):
    """What a yearly total counts."""

    PUBLISHED = "published", _("Units that published")
    NOT_PUBLISHED = "not-published", _("Units that did not publish")
    LEFT = "left", _("Units that left it to lower levels")
    BOTH_KINDS = "both-kinds", _("Units that published mandatory and voluntary audits")


class Obligation(TextChoices):
    """What a roster says of an audit (促进法第二十七、二十八条)."""

    NOT_CLASSIFIED = "not-classified", _("Not classified")
    MANDATORY = "mandatory", _("Mandatory")
    VOLUNTARY = "voluntary", _("Voluntary")


class Result(TextChoices):
    """What evaluation and acceptance came to (办法第十八条)."""

    PASS = "pass", _("Passed")
    FAIL = "fail", _("Failed")


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


class PublicationKind(TextChoices):
    """What the publication of an audited enterprise is for."""

    FIELDS = "fields", _("Its own information, by the grounds on the roster")
    RESULTS = "results", _("The audit's results, in the main local media")
    DISCLOSURE = "disclosure", _("Cleaner production in its statutory disclosure")
    AGREEMENT = "agreement", _("A voluntary agreement, by the authorities")


OWN_KINDS = (PublicationKind.FIELDS, PublicationKind.DISCLOSURE)  # what a page of its own here may publish
