"""Who may see and change which records and requests: lists, pages, downloads and the index all start from here."""

from __future__ import annotations

from django.db.models import Q

from qingce.domain.records.enums import PublicationState
from qingce.domain.records.models import CorrectionRequest
from qingce.shared.intake.enums import CAME_IN
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of, within_duty


def visible_to(actor: Actor) -> Q:
    """The records of the public list, the same for everybody: published, and of a batch that came in whole."""
    del actor
    return Q(state=PublicationState.PUBLISHED, batch__state__in=CAME_IN)


def addressable_by(actor: Actor, *, of: str = "") -> Q:
    """The records whose identifier answers, for everybody: those off the public list too, with why (REC-10).

    Args: of: where the record stands, of rows that belong to one, such as "record__".
    """
    del actor
    return Q(**{f"{of}batch__state__in": CAME_IN})


def requests_visible_to(actor: Actor) -> Q:
    """The correction requests that somebody reads, with the files that came with them."""
    return _requests_placed(actor, Duty.READ_REQUESTS)


def requests_answered_by(actor: Actor) -> Q:
    """The correction requests that somebody decides on."""
    return _requests_placed(actor, Duty.ANSWER_REQUESTS)


def contacts_erased_by(actor: Actor) -> Q:
    """The correction requests of which somebody may erase who asked."""
    return _requests_placed(actor, Duty.ERASE_CONTACTS)


def placed(actor: Actor, duty: Duty) -> Q:
    """The records that lie where somebody has a duty of the staff.

    By the record's place where it is known, else by its enterprise's; neither known: the whole country only.
    """
    own = within_duty(actor, duty, "division")
    if actor.reaches("", *roles_of(duty)):
        return own  # all of them; no enterprise has to be looked at
    return own | Q(division="") & within_duty(actor, duty, "enterprise__division")


def _requests_placed(actor: Actor, duty: Duty) -> Q:
    """As the records that they are about; those of records without a place are few, and looked for by themselves.

    A condition on two tables would read both for every request there is.
    """
    own = within_duty(actor, duty, "division")
    if actor.reaches("", *roles_of(duty)):
        return own
    elsewhere = within_duty(actor, duty, "record__enterprise__division")
    return own | Q(pk__in=CorrectionRequest.objects.filter(elsewhere, division="").values("pk"))
