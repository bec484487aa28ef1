"""Documents as they were issued."""

from __future__ import annotations

from django.db import models


class IssuedDocument(models.Model):
    """One document; what it said is kept as long as it is public, that it was issued for ever."""

    code = models.CharField(max_length=12, unique=True, help_text="On each page; the last character checks the others.")
    kind = models.CharField(max_length=40, help_text="Also the name of its template.")
    subject = models.BigIntegerField(help_text="Number of what it is about; the kind says what that is.")
    language = models.CharField(max_length=2)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of all that it says.")
    matter = models.CharField(max_length=64, help_text="SHA-256 of what it says about its subject, without the day.")
    issued_on = models.DateField(help_text="The day that it names.")
    issued_at = models.DateTimeField()
    pages = models.PositiveIntegerField()
    pdf_sha256 = models.CharField(max_length=64)
    said = models.JSONField(null=True, help_text="All that it says; none once that is no longer public.")
    texts = models.JSONField(null=True, help_text="The text of each page, to compare with; likewise.")
    file = models.ForeignKey("files.StoredFile", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "subject", "language", "fingerprint"], name="issuing_same_document_once"
            ),
        )

    def __str__(self) -> str:
        return self.code
