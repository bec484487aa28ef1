"""Suppliers that an audited enterprise named."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.domain.removal.suppliers.enums import SupplierKind


class AuditSupplier(models.Model):
    """A supplier that treats wastewater, carries or treats hazardous waste, or takes over polluting steps."""

    audit = models.ForeignKey("removal.Audit", on_delete=models.PROTECT, related_name="suppliers")
    kind = models.CharField(max_length=12, choices=SupplierKind)
    enterprise = models.ForeignKey(
        "enterprises.Enterprise", on_delete=models.PROTECT, null=True, related_name="+", help_text="Null: not known."
    )
    name = models.CharField(max_length=200)
    uscc = models.CharField(max_length=18, blank=True, default="")
    named_by = models.CharField(max_length=100)
    named_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, help_text="When whoever speaks for it was written to.")
    back_at = models.DateTimeField(null=True, help_text="When the enterprise took the name back.")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["audit", "kind", "name"], condition=Q(back_at=None), name="one_row_per_supplier_and_kind"
            ),
        )
        indexes = (models.Index(fields=["named_by"], name="auditsupplier_named_by"),)

    def __str__(self) -> str:
        return f"{self.audit_id}: {self.name}"
