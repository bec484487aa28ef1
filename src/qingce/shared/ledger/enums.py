"""What passes between this room and others: who signs a public act, and what the private journal tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SignatoryRole(TextChoices):
    """As what somebody did a public act."""

    STAFF = "staff", _("Member of the staff")
    TWO_STAFF = "two-staff", _("Two members of the staff")
    OPERATOR = "operator", _("Operator of the platform, by a command")
    ORGANISATION = "organisation", _("Somebody for an organisation")
    SYSTEM = "system", _("The platform itself")


class Fault(TextChoices):
    """What an audit finds not to be as it was entered and signed."""

    MISSING = "missing", _("An entry is missing")
    ENTRY_CHANGED = "entry-changed", _("The entry's text was changed")
    COLUMNS_DIFFER = "columns-differ", _("What the list shows of the entry is not what the entry says")
    WORDS_CHANGED = "words-changed", _("The words beside the entry were changed")
    PERSON_CHANGED = "person-changed", _("Who signed the entry was changed")
    ROWS_DIFFER = "rows-differ", _("The rows of the act are not those that were entered")
    TREE_DIFFERS = "tree-differs", _("A hash of the tree is wrong")
    ROOT_DIFFERS = "root-differs", _("The entries do not lead to the root that was signed")
    SIGNATURE_WRONG = "signature-wrong", _("A checkpoint is not signed by a key of this ledger")
    PUBLISHED_DIFFERS = "published-differs", _("The published checkpoint has another root")
    BEHIND_PUBLISHED = "behind-published", _("More entries were published than the database holds")
    CONTENT_DIFFERS = "content-differs", _("What is shown today is not what was last entered about it")
    STATE_DIFFERS = "state-differs", _("Whether it is public today is not what was last entered about it")
    NOT_ENTERED = "not-entered", _("It is public, but no entry says so")
    GONE = "gone", _("An entry is about it, but it is no longer there")


@dataclass(frozen=True)
class Difference:
    """One thing that an audit found.

    Args: number: of the entry; None: there is none, or it has no number yet. subject: kind and number of what differs.
    """

    fault: Fault
    number: int | None
    subject: tuple[str, int] | None = None


@dataclass(frozen=True)
class Present:
    """How a thing that public acts are about stands today.

    Args: statement_hash: of what it says. is_public: whether it is on the public list.
    """

    statement_hash: bytes
    is_public: bool


@dataclass(frozen=True)
class Signatory:
    """Who did a public act, as the log tells it.

    Args: person: signature; the log holds a salted commitment to it. Empty: nobody in particular.
        organisation: public number of the organisation in whose name; empty: none.
    """

    role: SignatoryRole
    person: str = ""
    organisation: str = ""


PLATFORM = Signatory(SignatoryRole.SYSTEM)


@dataclass(frozen=True)
class Entry:
    """An act as the journal keeps it.

    Args: person_id: who acted; None: the system, or the command line. concerned_id: another person whom it touches.
        organisation_id: in whose name, or whose affairs. subject: kind and number of what was acted on.
    """

    id: int
    at: datetime
    act: str
    person_id: int | None
    concerned_id: int | None
    organisation_id: int | None
    subject_kind: str
    subject_id: int | None
    detail: dict[str, Any] = field(default_factory=dict)
