"""What shows that facts were concealed or papers forged: files of a proposal to restore."""

from __future__ import annotations

from django.db import models


class RestorationFile(models.Model):
    """A file that goes with a proposal to restore what a case removed; closed to the public unless marked otherwise."""

    case = models.ForeignKey("removal.Case", on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey("parties.Proposal", on_delete=models.PROTECT, related_name="+")
    file = models.OneToOneField("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    is_public = models.BooleanField(default=False, help_text="Everybody may read it once the proposal is confirmed.")
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, help_text="When the second person confirmed the proposal.")

    class Meta:
        indexes = (models.Index(fields=["added_by"], name="restorationfile_by"),)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.file_id}"
