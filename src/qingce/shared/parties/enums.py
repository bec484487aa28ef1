"""Closed vocabularies of this room, and who acts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StaffRole(TextChoices):
    """What a member of the platform's staff may do."""

    REVIEWER = "reviewer", _("Reviewer")
    SENIOR_REVIEWER = "senior-reviewer", _("Senior reviewer")
    ADMINISTRATOR = "administrator", _("Administrator")
    BRAND_LIAISON = "brand-liaison", _("Brand liaison")


@dataclass(frozen=True)
class Actor:
    """Who acts: a person, the name under which the act is noted, and the roles held now."""

    person_id: int
    name: str
    roles: frozenset[StaffRole]

    @property
    def is_staff(self) -> bool:
        """Whether the office is open to this person."""
        return bool(self.roles)
