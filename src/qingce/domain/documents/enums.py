"""Closed vocabularies of this room, and what passes between it and others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PAPER = "document"  # what uploads of this room are kept for


class Audience(TextChoices):
    """Who may see a document besides the enterprise itself."""

    PUBLIC = "public", pgettext_lazy("audience", "Everybody")
    PARTIES = "parties", _("Parties of a case it is used in, and the staff")
    CONFIDENTIAL = "confidential", _("The staff only")
    CLOSED = "closed", _("Nobody; the staff see that it is there")


class AskedOf(TextChoices):
    """Of whom papers are asked."""

    PERMIT = "permit", _("Of every enterprise with a discharge permit")
    RECORD = "record", _("Of an enterprise that explains a record")


class Standing(TextChoices):
    """How a document stands on a day."""

    VALID = "valid", pgettext_lazy("document", "Valid")
    EXPIRING = "expiring", pgettext_lazy("document", "Expires soon")
    EXPIRED = "expired", pgettext_lazy("document", "Expired")
    WITHDRAWN = "withdrawn", pgettext_lazy("document", "Withdrawn")


@dataclass(frozen=True)
class DocumentText:
    """What is said of a document; empty and None: not said.

    Args: type: of the rulebook `documents`. audience: None: as its type has it.
    """

    type: str
    title: str = ""
    issuer: str = ""
    number: str = ""
    issued_on: date | None = None
    valid_from: date | None = None
    expires_on: date | None = None
    covers_from: date | None = None
    covers_until: date | None = None
    audience: Audience | None = None
