"""Forms, every version of every answer, evidence, and what who observes says of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.shared.checklists.enums import AnswerText, VersionState


class Sheet(models.Model):
    """A form about something of another room."""

    kind = models.CharField(max_length=40, help_text="As the room that asks has registered it.")
    subject = models.BigIntegerField(help_text="Number of what it is about, in that room.")
    begun_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "subject"], name="one_sheet_per_subject"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Answer(models.Model):
    """What is said of an item."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="answers", db_index=False)
    item = models.CharField(max_length=80, help_text="Of the rulebook's list.")
    revision = models.PositiveIntegerField(default=0, help_text="Of the version that holds; 0: none does.")
    held = models.ForeignKey("Version", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["sheet", "item"], name="one_answer_per_item"),)

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.item}"


class Version(models.Model):
    """An answer as somebody once wrote it; none is changed or taken out."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="versions", db_index=False)
    edit = models.UUIDField(unique=True, help_text="Made where it was written.")
    state = models.CharField(max_length=8, choices=VersionState)
    base = models.PositiveIntegerField(help_text="The revision that was read.")
    revision = models.PositiveIntegerField(null=True, help_text="Null: it never held.")
    grade = models.CharField(max_length=40, blank=True, default="")
    finding = models.TextField(blank=True, default="")
    action = models.TextField(blank=True, default="", help_text="What is to be put right.")
    deadline = models.DateField(null=True)
    verification = models.TextField(blank=True, default="", help_text="How it was seen that it was put right.")
    made_at = models.DateTimeField(null=True, help_text="By the clock of the device; null: it was written here.")
    clock_s = models.BigIntegerField(null=True, help_text="By how much that clock was ahead when it was sent.")
    received_at = models.DateTimeField()
    by = models.CharField(max_length=100)
    settled_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["answer", "revision"], name="one_version_per_revision"),)
        indexes = (
            models.Index(fields=["answer"], condition=Q(state=VersionState.CONFLICT), name="version_conflict"),
            models.Index(fields=["by"], name="checklistversion_by"),
        )

    def __str__(self) -> str:
        return f"{self.answer_id}/{self.revision}"

    @property
    def text(self) -> AnswerText:
        """What it says."""
        return AnswerText(self.grade, self.finding, self.action, self.deadline, self.verification)


class Evidence(models.Model):
    """Something that shows what was found; what was taken back stays, with the reason."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="evidence")
    item = models.CharField(max_length=80)
    edit = models.UUIDField(unique=True, help_text="Made where it was taken.")
    kind = models.CharField(max_length=40)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True, default="")
    where = models.CharField(max_length=500, blank=True, default="", help_text="Which place of the plant.")
    taken_at = models.DateTimeField(null=True, help_text="By the word of who took it.")
    made_at = models.DateTimeField(null=True, help_text="By the clock of the device.")
    clock_s = models.BigIntegerField(null=True, help_text="By how much that clock was ahead when it was sent.")
    photo_at = models.DateTimeField(null=True, help_text="As the camera wrote it into the file.")
    photo_latitude = models.FloatField(null=True, help_text="As the camera wrote it; shown to nobody, only compared.")
    photo_longitude = models.FloatField(null=True)
    received_at = models.DateTimeField()
    by = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=100, blank=True, default="")
    withdrawn_why = models.TextField(blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=["by"], name="checklistevidence_by"),)

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.item} {self.kind}"


class Remark(models.Model):
    """Who observes agrees to an answer, or says what speaks against it; the last word on a revision counts."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="remarks")
    item = models.CharField(max_length=80)
    revision = models.PositiveIntegerField(help_text="Of the answer that was read.")
    is_agreed = models.BooleanField()
    text = models.TextField(blank=True, default="")
    by = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["by"], name="checklistremark_by"),)

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.item} {self.revision}"
