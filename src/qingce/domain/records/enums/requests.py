"""Requests that a record be corrected: their vocabularies, and the values that pass between rooms (REC-2, REC-10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

EVIDENCE = "correction-evidence"  # the purpose of files that come with a request


class RequestKind(TextChoices):
    """What is said to be wrong."""

    WRONG = "wrong", _("Something in it is wrong")
    NOT_OURS = "not-ours", _("It is about another enterprise")
    ANNULLED = "annulled", _("It was annulled by a court or on review")
    OTHER = "other", _("Something else")


class Outcome(TextChoices):
    """How a request was answered."""

    CORRECTED = "corrected", _("Corrected")
    MOVED = "moved", _("Moved to another enterprise")
    WITHDRAWN = "withdrawn", _("Record withdrawn")
    DECLINED = "declined", _("Declined")
    REFERRED = "referred", _("Referred to the issuing body")


@dataclass(frozen=True)
class RequestText:
    """What somebody asks, as typed.

    Args: field, proposed: what should stand there instead, if known. name, email: of the one who asks; never public.
    """

    kind: str = ""
    field: str = ""
    proposed: str = ""
    statement: str = ""
    is_enterprise: bool = False
    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Answer:
    """What is decided on a request.

    Args: text: shown in public, and the reason of the correction. values: field → new text, where the outcome is
        `CORRECTED`. to: number of the enterprise, where it is `MOVED`. clause: where it is `WITHDRAWN`, if any.
    """

    outcome: str
    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    to: int | None = None
    clause: str = ""


@dataclass(frozen=True)
class Due:
    """Until when an answer is owed; `on` is None where the term runs into a year without a published calendar."""

    on: date | None
    term_workdays: int
    workdays_left: int | None
    missing_year: int | None = None

    @property
    def is_overdue(self) -> bool:
        """Whether the last day has passed."""
        return self.workdays_left is not None and self.workdays_left < 0
