"""The public database: one row per record, what it says, where it was read, and what was changed since.

Text columns are empty where the source says nothing; dates and numbers are null. Codes are those of their time.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.domain.records.enums import PublicationState, RecordType, RemovalPath, SourceKind, ViolationCategory


class Source(models.Model):
    """A publication: what a government, or somebody who copied it, put out (REC-2)."""

    title = models.CharField(max_length=300)
    issuer = models.CharField(max_length=200, blank=True, default="")
    kind = models.CharField(max_length=20, choices=SourceKind, default=SourceKind.OTHER)
    published_on = models.DateField(null=True)
    url = models.CharField(max_length=500, blank=True, default="")
    licence = models.CharField(max_length=300, blank=True, default="", help_text="On what terms it may be used.")
    key = models.BinaryField(max_length=16, unique=True, help_text="Digest of title, issuer, date and address.")

    def __str__(self) -> str:
        return self.title


class Record(models.Model):
    """One environmental supervision record about one enterprise."""

    # Covered by the index of enterprise and year.
    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="+", db_index=False)
    type = models.CharField(max_length=24, choices=RecordType)
    state = models.CharField(max_length=12, choices=PublicationState, default=PublicationState.PUBLISHED)
    title = models.CharField(max_length=300)
    doc_no = models.CharField(max_length=120, blank=True, default="")
    issuer = models.CharField(max_length=200, blank=True, default="", help_text="Issuing body.")
    published_on = models.DateField(null=True, help_text="When the issuing body published it.")
    decided_on = models.DateField(null=True)
    inspected_on = models.DateField(null=True)
    year = models.SmallIntegerField(null=True, help_text="Of publication, else decision, else inspection.")
    division = models.CharField(max_length=6, blank=True, default="", help_text="GB/T 2260 code of the time.")
    industry = models.CharField(max_length=4, blank=True, default="", help_text="GB/T 4754-2017.")
    address = models.CharField(max_length=300, blank=True, default="")
    description = models.TextField(blank=True, default="", help_text="What happened, in the source's words.")
    laws = models.TextField(blank=True, default="", help_text="Laws cited by the source.")
    measure = models.TextField(blank=True, default="", help_text="Penalty or measure, in the source's words.")
    fine_cny = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    details = models.JSONField(default=dict, help_text="What only this type has; `types.py` names the fields.")
    is_corrected = models.BooleanField(default=False)
    is_synthetic = models.BooleanField(default=False)
    identity_key = models.BinaryField(
        max_length=16, unique=True, help_text="Enterprise, type and document; without a document its content."
    )
    content_key = models.BinaryField(max_length=16, help_text="Enterprise, type, day and words.")
    salt = models.BinaryField(max_length=16, null=True, help_text="Of its statement in the ledger; null: none yet.")
    statement_hash = models.BinaryField(
        max_length=32, null=True, help_text="Of what it says, as the ledger holds it (`statements.py`)."
    )
    batch = models.ForeignKey("intake.Batch", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["enterprise", "-year"], name="record_enterprise_year"),
            models.Index(fields=["content_key"], name="record_content_key"),
            models.Index(fields=["batch"], condition=Q(state=PublicationState.WITHDRAWN), name="record_withdrawn"),
            models.Index(fields=["batch"], condition=Q(state=PublicationState.REMOVED), name="record_removed"),
            models.Index(fields=["batch"], condition=Q(is_corrected=True), name="record_corrected"),
        )

    def __str__(self) -> str:
        return self.title


class FurtherKey(models.Model):
    """A key by which a record is recognised besides its own: that of its corrected document number (REC-5)."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    key = models.BinaryField(max_length=16, unique=True)

    def __str__(self) -> str:
        return bytes(self.key).hex()


class Violation(models.Model):
    """One violation that a record states: a coded category and, where told apart, its own text."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="violations")
    category = models.CharField(max_length=24, choices=ViolationCategory)
    text = models.TextField(blank=True, default="")
    is_from_text = models.BooleanField(default=False, help_text="Assigned by us from the words; not by the source.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["record", "category"], name="one_violation_per_category"),)

    def __str__(self) -> str:
        return self.category


class Measurement(models.Model):
    """A pollutant that a record names, with value and limit where it gives them."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="measurements")
    pollutant = models.CharField(max_length=60, help_text="Name as written.")
    code = models.CharField(max_length=8, blank=True, default="", help_text="HJ 212-2017; empty: not in it.")
    outlet = models.CharField(max_length=120, blank=True, default="")
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    limit = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    unit = models.CharField(max_length=20, blank=True, default="")
    times_over = models.DecimalField(
        max_digits=12, decimal_places=4, null=True, help_text="By how many times the limit is exceeded."
    )

    def __str__(self) -> str:
        return self.pollutant


class Quantity(models.Model):
    """An amount that a record states, such as waste in tonnes."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="quantities")
    what = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=20, decimal_places=6)
    unit = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.what


class Provenance(models.Model):
    """Where a record was read: a source, and the row of the file in which it came (REC-2, REC-5)."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="provenances")
    # Nobody looks for rows by their source; by their batch, the constraint covers it.
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    batch = models.ForeignKey("intake.Batch", on_delete=models.PROTECT, related_name="+", db_index=False)
    sheet = models.CharField(max_length=60, blank=True, default="")
    row = models.PositiveIntegerField(help_text="Row of the file, the header being row 1.")
    reference = models.CharField(max_length=500, blank=True, default="", help_text="Address of the page itself.")
    differences = models.JSONField(default=dict, help_text="What this source states otherwise: field → text.")
    received_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["batch", "sheet", "row", "record"], name="one_provenance_per_row"),
        )

    def __str__(self) -> str:
        return f"{self.source_id}:{self.row}"


class Correction(models.Model):
    """A changed value: what it was, what it is, who changed it and why."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=40)
    former = models.TextField()
    current = models.TextField()
    reason = models.TextField()
    corrected_by = models.CharField(max_length=100)
    corrected_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason"),)

    def __str__(self) -> str:
        return self.field


class StateChange(models.Model):
    """Why a record's publication state changed; its identifier answers with this (REC-10)."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="state_changes")
    former = models.CharField(max_length=12, choices=PublicationState)
    current = models.CharField(max_length=12, choices=PublicationState)
    reason = models.TextField()
    clause = models.TextField(blank=True, default="", help_text="Clauses of a source, if any.")
    batch = models.ForeignKey(
        "intake.Batch", on_delete=models.PROTECT, null=True, related_name="+", help_text="If a whole batch was undone."
    )
    case_number = models.PositiveIntegerField(null=True, help_text="Of the case that removed or restored it.")
    path = models.CharField(max_length=8, choices=RemovalPath, blank=True, default="", help_text="Of that case.")
    changed_by = models.CharField(max_length=100)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="state_change_has_reason"),)

    def __str__(self) -> str:
        return self.current
