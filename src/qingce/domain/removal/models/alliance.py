"""Places of the alliance's members, invitations to observe, what observing cost."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.domain.removal.alliance.enums import CostKind, Nearness, ObservingState
from qingce.domain.removal.audits.enums import AuditParty


class AlliancePlace(models.Model):
    """The place of a member of annex 4: which organisation took it, and where the member observes."""

    key = models.CharField(max_length=80, unique=True, help_text="Of the rulebook's list `alliance`.")
    organisation = models.OneToOneField("parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    claimed_by = models.CharField(max_length=100, blank=True, default="")
    claimed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=100, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True, help_text="By the staff; null: it is only claimed.")
    regions = models.JSONField(null=True, help_text="GB/T 2260 codes; null: what the name says.")

    class Meta:
        indexes = (models.Index(fields=["claimed_by"], name="allianceplace_claimed_by"),)

    def __str__(self) -> str:
        return self.key


class Observation(models.Model):
    """That a member was asked to observe an audit, and what became of it."""

    audit = models.ForeignKey("removal.Audit", on_delete=models.PROTECT, related_name="observations")
    key = models.CharField(max_length=80)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ObservingState, default=ObservingState.ASKED)
    nearness = models.CharField(max_length=12, choices=Nearness)
    asked_by = models.CharField(max_length=100, blank=True, default="", help_text="Empty: the clock.")
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=100, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    observer = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, null=True, related_name="+", help_text="Who goes there."
    )
    is_free = models.BooleanField(default=False, help_text="Declared that nothing binds member and observer.")
    reason = models.TextField(blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["audit"],
                condition=Q(state__in=(ObservingState.ASKED, ObservingState.ACCEPTED)),
                name="one_observation_at_a_time",
            ),
        )
        indexes = (
            models.Index(fields=["state", "due_on"], name="observation_queue"),
            models.Index(fields=["organisation", "-asked_at"], name="observation_turn"),
            models.Index(fields=["answered_by"], name="observation_answered_by"),
        )

    def __str__(self) -> str:
        return f"{self.audit_id}: {self.key}"


class ObservationCost(models.Model):
    """Travel, board or lodging of an observer, with its receipt."""

    audit = models.ForeignKey("removal.Audit", on_delete=models.PROTECT, related_name="costs")
    kind = models.CharField(max_length=10, choices=CostKind)
    amount_cny = models.DecimalField(max_digits=9, decimal_places=2)
    spent_on = models.DateField()
    note = models.TextField(blank=True, default="")
    file = models.OneToOneField("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    declared_by = models.CharField(max_length=100)
    declared_at = models.DateTimeField()
    paid_by = models.CharField(max_length=100, blank=True, default="", help_text="Who confirmed for the enterprise.")
    paid_at = models.DateTimeField(null=True)
    back_at = models.DateTimeField(null=True, help_text="When the observer took it back.")

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(amount_cny__gt=0), name="cost_more_than_nothing"),)
        indexes = (models.Index(fields=["declared_by"], name="observationcost_by"),)

    def __str__(self) -> str:
        return f"{self.audit_id}: {self.kind}"


class MoneyDeclaration(models.Model):
    """That a party declared that nothing else was paid or given for an audit (IPE-2017 §2.2.4 note)."""

    audit = models.ForeignKey("removal.Audit", on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.CharField(max_length=12, choices=AuditParty)
    version = models.CharField(max_length=12)
    declared_by = models.CharField(max_length=100)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["audit", "party", "version"], name="one_money_declaration_per_party"),
        )
        indexes = (models.Index(fields=["declared_by"], name="moneydeclaration_by"),)

    def __str__(self) -> str:
        return f"{self.audit_id}: {self.party}"


class AuditObserver(models.Model):
    """A person who observes an audit, for the member or for the platform: nobody else does what an observer does."""

    audit = models.ForeignKey("removal.Audit", on_delete=models.PROTECT, related_name="observers")
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+", help_text="Null: the platform."
    )
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    named_by = models.CharField(max_length=100, help_text="Who declared, too, that nothing binds the person.")
    named_at = models.DateTimeField()
    left_by = models.CharField(max_length=100, blank=True, default="", help_text="Empty: with the observation.")
    left_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, default="", help_text="Why the person no longer observes; not public.")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["audit", "person"], condition=Q(left_at=None), name="one_place_among_observers"
            ),
        )
        indexes = (
            models.Index(fields=["named_by"], name="auditobserver_named_by"),
            models.Index(fields=["left_by"], name="auditobserver_left_by"),
        )

    def __str__(self) -> str:
        return f"{self.audit_id}: {self.person_id}"
