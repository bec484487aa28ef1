"""An on-site audit: where it stands, who audits and who observes, each duty that was done, each step."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.domain.removal.audits.enums import OPEN_AUDITS, AuditParty, AuditState


class Audit(models.Model):
    """A third-party audit on site of a case, watched by an NGO or by the platform itself (IPE-2017 §2.2)."""

    case = models.ForeignKey("removal.Case", on_delete=models.PROTECT, related_name="audits", db_index=False)
    state = models.CharField(max_length=12, choices=AuditState, default=AuditState.CONFIRMING)
    version = models.PositiveIntegerField(default=1, help_text="Grows with each step and each duty.")
    since = models.DateTimeField(help_text="When its state began.")
    due_on = models.DateField(null=True, help_text="Until when the stage has to end.")
    rules = models.CharField(max_length=64, help_text="Digest of the removal rules; frozen with the case.")
    division = models.CharField(max_length=6, blank=True, default="", help_text="Of the enterprise, when it applied.")
    agency = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    observer = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+", help_text="Null: nobody yet."
    )
    is_platform_observing = models.BooleanField(default=False, help_text="The platform itself observes.")
    opened_by = models.CharField(max_length=100)
    opened_at = models.DateTimeField()
    reason = models.TextField(blank=True, default="", help_text="Public, where it ended without a report.")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=OPEN_AUDITS), name="one_open_audit_per_case"
            ),
        )
        indexes = (
            models.Index(fields=["case"], name="audit_case"),
            models.Index(fields=["state", "due_on"], name="audit_queue"),
            models.Index(fields=["opened_by"], name="audit_opened_by"),
            models.Index(fields=["-opened_at", "-id"], name="audit_newest"),
        )

    def __str__(self) -> str:
        return f"audit {self.pk}"


class DutyTick(models.Model):
    """That a duty was done: by its owner's own tick, or by the act that it consists of."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="ticks", db_index=False)
    duty = models.CharField(max_length=60, help_text="Of the rulebook's list `duties`.")
    party = models.CharField(max_length=12, choices=AuditParty, help_text="As whom somebody ticked it.")
    note = models.TextField(blank=True, default="", help_text="Not public.")
    done_by = models.CharField(max_length=100)
    done_at = models.DateTimeField()
    back_by = models.CharField(max_length=100, blank=True, default="")
    back_at = models.DateTimeField(null=True, help_text="When it was taken back.")
    back_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["audit", "duty"], condition=Q(back_at=None), name="one_standing_tick_per_duty"
            ),
        )
        indexes = (
            models.Index(fields=["audit", "duty"], name="dutytick_audit"),
            models.Index(fields=["done_by"], name="dutytick_done_by"),
            models.Index(fields=["back_by"], name="dutytick_back_by"),
        )

    def __str__(self) -> str:
        return f"{self.audit_id}: {self.duty}"


class DutyProof(models.Model):
    """What shows that a duty was done: a note, a file, or both; for the parties and the staff only."""

    tick = models.ForeignKey(DutyTick, on_delete=models.PROTECT, related_name="proofs")
    file = models.OneToOneField("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True, default="")
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["added_by"], name="dutyproof_added_by"),)

    def __str__(self) -> str:
        return f"{self.tick_id}: {self.file_id}"


class AuditStep(models.Model):
    """A step of an audit: what its public timeline shows."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=40)
    source = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    party = models.CharField(max_length=12, choices=AuditParty)
    at = models.DateTimeField()
    reason = models.TextField(blank=True, default="", help_text="Public.")
    clause = models.CharField(max_length=200, blank=True, default="")
    taken_by = models.CharField(max_length=100)

    class Meta:
        indexes = (models.Index(fields=["taken_by"], name="auditstep_taken_by"),)

    def __str__(self) -> str:
        return f"{self.audit_id}: {self.act}"


class AuditReminder(models.Model):
    """That it was told how soon a stage ends: once for each last day and each term."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField()
    days = models.PositiveSmallIntegerField(help_text="The term that was reached: so many days before.")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["audit", "due_on", "days"], name="one_audit_reminder_per_term"),)

    def __str__(self) -> str:
        return f"{self.audit_id}: {self.days}"
