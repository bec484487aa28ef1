"""Closed vocabularies of the alliance, and what it hands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

RECEIPT = "observation-receipt"  # what uploads are kept for


class ObservingState(TextChoices):
    """How far an invitation to observe has come."""

    ASKED = "asked", _("Asked to observe")
    ACCEPTED = "accepted", _("Observes")
    DECLINED = "declined", _("Declined to observe")
    LAPSED = "lapsed", _("Did not answer in time")
    ENDED = "ended", _("No longer observes")


class ObservingAct(TextChoices):
    """What becomes of it; the value is the act's name in journal and ledger."""

    ACCEPT = "observation-accepted", _("Member of the alliance observes the audit")
    DECLINE = "observation-declined", _("Member of the alliance declined to observe")
    LAPSE = "observation-lapsed", _("Member of the alliance did not answer in time")
    END = "observation-ended", _("Member of the alliance no longer observes the audit")


class ObservingParty(TextChoices):
    """Who takes a step."""

    MEMBER = "member", _("The member that was asked")
    STAFF = "staff", _("Staff")
    CLOCK = "time", _("The clock")


class Nearness(TextChoices):
    """How near a member observes to the enterprise, the nearest first."""

    COUNTY = "1-county", _("same county")
    PREFECTURE = "2-prefecture", _("same prefecture")
    PROVINCE = "3-province", _("same province")
    COUNTRY = "4-country", _("elsewhere, or its region is not known")


class CostKind(TextChoices):
    """What an enterprise may refund, and nothing else (IPE-2017 §2.2.4 note)."""

    TRAVEL = "travel", pgettext_lazy("cost", "Travel")
    BOARD = "board", pgettext_lazy("cost", "Board")
    LODGING = "lodging", pgettext_lazy("cost", "Lodging")


@dataclass(frozen=True)
class MemberRow:
    """A member of the alliance. Args: organisation: who took the place, once the staff confirmed it."""

    key: str
    number: int
    name: str
    name_en: str
    clause: str
    regions: tuple[str, ...]
    organisation: int | None = None
    claimed_by: int | None = None
    claimant: str = ""
    observed: int = 0
    observing: int = 0

    @property
    def is_seated(self) -> bool:
        """Whether an organisation has its place."""
        return self.organisation is not None


@dataclass(frozen=True)
class Candidate:
    """A member in the order in which it is asked, and why it stands there. Args: asked_at: when it was last asked."""

    key: str
    name: str
    organisation: int
    nearness: Nearness
    asked_at: datetime | None


@dataclass(frozen=True)
class ObservationRow:
    """An invitation to observe. Args: observer: name of the person, for the parties. reason: of declining or ending."""

    id: int
    audit: int
    key: str
    organisation: int
    name: str
    state: ObservingState
    nearness: Nearness
    asked_at: datetime
    due_on: date | None
    answered_at: datetime | None
    observer: str
    reason: str
    enterprise: str = ""
    division: str = ""


@dataclass(frozen=True)
class CostText:
    """A cost as typed."""

    kind: str
    amount: str
    spent_on: date | None
    note: str = ""


@dataclass(frozen=True)
class CostRow:
    """A cost. Args: file: number of its receipt. paid_at: when the enterprise confirmed that it paid it."""

    id: int
    kind: CostKind
    amount_cny: Decimal
    spent_on: date
    note: str
    file: int
    declared_at: datetime
    paid_at: datetime | None


@dataclass(frozen=True)
class NothingElse:
    """That a party declared that nothing else was paid or given."""

    party: str
    version: str
    declared_at: datetime
