"""Documents of enterprises: what they say now, every version of them, and of which expiry was told."""

from __future__ import annotations

from django.db import models

from qingce.domain.documents.enums import Audience


class Said(models.Model):
    """What is said of a document."""

    title = models.CharField(max_length=200)
    issuer = models.CharField(max_length=120, blank=True, default="")
    number = models.CharField(max_length=80, blank=True, default="")
    issued_on = models.DateField(null=True)
    valid_from = models.DateField(null=True)
    expires_on = models.DateField(null=True, help_text="Last day on which it holds; null: it does not expire.")
    covers_from = models.DateField(null=True, help_text="First day of the time it is about.")
    covers_until = models.DateField(null=True, help_text="Last day of the time it is about.")

    class Meta:
        abstract = True


class Document(Said):
    """One paper of an enterprise, as its newest version says; kept once, used by whatever asks for it."""

    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+",
        help_text="In whose name it was added; it held the enterprise then.",
    )  # fmt: skip
    type = models.CharField(max_length=80, help_text="A type of the rulebook `documents`.")
    audience = models.CharField(max_length=12, choices=Audience)
    version = models.PositiveIntegerField(default=1, help_text="Of its newest version.")
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=100, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True)
    withdraw_reason = models.TextField(blank=True, default="")

    class Meta:
        indexes = (
            models.Index(fields=["expires_on"], name="document_expiry", condition=models.Q(withdrawn_at=None)),
            models.Index(fields=["added_by"], name="document_added_by"),
        )

    def __str__(self) -> str:
        return self.title


class Version(Said):
    """What was handed in at one time; nothing of it changes afterwards."""

    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    number_of = models.PositiveIntegerField(help_text="1: the first.")
    reason = models.TextField(blank=True, default="", help_text="Why it took the place of the one before.")
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["added_by"], name="documentversion_added_by"),)
        constraints = (models.UniqueConstraint(fields=["document", "number_of"], name="one_row_per_document_version"),)

    def __str__(self) -> str:
        return f"{self.document_id}/{self.number_of}"


class VersionFile(models.Model):
    """A file of a version, in its order; a later version may keep the files of the one before."""

    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["version", "place"], name="one_file_per_place_of_version"),)

    def __str__(self) -> str:
        return f"{self.version_id}: {self.place}"


class Reminder(models.Model):
    """That it was told how soon a document expires: once for each day of expiry and each term."""

    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+", db_index=False)
    expires_on = models.DateField()
    days = models.PositiveSmallIntegerField(help_text="The term that was reached: so many days before.")
    sent_at = models.DateTimeField()
    letters = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["document", "expires_on", "days"], name="one_reminder_per_term"),
        )

    def __str__(self) -> str:
        return f"{self.document_id}: {self.days}"
