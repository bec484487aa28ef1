"""Files as they were handed in and as they are served; the bytes lie in the store."""

from __future__ import annotations

from django.db import models

from qingce.shared.files.enums import FileType, Preview, Scan


class StoredFile(models.Model):
    """One upload; several may share their bytes, which are named by digest."""

    name = models.CharField(max_length=120, help_text="As served: cleaned, with the extension of its true type.")
    type = models.CharField(max_length=8, choices=FileType)
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True, help_text="Of what is served.")
    original_sha256 = models.CharField(
        max_length=64, blank=True, default="", db_index=True, help_text="Of what came, if it is kept aside."
    )
    purpose = models.CharField(max_length=40, help_text="What it was handed in for; the room that asked names it.")
    received_at = models.DateTimeField(db_index=True)
    attached_at = models.DateTimeField(null=True, help_text="When it became part of something; till then it may go.")
    scan = models.CharField(
        max_length=8, choices=Scan, default=Scan.NOT_SCANNED, help_text="Whether it was looked through for viruses."
    )
    preview = models.CharField(
        max_length=8,
        choices=Preview,
        default=Preview.WAITING,
        help_text="Whether its pages are drawn, signatures read.",
    )
    page_count = models.PositiveIntegerField(default=0, help_text="0: not known, or it has none.")
    signatures = models.JSONField(default=list, help_text="As the process that read them told; newest last.")

    class Meta:
        indexes = (
            models.Index(fields=["id"], condition=models.Q(preview=Preview.WAITING), name="files_to_look_into"),
            # Each upload asks how much waits: the answer lies in the index, whatever has been attached by then.
            models.Index(
                fields=["received_at", "size_bytes"], condition=models.Q(attached_at=None), name="files_unattached"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Redaction(models.Model):
    """A copy of a file without what was marked."""

    result = models.OneToOneField(StoredFile, models.CASCADE, related_name="redaction")
    source = models.ForeignKey(StoredFile, models.CASCADE, related_name="+")
    areas = models.JSONField(help_text="What was taken out: page, and hundredths of what it shows.")
    turned = models.JSONField(help_text="Numbers of the pages that became pictures.")
    reason = models.CharField(max_length=500)
    by = models.CharField(max_length=100, help_text="Signature of who did it.")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.source_id} {self.result_id}"


class PagePicture(models.Model):
    """A page of what is served, drawn; files with the same bytes share it."""

    of_sha256 = models.CharField(max_length=64, help_text="Of the file that is served.")
    number = models.PositiveIntegerField(help_text="The first page is 1.")
    sha256 = models.CharField(max_length=64, db_index=True, help_text="Of the picture.")
    width = models.PositiveIntegerField(help_text="Pixels.")
    height = models.PositiveIntegerField(help_text="Pixels.")
    size_bytes = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["of_sha256", "number"], name="files_page_once"),)

    def __str__(self) -> str:
        return f"{self.of_sha256[:12]} {self.number}"


class PartialUpload(models.Model):
    """A file that comes piece by piece; what came lies on the disk under its token."""

    token = models.CharField(max_length=40, unique=True, help_text="Secret: who knows it may send the next piece.")
    owner = models.CharField(max_length=200, help_text="Digest of the form that it belongs to.")
    name = models.CharField(max_length=200, help_text="As the sender calls it.")
    size_bytes = models.BigIntegerField(help_text="Of the whole, by the sender's word.")
    purpose = models.CharField(max_length=40)
    accepts = models.CharField(
        max_length=100, blank=True, help_text="The types taken, with commas between; empty: read once, as it came."
    )
    begun_at = models.DateTimeField(db_index=True)
    file = models.ForeignKey(StoredFile, models.CASCADE, null=True, related_name="+", help_text="What it became.")

    def __str__(self) -> str:
        return self.name
