"""What passes between this room and others: states, reasons, and what somebody says to freeze a draw."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingce.pure.draw.announcing import KIND, LONGEST, Announced, Source

__all__ = ["KIND", "LONGEST", "Announced", "DrawState", "DrawStep", "DrawText", "Excluded", "ExclusionReason", "Source"]


class DrawState(TextChoices):
    """How far a draw has come."""

    FROZEN = "frozen", _("Frozen, waits for the random value")
    SETTLED = "settled", _("Drawn")
    VOIDED = "voided", pgettext_lazy("draw", "Void")


class DrawStep(TextChoices):
    """What is done with a draw once it is frozen."""

    SETTLE = "settle", _("Enter the random value")
    REPLACE = "replace", _("Replace somebody who declined")
    CORRECT = "correct", _("Correct the random value")
    VOID = "void", _("Declare the draw void")


class ExclusionReason(TextChoices):
    """Why somebody of the pool cannot be drawn."""

    EMPLOYER = "employer", _("Employer")
    PAST_PROJECT = "past-project", _("Past project")
    DECLARED_TIE = "declared-tie", _("Declared tie")
    OTHER = "other", pgettext_lazy("reason", "Other")


@dataclass(frozen=True)
class Excluded:
    """Somebody who cannot be drawn, by public number; `text`: why, in words."""

    number: str
    reason: str
    text: str = ""


@dataclass(frozen=True)
class DrawText:
    """What somebody says to freeze a draw.

    Args: purpose, occasion: public texts about no person; for one occasion there is one draw. area: GB/T 2260 code;
        empty: the whole country. pool: public numbers in their order. after: number of a void draw that this one
        follows; 0: the last void one of the same occasion, if there is one.
    """

    purpose: str
    occasion: str
    pool: tuple[str, ...]
    count: int
    sources: tuple[Source, ...]
    exclusions: tuple[Excluded, ...] = ()
    area: str = ""
    after: int = 0
