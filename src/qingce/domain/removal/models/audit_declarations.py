"""The declaration of annex 3 on paper: scans and digitally signed files, which the staff check."""

from __future__ import annotations

from django.db import models

from qingce.domain.removal.audits.enums import AuditParty
from qingce.domain.removal.models.audits import Audit


class DeclarationPaper(models.Model):
    """A printed declaration that came back signed; each party says itself that its signature is on it."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="declarations", db_index=False)
    file = models.OneToOneField("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, help_text="Of the file as it came.")
    party = models.CharField(max_length=12, choices=AuditParty, help_text="Who handed it in.")
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()
    is_accepted = models.BooleanField(null=True, help_text="Null: the staff have not checked it.")
    note = models.TextField(blank=True, default="", help_text="Why it was not accepted.")
    checked_by = models.CharField(max_length=100, blank=True, default="")
    checked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="When another agency took over.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["audit", "sha256"], name="one_declaration_paper_per_file"),)
        indexes = (
            models.Index(fields=["added_by"], name="declarationpaper_added_by"),
            models.Index(fields=["checked_by"], name="declarationpaper_checked_by"),
        )

    def __str__(self) -> str:
        return f"{self.audit_id}: {self.sha256[:8]}"
