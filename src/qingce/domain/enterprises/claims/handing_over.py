"""What becomes of the claims of somebody who leaves: another member is asked from now on, or nobody in particular."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qingce.domain.enterprises.claims.noting import HANDED_OVER
from qingce.domain.enterprises.enums import OPEN_CLAIMS, ClaimState
from qingce.domain.enterprises.models import Claim
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.registry import OpenWork


def _in_hand(person_id: int, organisation_id: int) -> QuerySet[Claim]:
    states = (*OPEN_CLAIMS, ClaimState.GRANTED)
    return Claim.objects.filter(contact=person_id, organisation=organisation_id, state__in=states)


def count_in_hand(person_id: int, organisation_id: int) -> int:
    """How many enterprises, claimed or held, somebody answers for in an organisation; one query."""
    return _in_hand(person_id, organisation_id).count()


def hand_over(person_id: int, organisation_id: int, to: int | None, at: datetime) -> None:
    """Names another person to ask, or nobody in particular; in the transaction of the act."""
    for pk in _in_hand(person_id, organisation_id).order_by("pk").values_list("pk", flat=True):
        Claim.objects.filter(pk=pk).update(contact_id=to)
        note_change("claim", pk, at=at)
        journal(
            HANDED_OVER, by=person_id, concerned=to, organisation=organisation_id, subject=("claim", pk), at=at
        )  # fmt: skip


CLAIMS = OpenWork("claims", _("enterprises claimed or held"), count_in_hand, hand_over)
