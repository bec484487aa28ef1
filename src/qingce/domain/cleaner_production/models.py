"""What each government published of cleaner production audits: one row per list and year, corrected by a new row."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.domain.cleaner_production.enums import (
    Grounds,
    HowFound,
    ListKind,
    ListState,
    Obligation,
    PublicationKind,
    Result,
)
from qingce.domain.cleaner_production.survey_models import Coding, Contact, Letter, ReportText, Survey, SurveyMember

__all__ = [
    "Coding",
    "Contact",
    "Finding",
    "Letter",
    "Publication",
    "PublicationFile",
    "ReportText",
    "Roster",
    "Survey",
    "SurveyMember",
]


class Finding(models.Model):
    """One cell of the disclosure matrix, with where it comes from; a correction leaves the former one as it was."""

    unit = models.CharField(max_length=6, help_text="Province-level unit: a GB/T 2260 code.")
    place = models.CharField(
        max_length=60, blank=True, default="", help_text="Prefecture or division; empty: the unit itself."
    )
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField(help_text="The same, but where the source names no single year.")
    list = models.CharField(max_length=8, choices=ListKind)
    state = models.CharField(max_length=24, choices=ListState)
    voluntary_part = models.CharField(
        max_length=24, choices=ListState, blank=True, default="", help_text="Where it differs from the rest."
    )
    grounds = models.CharField(max_length=12, choices=Grounds, blank=True, default=Grounds.NOT_TOLD)
    link = models.URLField(max_length=500, blank=True, default="")
    copy = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    published_on = models.DateField(null=True)
    how_found = models.CharField(max_length=12, choices=HowFound)
    source = models.CharField(max_length=300, help_text="Document and place in it.")
    reason = models.TextField(blank=True, default="", help_text="Why it took the place of the former one; public.")
    entered_by = models.CharField(max_length=100)
    entered_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, help_text="Null: it holds.")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "place", "first_year", "last_year", "list"],
                condition=Q(replaced_at=None),
                name="one_finding_per_cell",
            ),
        )
        indexes = (
            models.Index(fields=["unit", "first_year", "list"], name="finding_cell"),
            models.Index(fields=["entered_by"], name="finding_entered_by"),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.first_year} {self.list}"


class Roster(models.Model):
    """A published roster, or list of results, as a whole; its lines are records that its file brought (CPA-1)."""

    batch = models.OneToOneField("intake.Batch", on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=6, help_text="Province-level unit: a GB/T 2260 code.")
    list = models.CharField(max_length=8, choices=ListKind)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField(help_text="Later than the first, where two years share a list.")
    obligation = models.CharField(
        max_length=16, choices=Obligation, blank=True, default="", help_text="Of lines that do not say it themselves."
    )
    result = models.CharField(
        max_length=4, choices=Result, blank=True, default="", help_text="Of lines that do not say it themselves."
    )
    department = models.CharField(max_length=120, blank=True, default="")
    batch_name = models.CharField(max_length=60, blank=True, default="", help_text="Such as: second batch of the year.")
    title = models.CharField(max_length=300)
    issuer = models.CharField(max_length=200)
    link = models.URLField(max_length=500, blank=True, default="")
    published_on = models.DateField(null=True)
    copy = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    brought_by = models.CharField(max_length=100)
    brought_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["unit", "first_year"], name="roster_unit_year"),
            models.Index(fields=["brought_by"], name="roster_brought_by"),
        )

    def __str__(self) -> str:
        return self.title


class PublicationFile(models.Model):
    """A file of publications that was taken in; undone as a whole, if two people say so."""

    name = models.CharField(max_length=200)
    area = models.CharField(
        max_length=6, blank=True, default="", help_text="GB/T 2260, where its audits lie; empty: in no one province."
    )
    brought_by = models.CharField(max_length=100)
    brought_at = models.DateTimeField()
    undone_by = models.CharField(max_length=100, blank=True, default="")
    undone_at = models.DateTimeField(null=True)
    undo_reason = models.TextField(blank=True, default="", help_text="Public, with each publication.")

    class Meta:
        indexes = (models.Index(fields=["brought_by"], name="publication_file_brought_by"),)

    def __str__(self) -> str:
        return self.name


class Publication(models.Model):
    """What was published of an enterprise's audit, where and when; a later one adds to it (办法第十一条)."""

    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="+")
    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=PublicationKind)
    texts = models.JSONField(default=dict, help_text="Field of the rulebook → what was published of it.")
    is_all = models.BooleanField(default=False, help_text="Nothing else was published: other fields were looked for.")
    published_on = models.DateField(help_text="Of a search that found nothing: the day of the search.")
    place = models.CharField(max_length=200, blank=True, default="", help_text="Where; empty: its page here.")
    link = models.URLField(max_length=500, blank=True, default="")
    copy = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+",
        help_text="That published it here in the enterprise's name; null: noted by staff.",
    )  # fmt: skip
    file = models.ForeignKey(
        PublicationFile, on_delete=models.PROTECT, null=True, related_name="publications", help_text="That it came in."
    )
    entered_by = models.CharField(max_length=100)
    entered_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=100, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, help_text="Null: it counts.")
    withdraw_reason = models.TextField(blank=True, default="", help_text="Public.")

    class Meta:
        indexes = (
            models.Index(fields=["entered_by"], name="publication_entered_by"),
            models.Index(
                fields=["withdrawn_by"], name="publication_withdrawn_by", condition=Q(withdrawn_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.record_id} {self.kind} {self.published_on}"
