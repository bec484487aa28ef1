"""Documents of the enterprise's shelf that stand behind what a disclosure says."""

from __future__ import annotations

from django.db import models


class Support(models.Model):
    """A document in a slot of a disclosure; what it says, its days and files are the shelf's."""

    disclosure = models.ForeignKey("disclosure.Disclosure", on_delete=models.PROTECT, related_name="+", db_index=False)
    slot = models.CharField(max_length=80, help_text="A document of the rulebook `disclosure`.")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(
        null=True, help_text="Of the document, when it was handed in; null: it was not, the newest counts."
    )
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["added_by"], name="disclosuresupport_added_by"),)
        constraints = (
            models.UniqueConstraint(fields=["disclosure", "document"], name="one_support_per_disclosure_document"),
        )

    def __str__(self) -> str:
        return f"{self.disclosure_id}: {self.slot}"
