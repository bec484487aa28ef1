"""Who a record is about: one row per enterprise, and every name it has gone by."""

from __future__ import annotations

from django.db import models

from qingce.domain.enterprises.enums import Identity, NameKind


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
    created_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["name_key"], name="enterprise_name_key"),
            models.Index(fields=["division"], name="enterprise_division"),
        )

    def __str__(self) -> str:
        return self.name


class EnterpriseName(models.Model):
    """A name, and when it was in use; the current one is among them."""

    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="+")
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
