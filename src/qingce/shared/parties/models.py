"""People, organisations, who belongs to which, and the roles that the platform gave.

Whoever did something is kept by public number ("#P4K7…"), so that erasing a person takes the name away everywhere.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from qingce.shared.parties.enums import (
    EntryKind,
    InvitationState,
    MemberRole,
    OrganisationKind,
    OrganisationState,
    ProposalState,
    StaffRole,
)
from qingce.shared.parties.numbers import new_organisation_number, new_person_number


class PersonManager(BaseUserManager["Person"]):
    """People by e-mail address, in whatever case it is typed."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person with this e-mail address."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """Somebody who logs in."""

    number = models.CharField(max_length=12, unique=True, default=new_person_number, help_text="Public, and random.")
    email = models.EmailField(max_length=254, unique=True, help_text="In small letters.")
    name = models.CharField(max_length=100, help_text="Empty: erased.")
    language = models.CharField(max_length=2, default="zh", help_text="Of mail: zh or en.")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    privacy_agreed_on = models.DateField(null=True, help_text="The day of the privacy notice that was agreed to.")
    erased_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = PersonManager()

    def __str__(self) -> str:
        return self.number


class RoleGrant(models.Model):
    """A role of the staff: who gave it when, where it reaches, and when it ended; the row stays."""

    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=StaffRole)
    area = models.CharField(max_length=6, blank=True, default="", help_text="GB/T 2260; empty: the whole country.")
    granted_by = models.CharField(max_length=100)
    granted_at = models.DateTimeField()
    ended_by = models.CharField(max_length=100, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "role", "area"], condition=Q(ended_at=None), name="one_grant_per_role_and_area"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.area}"


class Organisation(models.Model):
    """An enterprise, an agency, an NGO, a government … as a user of the platform."""

    number = models.CharField(max_length=12, unique=True, default=new_organisation_number, help_text="Public.")
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    state = models.CharField(max_length=10, choices=OrganisationState, default=OrganisationState.WAITING)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True, default="", help_text="Its official one, if it has one.")
    uscc = models.CharField(max_length=18, blank=True, default="", help_text="Valid, or empty: none.")
    area = models.CharField(
        max_length=6, blank=True, default="", help_text="GB/T 2260: of a government or park, where it reaches."
    )
    department = models.CharField(max_length=100, blank=True, default="", help_text="Of a government.")
    statement = models.TextField(blank=True, default="", help_text="What it told the staff about itself.")
    registered_by = models.CharField(max_length=100)
    registered_at = models.DateTimeField()
    decided_by = models.CharField(max_length=100, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True, default="", help_text="Why it was let in, refused or closed.")

    class Meta:
        indexes = (
            models.Index(fields=["state", "registered_at"], name="organisation_queue"),
            models.Index(fields=["registered_at"], name="organisation_by_age"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["uscc", "kind"],
                condition=Q(state=OrganisationState.ACTIVE) & ~Q(uscc=""),
                name="one_organisation_per_code_and_kind",
            ),
        )

    def __str__(self) -> str:
        return self.number


class OrganisationProof(models.Model):
    """A file by which an organisation shows that it is what it says; seen by itself and the staff."""

    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="proofs")
    file = models.OneToOneField("files.StoredFile", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"proof of {self.organisation_id}"


class Membership(models.Model):
    """That a person belongs to an organisation; ended, the row stays."""

    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=MemberRole)
    since = models.DateTimeField()
    given_by = models.CharField(max_length=100)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=["person"], name="membership_person"),)
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(ended_at=None), name="one_membership_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} in {self.organisation_id}"


class Invitation(models.Model):
    """That somebody with an e-mail address may join an organisation; the link's secret is kept as a digest only."""

    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(max_length=254, help_text="Whom it was sent to; nobody else can take it up.")
    role = models.CharField(max_length=10, choices=MemberRole)
    state = models.CharField(max_length=10, choices=InvitationState, default=InvitationState.OPEN)
    secret_digest = models.BinaryField(max_length=16, unique=True)
    invited_by = models.CharField(max_length=100)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(state=InvitationState.OPEN),
                name="one_open_invitation_per_address",
            ),
        )

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class PersonalEntry(models.Model):
    """What somebody tells of oneself as a practitioner or an expert; kept by the person alone."""

    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=EntryKind)
    title = models.CharField(max_length=100, blank=True, default="", help_text="Professional title.")
    speciality = models.CharField(max_length=200)
    employer = models.CharField(max_length=200, blank=True, default="")
    qualification = models.TextField(blank=True, default="")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "kind"], name="one_entry_per_person_and_kind"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class Proposal(models.Model):
    """An act that hides or restores something public: one person proposes it, another one confirms."""

    act = models.CharField(max_length=40, help_text="Registered by the room that will do it.")
    subject_id = models.BigIntegerField()
    area = models.CharField(max_length=6, blank=True, default="", help_text="GB/T 2260: where the thing lies.")
    payload = models.JSONField(default=dict, help_text="What the act needs besides.")
    seen = models.CharField(max_length=100, default="", help_text="Version of what the proposer looked at.")
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    proposed_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=["state", "proposed_at"], name="proposal_queue"),)
        constraints = (
            models.UniqueConstraint(
                fields=["act", "subject_id"],
                condition=Q(state=ProposalState.OPEN),
                name="one_open_proposal_per_subject",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="proposal_has_reason"),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.CONFIRMED)
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by")),
                name="two_people_decide",
            ),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.subject_id}"
