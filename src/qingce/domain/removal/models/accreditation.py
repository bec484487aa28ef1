"""Agencies accredited to audit: application and accreditation in one row, auditors, ties, papers, steps."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.domain.removal.accreditation.enums import (
    APPLYING,
    EVER_GRANTED,
    IN_FORCE,
    AccreditationParty,
    AccreditationState,
    TieKind,
)


class Accreditation(models.Model):
    """An agency's application, and, once granted, its accreditation for a term (IPE-2017 §2.2.4 (2))."""

    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=AccreditationState, default=AccreditationState.DRAFT)
    version = models.PositiveIntegerField(default=1, help_text="Grows with each step.")
    fields = models.JSONField(default=list, help_text="Of `data/accreditation.toml`.")
    methods = models.JSONField(default=list, help_text="Of `data/accreditation.toml`.")
    past_work = models.TextField(blank=True, default="")
    opened_by = models.CharField(max_length=100)
    opened_at = models.DateTimeField()
    applied_on = models.DateField(null=True)
    since = models.DateTimeField(help_text="When its state began.")
    due_on = models.DateField(null=True, help_text="Until when whoever owes the next step takes it.")
    asked = models.TextField(blank=True, default="", help_text="What the agency was told to add.")
    checked_by = models.CharField(max_length=100, blank=True, default="")
    checked_note = models.TextField(blank=True, default="", help_text="For the one who decides.")
    conditions = models.TextField(blank=True, default="", help_text="Public.")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    reason = models.TextField(blank=True, default="", help_text="Public, once it was granted.")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state__in=APPLYING), name="one_accreditation_applied_for"
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state__in=IN_FORCE), name="one_accreditation_in_force"
            ),
        )
        indexes = (
            models.Index(fields=["state", "due_on"], name="accreditation_queue"),
            models.Index(fields=["opened_by"], name="accreditation_opened_by"),
            models.Index(fields=["valid_until"], name="accreditation_term", condition=Q(state__in=IN_FORCE)),
            models.Index(fields=["organisation", "-id"], name="accredited_ever", condition=Q(state__in=EVER_GRANTED)),
        )

    def __str__(self) -> str:
        return f"accreditation {self.pk}"


class Auditor(models.Model):
    """Somebody who audits for an agency: a member of it, with a qualification that the staff found right."""

    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    is_lead = models.BooleanField(default=False)
    qualification = models.CharField(max_length=200)
    certificate = models.CharField(max_length=120, blank=True, default="", help_text="Its number.")
    qualified_on = models.DateField()
    valid_until = models.DateField(null=True, help_text="Null: it has no last day.")
    is_named = models.BooleanField(default=False, help_text="The person agreed to be named in public.")
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=100, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True)
    refusal = models.TextField(blank=True, default="", help_text="Why the staff did not find it right.")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(ended_at=None), name="one_auditor_at_a_time"
            ),
        )
        indexes = (models.Index(fields=["person"], name="auditor_person"),)

    def __str__(self) -> str:
        return f"auditor {self.pk}"


class AuditorTie(models.Model):
    """What binds an auditor, or the agency, to an enterprise: declared, and used to keep them out of its audit."""

    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    auditor = models.ForeignKey(
        Auditor, on_delete=models.PROTECT, null=True, related_name="ties", help_text="Null: the agency itself."
    )
    kind = models.CharField(max_length=10, choices=TieKind)
    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, null=True, related_name="+")
    enterprise_name = models.CharField(max_length=200)
    uscc = models.CharField(max_length=18, blank=True, default="")
    since = models.DateField(null=True)
    until = models.DateField(null=True, help_text="Null: it lasts.")
    declared_by = models.CharField(max_length=100)
    declared_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["declared_by"], name="auditortie_declared_by"),)

    def __str__(self) -> str:
        return f"tie {self.pk}"


class AccreditationPaper(models.Model):
    """A file that shows competence or independence, or an auditor's qualification; for the agency and the staff."""

    accreditation = models.ForeignKey(Accreditation, on_delete=models.PROTECT, related_name="papers")
    auditor = models.ForeignKey(Auditor, on_delete=models.PROTECT, null=True, related_name="papers")
    slot = models.CharField(max_length=20, blank=True, default="", help_text="Empty: of an auditor.")
    file = models.OneToOneField("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["added_by"], name="accreditationpaper_by"),)

    def __str__(self) -> str:
        return f"paper {self.pk} of {self.accreditation_id}"


class IndependenceDeclaration(models.Model):
    """What an agency declared with its application."""

    accreditation = models.ForeignKey(
        Accreditation, on_delete=models.PROTECT, related_name="declarations", db_index=False
    )
    kind = models.CharField(max_length=40)
    version = models.CharField(max_length=12)
    declared_by = models.CharField(max_length=100)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["accreditation", "kind", "version"], name="one_independence_per_version"),
        )
        indexes = (models.Index(fields=["declared_by"], name="independence_declared_by"),)

    def __str__(self) -> str:
        return f"{self.accreditation_id}: {self.kind}"


class AccreditationStep(models.Model):
    """A step that was taken."""

    accreditation = models.ForeignKey(Accreditation, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=40)
    target = models.CharField(max_length=12)
    party = models.CharField(max_length=12, choices=AccreditationParty)
    at = models.DateTimeField()
    reason = models.TextField(blank=True, default="")
    taken_by = models.CharField(max_length=100)

    class Meta:
        indexes = (models.Index(fields=["taken_by"], name="accreditationstep_by"),)

    def __str__(self) -> str:
        return f"{self.accreditation_id}: {self.act}"
