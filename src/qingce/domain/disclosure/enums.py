"""Closed vocabularies of this room, and what passes between it and others."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CommitmentKind(TextChoices):
    """What an enterprise commits to when it discloses (BMD steps 3 and 6)."""

    TRUTHFULNESS = "truthfulness", _("Genuine and accurate, and public")
    PROMISE = "promise", _("New violations corrected and explained in time")


class Part(TextChoices):
    """The three texts of an explanation (BMD step 4)."""

    VIOLATION = "violation", _("What was violated")
    REASON = "reason", _("Why it was violated")
    CORRECTIVE_ACTION = "corrective_action", _("What was corrected, and how")


@dataclass(frozen=True)
class Texts:
    """The three texts of an explanation; empty: not written yet."""

    violation: str = ""
    reason: str = ""
    corrective_action: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether each of them is written."""
        return all(self.all)

    @property
    def all(self) -> tuple[str, str, str]:
        """Them in their order."""
        return (self.violation, self.reason, self.corrective_action)

    @property
    def is_empty(self) -> bool:
        """Whether none of them is."""
        return not any(self.all)

    def of(self, part: Part) -> str:
        """One of them."""
        return str(getattr(self, part.value))
