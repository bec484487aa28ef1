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
ROSTER_MB = 50  # of a roster's file


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
