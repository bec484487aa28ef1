"""What passes between this room and others: states, steps, and what somebody says to publish a notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KIND = "notice"  # in the feed, the journal and the ledger
PLATFORM_PARTY = "platform"  # as the machine's table calls the room that publishes


class NoticeState(TextChoices):
    """How far a notice has come; `queries` tell a period that has ended as closed before the clock has noted it."""

    ANNOUNCED = "announced", _("Announced")
    OPEN = "open", _("Open for objections")
    CLOSED = "closed", _("Period has ended")
    STANDING = "standing", _("Published, without a period")
    WITHDRAWN = "withdrawn", pgettext_lazy("notice", "Withdrawn")


class NoticeStep(TextChoices):
    """What is done with a notice once it is published."""

    BEGIN = "begin", _("Begin the period")
    STAND = "stand", _("Publish without a period")
    EXTEND = "extend", _("Extend the period")
    CLOSE = "close", _("End the period")
    WITHDRAW = "withdraw", _("Withdraw the notice")


class NoticeUnit(TextChoices):
    """In which days a period is counted, as rulebooks call it."""

    CALENDAR_DAYS = "calendar-days", _("calendar days")
    WORKING_DAYS = "working-days", _("working days")
    MONTHS = "months", _("months")
    YEARS = "years", _("years")


@dataclass(frozen=True)
class About:
    """A thing that a notice is about, named as the ledger names it; `label`: what people call it, as published."""

    kind: str
    number: int
    label: str


@dataclass(frozen=True)
class NoticeText:
    """What a room says to publish a notice.

    Args: kind: registered. key: the room's own name of this publication, once for all. titles and bodies: plain text
        about no private matter; one language may be missing. area: GB/T 2260 code; empty: the whole country.
        begins_on: None: the day it is published.
    """

    kind: str
    key: str
    title_zh: str = ""
    title_en: str = ""
    body_zh: str = ""
    body_en: str = ""
    area: str = ""
    about: tuple[About, ...] = ()
    begins_on: date | None = None


@dataclass(frozen=True)
class Left:
    """How long a period still runs.

    Args: on: its last day. days: in its unit; 0: it ends today, below 0: it has ended, None: it runs into a year whose
        working days are not published. missing_year: that year.
    """

    on: date
    days: int | None
    unit: NoticeUnit
    missing_year: int = 0


@dataclass(frozen=True)
class NoticeRow:
    """A notice in a list, as it stands on a day.

    Args: clause: that fixes the period. left: None: it has no period, or was withdrawn. published_by: signature.
    """

    id: int
    kind: str
    state: NoticeState
    area: str
    title_zh: str
    title_en: str
    takes_objections: bool
    begins_on: date
    ends_on: date | None
    extensions: int
    published_at: datetime
    changed_at: datetime
    left: Left | None


@dataclass(frozen=True)
class NoticeEventRow:
    """One public act of a notice. Args: ends_on: the last day from then on. entry: id of the ledger's entry."""

    id: int
    notice: int
    act: str
    at: datetime
    reason: str
    ends_on: date | None
    entry: str


@dataclass(frozen=True)
class NoticeDetail:
    """A notice with all that was said.

    Args: version: changes whenever the notice does; a form says by it what its sender saw.
    """

    row: NoticeRow
    body_zh: str
    body_en: str
    about: tuple[About, ...]
    term_book: str
    term_parameter: str
    term_digest: str
    term_value: int | None
    term_unit: NoticeUnit | None
    term_clause: str
    events: tuple[NoticeEventRow, ...]
    version: str


OBJECTION = "objection"  # in the feed, the journal and the ledger


class ObjectionState(TextChoices):
    """How far an objection has come."""

    RECEIVED = "received", _("Waits for the formal look")
    LOOKED_AT = "looked-at", _("Waits for its answer")
    ANSWERED = "answered", pgettext_lazy("objection", "Answered")


class ObjectionStep(TextChoices):
    """What the staff do with an objection."""

    LOOK = "look", _("Decide what the public reads of it")
    ANSWER = "answer", _("Answer in public")


class ObjectionCame(TextChoices):
    """How an objection came in."""

    PLAIN = "plain", _("without an account")
    LETTER = "letter", _("without an account, confirmed by a letter")
    ACCOUNT = "account", _("with an account")


class NotShown(TextChoices):
    """Why an objection is not shown, or not whole; the formal look asks nothing else."""

    PERSONAL = "personal-data", _("Personal data")
    INSULT = "insult", _("Insult")
    SECRET = "secret", _("State or trade secrets")
    UNRELATED = "unrelated", _("Nothing to do with the notice, or advertising")
    OTHER = "other", pgettext_lazy("reason", "Other")


@dataclass(frozen=True)
class ObjectionText:
    """What somebody says against a notice, as typed. Args: name, email: never public."""

    statement: str = ""
    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Objected:
    """What became of an objection that was sent.

    Args: secret: of the objector's own link. is_waiting: it counts once the link of a letter has been followed.
    """

    secret: str
    is_waiting: bool = False


@dataclass(frozen=True)
class ObjectionCounts:
    """How many objections to a notice there are, how far they have come, how many are in an organisation's name."""

    received: int = 0
    looked_at: int = 0
    answered: int = 0
    named: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.received + self.looked_at + self.answered


@dataclass(frozen=True)
class PublicObjection:
    """An objection as everybody sees it.

    Args: shown: what may be read of it; empty: nothing. not_shown: why not, or not whole; None: all of it is shown, or
        nobody has looked yet. answered_by: signature. organisation: in whose name; empty: the sender's own.
    """

    id: int
    notice: int
    place: int
    state: ObjectionState
    received_at: datetime
    shown: str
    not_shown: NotShown | None
    not_shown_why: str
    answer: str
    answered_at: datetime | None
    answered_by: str
    organisation: str = ""


@dataclass(frozen=True)
class OwnObjection:
    """An objection for whoever sent it: with its own words and what its hash in the ledger is made of."""

    public: PublicObjection
    statement: str
    salt: str


@dataclass(frozen=True)
class StaffObjection:
    """An objection for the staff. Args: name, email: never public; empty: not given, or erased."""

    public: PublicObjection
    came: ObjectionCame
    statement: str
    name: str
    email: str
    looked_at: datetime | None
    looked_by: str
    title_zh: str
    title_en: str
    area: str
    version: str
