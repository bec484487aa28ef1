"""Who may see and change which records and requests: lists, pages, downloads and the index all start from here."""

from __future__ import annotations

from django.db.models import Q

from qingce.domain.records.enums import PublicationState
from qingce.shared.intake.enums import CAME_IN
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import within_duty


def visible_to(actor: Actor) -> Q:
    """The records of the public list, the same for everybody: published, and of a batch that came in whole."""
    del actor
    return Q(state=PublicationState.PUBLISHED, batch__state__in=CAME_IN)


def addressable_by(actor: Actor) -> Q:
    """The records whose identifier answers, for everybody: withdrawn ones too, with why (REC-10)."""
    del actor
    return Q(batch__state__in=CAME_IN)


def requests_visible_to(actor: Actor) -> Q:
    """The correction requests that somebody reads, with the files that came with them."""
    return _placed(actor, Duty.READ_REQUESTS)


def requests_answered_by(actor: Actor) -> Q:
    """The correction requests that somebody decides on."""
    return _placed(actor, Duty.ANSWER_REQUESTS)


def contacts_erased_by(actor: Actor) -> Q:
    """The correction requests of which somebody may erase who asked."""
    return _placed(actor, Duty.ERASE_CONTACTS)


def placed(actor: Actor, duty: Duty) -> Q:
    """The records that lie where somebody has a duty of the staff."""
    return _placed(actor, duty, "")


def _placed(actor: Actor, duty: Duty, record: str = "record__") -> Q:
    """By the record's place where it is known, else by its enterprise's; neither known: the whole country only."""
    elsewhere = Q(**{f"{record}division": ""}) & within_duty(actor, duty, f"{record}enterprise__division")
    return within_duty(actor, duty, f"{record}division") | elsewhere
