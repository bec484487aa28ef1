"""The head of the pages of My Green Choice, and who may see them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from qingce.domain.disclosure.queries import speaker_for
from qingce.domain.enterprises.queries import EnterpriseRow, get_enterprise
from qingce.doors.web.account.overview import account_page
from qingce.doors.web.pages import Crumb, Page
from qingce.shared.parties.enums import Actor, MemberRole, Seat


@dataclass(frozen=True)
class Own:
    """An enterprise and the membership by which somebody speaks for it."""

    row: EnterpriseRow
    seat: Seat

    @property
    def id(self) -> int:
        """The number of the enterprise, as merged now."""
        return self.row.canonical_id or self.row.id

    @property
    def may_write(self) -> bool:
        """Whether one may write in its name."""
        return self.seat.reaches(MemberRole.EDITOR)


def own(actor: Actor, pk: int) -> Own:
    """The enterprise of a page.

    Raises: EnterpriseNotFound; EnterpriseNotSpokenFor.
    """
    row = get_enterprise(pk, actor=actor).row
    return Own(row, speaker_for(actor, row.canonical_id or row.id))


def own_page(title: str, *crumbs: Crumb) -> Page:
    """The head of a page below the home."""
    return account_page(title, home_of_homes(), *crumbs)


def home_of_homes() -> Crumb:
    """The way back to all enterprises that one speaks for."""
    return Crumb(_("My Green Choice"), reverse("web:green-choice"))


def enterprise_crumb(own: Own) -> Crumb:
    """The way back to the home of an enterprise."""
    return Crumb(own.row.name, reverse("web:green-choice-of", args=[own.id]), is_data=True)
