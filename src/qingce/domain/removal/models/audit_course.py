"""What the parties of an audit hand in, agree, state and sign, from the confirmation to the declarations."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.domain.removal.audits.enums import AuditParty, MeetingKind
from qingce.domain.removal.models.audits import Audit


class AuditPaper(models.Model):
    """A document of the shelf for a line of annex 2, or what the enterprise says in its place; for the parties only."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="papers")
    line = models.CharField(max_length=60, help_text="Of the rulebook's list `onsite-documents`.")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="+")
    document_version = models.PositiveIntegerField(null=True)
    text = models.TextField(blank=True, default="", help_text="Where there is no document.")
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["audit", "line", "document"], name="one_paper_per_audit_line"),
            models.UniqueConstraint(
                fields=["audit", "line"], condition=Q(document=None), name="one_text_per_audit_line"
            ),
        )
        indexes = (models.Index(fields=["added_by"], name="auditpaper_added_by"),)

    def __str__(self) -> str:
        return f"{self.audit_id}: {self.line}"


class AuditFormField(models.Model):
    """A field of the form on the enterprise, as the agency filled it in; for the parties only."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="form_fields", db_index=False)
    field = models.CharField(max_length=60, help_text="Of the rulebook's list `onsite-documents`.")
    text = models.TextField()
    written_by = models.CharField(max_length=100)
    written_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["audit", "field"], name="one_text_per_form_field"),)
        indexes = (models.Index(fields=["written_by"], name="auditformfield_by"),)

    def __str__(self) -> str:
        return f"{self.audit_id}: {self.field}"


class AuditPlan(models.Model):
    """A version of the audit plan; the newest one holds once enterprise, agency and platform agree to it."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="plans", db_index=False)
    number = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    until_on = models.DateField()
    text = models.TextField(help_text="What is looked at, by whom, in which order.")
    reason = models.TextField(blank=True, default="", help_text="Why it was changed.")
    written_by = models.CharField(max_length=100)
    written_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["audit", "number"], name="one_plan_per_number"),)
        indexes = (models.Index(fields=["written_by"], name="auditplan_written_by"),)

    def __str__(self) -> str:
        return f"{self.audit_id}: plan {self.number}"


class PlanAgreement(models.Model):
    """That a party agrees to a version of the plan."""

    plan = models.ForeignKey(AuditPlan, on_delete=models.PROTECT, related_name="agreements", db_index=False)
    party = models.CharField(max_length=12, choices=AuditParty)
    agreed_by = models.CharField(max_length=100)
    agreed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["plan", "party"], name="one_agreement_per_party"),)
        indexes = (models.Index(fields=["agreed_by"], name="planagreement_by"),)

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.party}"


class AuditMeeting(models.Model):
    """A meeting of the parties, as the agency that called it wrote it down; the newest of its kind counts."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=12, choices=MeetingKind)
    held_on = models.DateField()
    who = models.TextField(help_text="Who took part, for each party.")
    minutes = models.TextField()
    written_by = models.CharField(max_length=100)
    written_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["written_by"], name="auditmeeting_by"),)

    def __str__(self) -> str:
        return f"{self.audit_id}: {self.kind}"


class ReadinessStatement(models.Model):
    """What the enterprise states of its operation before the audit; the agency confirms it on site."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="readiness")
    facts = models.JSONField(help_text="Of the rulebook's table `on-site-readiness`.")
    outcome = models.CharField(max_length=20)
    explanation = models.TextField(blank=True, default="", help_text="Why the load is above design capacity.")
    stated_by = models.CharField(max_length=100)
    stated_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=100, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["stated_by"], name="readiness_stated_by"),
            models.Index(fields=["confirmed_by"], name="readiness_confirmed_by"),
        )

    def __str__(self) -> str:
        return f"{self.audit_id}: {self.outcome}"


class AuditSignature(models.Model):
    """A signature under the on-site audit declaration (IPE-2017 annex 3)."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="signatures", db_index=False)
    party = models.CharField(max_length=12, choices=AuditParty)
    name = models.CharField(max_length=80, help_text="As typed; the account's name. Public, as the declaration is.")
    position = models.CharField(max_length=80, blank=True, default="")
    rules = models.CharField(max_length=64, help_text="Digest of the rules whose text was signed.")
    visited_on = models.DateField(help_text="The day of the audit that it states.")
    signed_by = models.CharField(max_length=100)
    signed_at = models.DateTimeField()
    paper = models.ForeignKey(
        "removal.DeclarationPaper", on_delete=models.PROTECT, null=True, related_name="+", db_index=False,
        help_text="The file that bears it; null: signed on screen.",
    )  # fmt: skip
    void_at = models.DateTimeField(null=True, help_text="When another agency took over.")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["audit", "party"], condition=Q(void_at=None), name="one_signature_per_party"
            ),
        )
        indexes = (models.Index(fields=["signed_by"], name="auditsignature_by"),)

    def __str__(self) -> str:
        return f"{self.audit_id}: {self.party}"


class AgencyQuote(models.Model):
    """An agency that the enterprise asked for a quote, and what it quoted; known to all sides."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="quotes", db_index=False)
    agency = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    asked_by = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    amount_cny = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    includes = models.TextField(blank=True, default="", help_text="What the amount includes.")
    days = models.PositiveSmallIntegerField(null=True, help_text="On site.")
    is_independent = models.BooleanField(default=False, help_text="The agency declared that nothing binds it.")
    quoted_by = models.CharField(max_length=100, blank=True, default="")
    quoted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    chosen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["audit", "agency"], name="one_quote_per_agency"),)
        indexes = (
            models.Index(fields=["asked_by"], name="agencyquote_asked_by"),
            models.Index(fields=["quoted_by"], name="agencyquote_quoted_by"),
        )

    def __str__(self) -> str:
        return f"{self.audit_id}: {self.agency_id}"


class AuditTeam(models.Model):
    """An auditor of the team: proposed by the agency; after the first team the platform approves each change."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="team")
    auditor = models.ForeignKey("removal.Auditor", on_delete=models.PROTECT, related_name="+")
    is_lead = models.BooleanField(default=False)
    named_by = models.CharField(max_length=100)
    named_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["audit", "auditor"], condition=Q(left_at=None), name="one_place_in_the_team"
            ),
        )
        indexes = (models.Index(fields=["named_by"], name="auditteam_named_by"),)

    def __str__(self) -> str:
        return f"{self.audit_id}: {self.auditor_id}"


class TeamChange(models.Model):
    """A change of the team that the agency asks for; the staff confirm it before it holds (IPE-2017 §2.2.4 note 6)."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="team_changes")
    auditors = models.JSONField(help_text="Numbers of the auditors of the new team.")
    reason = models.TextField(help_text="Public.")
    asked_by = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    is_confirmed = models.BooleanField(null=True)
    note = models.TextField(blank=True, default="")
    decided_by = models.CharField(max_length=100, blank=True, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["audit"], condition=Q(is_confirmed=None), name="one_open_team_change"),
        )
        indexes = (
            models.Index(fields=["asked_by"], name="teamchange_asked_by"),
            models.Index(fields=["decided_by"], name="teamchange_decided_by"),
        )

    def __str__(self) -> str:
        return f"{self.audit_id}: change {self.pk}"
