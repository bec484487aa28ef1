"""The private journal: who did what, when, to what. Rows are only added; erasing a person empties `detail` of theirs.

People and organisations stand here by number: their rooms are above this one.
"""

from __future__ import annotations

from django.db import models


class JournalEntry(models.Model):
    """One act."""

    at = models.DateTimeField()
    act = models.CharField(max_length=40)
    person_id = models.BigIntegerField(null=True, help_text="Who acted; null: the system, or the command line.")
    concerned_id = models.BigIntegerField(null=True, help_text="Another person whom the act touches.")
    organisation_id = models.BigIntegerField(null=True, help_text="In whose name, or whose affairs.")
    subject_kind = models.CharField(max_length=30, blank=True, default="")
    subject_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict, help_text="Codes and numbers that explain it; never a secret.")

    class Meta:
        indexes = (
            models.Index(fields=["person_id", "-at"], name="journal_person"),
            models.Index(fields=["concerned_id", "-at"], name="journal_concerned"),
            models.Index(fields=["organisation_id", "-at"], name="journal_organisation"),
            models.Index(fields=["subject_kind", "subject_id"], name="journal_subject"),
        )

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.act}"
