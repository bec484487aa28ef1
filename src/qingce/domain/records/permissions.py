"""Who may see which records: lists, pages, downloads and the index all start from here."""

from __future__ import annotations

from django.db.models import Q

from qingce.domain.records.enums import PublicationState
from qingce.shared.intake.enums import CAME_IN


def visible_to(actor: None) -> Q:
    """The records of the public list: published, and of a batch that came in whole."""
    del actor
    return Q(state=PublicationState.PUBLISHED, batch__state__in=CAME_IN)


def addressable_by(actor: None) -> Q:
    """The records whose identifier answers: withdrawn ones too, with why (REC-10)."""
    del actor
    return Q(batch__state__in=CAME_IN)
