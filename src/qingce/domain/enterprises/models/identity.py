"""Who a record is about: one row per enterprise, every name it has gone by, and which rows are one enterprise."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.domain.enterprises.enums import Identity, NameKind, QuestionState, TraitKind


class Enterprise(models.Model):
    """One enterprise, branch or site as the sources tell them apart."""

    name = models.CharField(max_length=200, help_text="Current name, as the source writes it.")
    name_key = models.CharField(max_length=200, help_text="`kernel.names` key of the current name.")
    uscc = models.CharField(max_length=18, null=True, unique=True, help_text="Valid code, or null: not known.")
    identity = models.CharField(max_length=10, choices=Identity, default=Identity.NAME)
    address = models.CharField(max_length=300, blank=True, default="")
    division = models.CharField(max_length=6, blank=True, default="", help_text="GB/T 2260; empty: not known.")
    industry = models.CharField(max_length=4, blank=True, default="", help_text="GB/T 4754-2017; empty: not known.")
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    listed = models.BooleanField(null=True, help_text="Belongs to a listed company; null: not stated.")
    is_synthetic = models.BooleanField(default=False)
    canonical = models.ForeignKey(
        "enterprises.Enterprise",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="The enterprise this one is merged into, at the end of the chain; null: it stands for itself.",
    )
    salt = models.BinaryField(max_length=16, null=True, help_text="Of its statement in the ledger; null: none yet.")
    created_at = models.DateTimeField()

    # Found by its code, its number, or any of its names (below): further indexes would only make writing slower.

    def __str__(self) -> str:
        return self.name


class EnterpriseName(models.Model):
    """A name, and when it was in use; the current one is among them."""

    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=NameKind)
    used_from = models.DateField(null=True, help_text="First day known; null: not known.")
    used_until = models.DateField(null=True, help_text="Last day known; null: not known, or still in use.")
    stated_by = models.CharField(max_length=300, blank=True, default="", help_text="The source that says so.")
    created_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["name_key"], name="enterprisename_key"),)
        constraints = (
            models.UniqueConstraint(fields=["enterprise", "name", "kind"], name="one_row_per_name_and_kind"),
        )

    def __str__(self) -> str:
        return self.name


class Merge(models.Model):
    """That one enterprise is another, who found so and why; ended, it is split again and the row stays."""

    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="+")
    into = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    merged_by = models.CharField(max_length=100)
    merged_at = models.DateTimeField()
    split_reason = models.TextField(blank=True, default="")
    split_by = models.CharField(max_length=100, blank=True, default="")
    split_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["enterprise"], condition=Q(split_at=None), name="one_merge_at_a_time"),
            models.CheckConstraint(condition=~Q(reason=""), name="merge_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.enterprise_id} → {self.into_id}"


class NameBlock(models.Model):
    """A short piece of a name by which names that nearly agree are found (`candidates.py`)."""

    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="+", db_index=False)
    block = models.CharField(max_length=12)
    body = models.CharField(
        max_length=200, blank=True, default="", help_text="Brand and trade of the whole name; empty: not worked out."
    )

    class Meta:
        # Everything that is read of a piece stands in the index.
        indexes = (models.Index(fields=["block", "enterprise", "body"], name="nameblock_piece"),)

    def __str__(self) -> str:
        return self.block


class Trait(models.Model):
    """What enterprises may share: an address, a telephone, a person; kept as a digest only, and never shown."""

    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=TraitKind)
    digest = models.BinaryField(max_length=16)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "digest", "enterprise"], name="one_row_per_enterprise_and_trait"),
        )

    def __str__(self) -> str:
        return self.kind


class MatchQuestion(models.Model):
    """Which enterprise do these rows mean? One question per batch and description; its rows wait for the answer."""

    batch = models.ForeignKey("intake.Batch", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.BinaryField(max_length=16, help_text="Digest of the description.")
    description = models.JSONField(help_text="What the rows say of the enterprise: field → text.")
    division = models.CharField(max_length=6, blank=True, default="", help_text="Of the description: GB/T 2260.")
    why = models.CharField(max_length=32, help_text="`AskReason`: why nobody decided by rule.")
    ranked = models.JSONField(default=list, help_text="Candidates, best first: enterprise, score, reasons.")
    best_score = models.DecimalField(max_digits=4, decimal_places=3, default=0)
    rival_score = models.DecimalField(
        max_digits=4, decimal_places=3, null=True, help_text="Of the second likeliest; null: there is none."
    )
    rows = models.PositiveIntegerField(default=0, help_text="Rows that wait.")
    state = models.CharField(max_length=10, choices=QuestionState, default=QuestionState.OPEN)
    note = models.TextField(blank=True, default="", help_text="From the colleague who was not sure.")
    enterprise = models.ForeignKey(
        "enterprises.Enterprise", on_delete=models.PROTECT, null=True, related_name="+", help_text="Made on the answer."
    )
    reason = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField()
    answered_by = models.CharField(max_length=100, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["state", "batch", "rows", "asked_at"], name="matchquestion_counted"),
            models.Index(fields=["state", "-best_score", "id"], name="matchquestion_turn"),
            models.Index(fields=["key"], name="matchquestion_key"),
            models.Index(fields=["division", "state"], name="matchquestion_division"),
        )
        constraints = (models.UniqueConstraint(fields=["batch", "key"], name="one_question_per_description"),)

    def __str__(self) -> str:
        return str(self.description.get("name", ""))
