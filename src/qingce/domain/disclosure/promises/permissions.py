"""Who looks after the promises of which enterprises."""

from __future__ import annotations

from django.db.models import Q

from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import within_duty


def promises_looked_after(actor: Actor) -> Q:
    """Those of enterprises in the areas where somebody of the staff checks disclosures; to be read, all are public."""
    return within_duty(actor, Duty.DISCLOSURES, "enterprise__division")
