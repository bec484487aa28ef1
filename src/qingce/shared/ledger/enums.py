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
