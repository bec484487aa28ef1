"""Who may see and manage which imports."""

from __future__ import annotations

from django.db.models import Q

from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import within_duty


def visible_to(actor: Actor) -> Q:
    """The imports that somebody sees, with their copies and rejected rows: those of the areas of one's roles."""
    return within_duty(actor, Duty.IMPORT, "area")
