"""Closed vocabularies of this room, and who acts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingce.pure.kernel.divisions import lies_within


class StaffRole(TextChoices):
    """What a member of the platform's staff may do."""

    REVIEWER = "reviewer", _("Reviewer")
    SENIOR_REVIEWER = "senior-reviewer", _("Senior reviewer")
    ADMINISTRATOR = "administrator", _("Administrator")
    BRAND_LIAISON = "brand-liaison", _("Brand liaison")


class Duty(TextChoices):
    """What members of the staff do; which role has which is told by `data/duties.csv`."""

    OFFICE = "office", _("Enter the office")
    READ_REQUESTS = "read-requests", _("Read correction requests")
    ANSWER_REQUESTS = "answer-requests", _("Answer correction requests")
    ERASE_CONTACTS = "erase-contacts", _("Erase who asked")
    CHANGE_RECORDS = "change-records", _("Correct, move, withdraw and republish records")
    IMPORT = "import", _("Bring files in")
    UNDO_IMPORTS = "undo-imports", _("Undo imports")
    REVIEW_MATCHES = "review-matches", _("Review matches")
    MERGE = "merge", _("Merge and split enterprises")
    MAIL = "mail", _("Look after letters")
    CONFIRM_FACTS = "confirm-facts", _("Confirm what a record's removal is decided on")
    OVERRIDE = "override", _("Decide otherwise than the rules")
    DECIDE_REMOVALS = "decide-removals", _("Approve the removal of records, and restore them")
    COMPARE_RULES = "compare-rules", _("Compare versions of the rules")
    DRAW = "draw", _("Freeze draws and enter their random values")
    DOCUMENTS = "documents", _("Look after enterprises' documents")
    NOTICES = "notices", _("Answer objections, extend and withdraw notices")
    TAKE_IN_MAIL = "take-in-mail", _("File what enterprises sent by mail, for the brands one is there for")
    NAME_LIAISONS = "name-liaisons", _("Name the liaisons of brands")
    DISCLOSURES = "disclosures", _("Check and publish what enterprises disclose")
    REVIEW_CASES = "review-cases", _("Review applications for the removal of records")
    RUN_AUDITS = "run-audits", _("Look after on-site audits, in the platform’s name")
    ACCREDIT_AGENCIES = "accredit-agencies", _("Check and accredit audit agencies")
    CLEANER_PRODUCTION = "cleaner-production", _("Note what governments publish of cleaner production audits")
    LEAD_SURVEYS = "lead-surveys", _("Design surveys of cleaner production, draw and give out their samples")


class OrganisationKind(TextChoices):
    """What an organisation is to the platform (ACC-1)."""

    ENTERPRISE = "enterprise", _("Enterprise")
    BRAND = "brand", _("Brand")
    AGENCY = "agency", _("Audit or service agency")
    NGO = "ngo", _("Alliance NGO")
    ASSESSMENT_BODY = "assessment-body", _("Commissioned assessment body")
    PARK = "park", _("Park")
    GOVERNMENT = "government", _("Government")
    RESEARCH = "research", _("Research institution")


class OrganisationState(TextChoices):
    """Whether the platform has seen proof that an organisation is what it says, and who speaks for it."""

    WAITING = "waiting", _("Waits for the staff")
    ACTIVE = "active", _("Active")
    REFUSED = "refused", pgettext_lazy("organisation", "Refused")
    CLOSED = "closed", _("Closed")


class MemberRole(TextChoices):
    """What a member may do inside an organisation."""

    READER = "reader", _("Reader")
    EDITOR = "editor", _("Editor")
    ADMIN = "admin", _("Admin")


RANKS = {MemberRole.READER: 0, MemberRole.EDITOR: 1, MemberRole.ADMIN: 2}


class InvitationState(TextChoices):
    """How far an invitation has come; that it ran out is told by its last moment."""

    OPEN = "open", pgettext_lazy("invitation", "Open")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", pgettext_lazy("invitation", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "Withdrawn")


class EntryKind(TextChoices):
    """What somebody is as a person of the field, whatever the organisation."""

    PRACTITIONER = "practitioner", _("Practitioner")
    EXPERT = "expert", _("Expert")


class ProposalState(TextChoices):
    """How far an act that needs two people has come."""

    OPEN = "open", _("Waits for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", pgettext_lazy("proposal", "Refused")
    TAKEN_BACK = "taken-back", _("Taken back")


@dataclass(frozen=True)
class Grant:
    """A role of the staff and the area that it reaches: a GB/T 2260 code; empty: the whole country."""

    role: StaffRole
    area: str = ""


@dataclass(frozen=True)
class Seat:
    """A membership as somebody acts in it.

    Args: area: of a government or a park, the division it stands for; empty: the whole country, or not told.
    """

    membership_id: int
    organisation_id: int
    name: str
    kind: OrganisationKind
    role: MemberRole
    state: OrganisationState
    area: str = ""

    def reaches(self, needed: MemberRole) -> bool:
        """Whether the role is enough."""
        return RANKS[self.role] >= RANKS[needed]


@dataclass(frozen=True)
class Actor:
    """Who acts: a person with the roles held now, or nobody in particular (`NOBODY`).

    Args: number: the public number, which stands for the person in public. seats: the memberships of organisations
        that are open. seat: the one acted in.
    """

    person_id: int
    name: str
    number: str = ""
    grants: tuple[Grant, ...] = ()
    seats: tuple[Seat, ...] = ()
    seat: Seat | None = None

    @cached_property
    def roles(self) -> frozenset[StaffRole]:
        """The roles of the staff, wherever they reach."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def is_staff(self) -> bool:
        """Whether the office is open to this person."""
        return bool(self.grants)

    @property
    def is_nobody(self) -> bool:
        """Whether nobody is logged in."""
        return self.person_id == 0

    @property
    def signature(self) -> str:
        """How the person signs what is kept; `queries.names_of` tells the name, as long as there is one."""
        return f"#{self.number}"

    def areas(self, *roles: StaffRole) -> tuple[str, ...]:
        """The areas that the person's staff roles reach, none within another; ("",): the whole country.

        Args: roles: only these; none: any.
        """
        found = {grant.area for grant in self.grants if not roles or grant.role in roles}
        return tuple(
            sorted(each for each in found if not any(each != other and within(each, other) for other in found))
        )

    def reaches(self, division: str, *roles: StaffRole) -> bool:
        """Whether one of these staff roles (none: any) reaches a place.

        Args: division: of the place, of any time; empty: not known, which only the whole country reaches.
        """
        return any(lies_within(division, area) for area in self.areas(*roles))

    def seat_in(self, organisation_id: int) -> Seat | None:
        """The person's membership of an organisation."""
        return next((seat for seat in self.seats if seat.organisation_id == organisation_id), None)


@dataclass(frozen=True)
class Pair(Actor):
    """Two people who decide together: the second one acts, both sign.

    Args: first: signature of the one who proposed.
    """

    first: str = ""

    @property
    def signature(self) -> str:
        """Both numbers."""
        return TOGETHER.join((self.first, super().signature))


def paired(first: Actor, second: Actor) -> Pair:
    """Whoever confirms, together with whoever proposed."""
    return Pair(
        second.person_id, second.name, second.number, second.grants, second.seats, second.seat, first=first.signature
    )


def within(area: str, other: str) -> bool:
    """Whether an area lies within another one, or is it."""
    return lies_within(area, other)


NOBODY = Actor(0, "")
TOGETHER = " + "  # between the signatures of two people
REDACT_WORDS = "redact-words"  # the act of two people that `redacting.py` describes
