"""Surveys of who published: the design, its frozen population with what was drawn of it, and what was done since."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.domain.cleaner_production.enums import CodedAs, ContactKind, Outcome, Stratum


class Survey(models.Model):
    """How a survey is to be done; fixed once its population is frozen."""

    name = models.CharField(max_length=80)
    area = models.CharField(max_length=6, blank=True, default="", help_text="GB/T 2260; empty: the whole country.")
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    per_unit = models.PositiveSmallIntegerField()
    telephone_per_unit = models.PositiveSmallIntegerField()
    preferred_from = models.PositiveSmallIntegerField(help_text="Audits of these years are telephoned first.")
    preferred_until = models.PositiveSmallIntegerField()
    twice_percent = models.PositiveSmallIntegerField(help_text="Share of each unit's sample that two people code.")
    rules = models.CharField(max_length=64, help_text="Digest of the rulebook that it was designed by.")
    draw = models.ForeignKey("draws.Draw", on_delete=models.PROTECT, null=True, related_name="+")
    designed_by = models.CharField(max_length=100)
    designed_at = models.DateTimeField()
    sampled_at = models.DateTimeField(null=True, help_text="When the drawn order was taken over.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["name"], name="one_cleaner_survey_per_name"),)
        indexes = (models.Index(fields=["designed_by"], name="cleaner_survey_by"),)

    def __str__(self) -> str:
        return self.name


class SurveyMember(models.Model):
    """An enterprise of a survey's population; of the sample once it has a place in it."""

    survey = models.ForeignKey("cleaner_production.Survey", on_delete=models.PROTECT, related_name="members")
    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=6)
    grounds = models.JSONField(default=list)
    years = models.JSONField(default=list)
    is_listed = models.BooleanField(null=True)
    drawn = models.PositiveIntegerField(null=True, help_text="Place in the drawn order, from 1.")
    place = models.PositiveSmallIntegerField(null=True, help_text="Place in its unit's sample; null: not sampled.")
    stratum = models.CharField(max_length=12, choices=Stratum, blank=True, default="")
    is_coded_twice = models.BooleanField(default=False)
    first_coder = models.CharField(max_length=100, blank=True, default="")
    second_coder = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["survey", "enterprise"], name="once_in_a_population"),
            models.UniqueConstraint(
                fields=["survey", "unit", "place"], condition=~Q(place=None), name="one_place_in_a_sample"
            ),
        )
        indexes = (
            models.Index(fields=["first_coder"], name="sample_first_coder"),
            models.Index(fields=["second_coder"], name="sample_second_coder"),
        )

    def __str__(self) -> str:
        return f"{self.survey_id} {self.enterprise_id}"


class Contact(models.Model):
    """A search, a call, a reply or a follow-up; that nothing was found is evidence too. Rows are only added."""

    survey = models.ForeignKey("cleaner_production.Survey", on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=6)
    member = models.ForeignKey(
        SurveyMember, on_delete=models.PROTECT, null=True, related_name="contacts", help_text="Null: the government."
    )
    kind = models.CharField(max_length=12, choices=ContactKind)
    outcome = models.CharField(max_length=20, choices=Outcome)
    where = models.CharField(max_length=300, help_text="Site or search engine; for a call, the desk that was called.")
    words = models.CharField(max_length=300, blank=True, default="", help_text="What was searched for.")
    link = models.URLField(max_length=500, blank=True, default="")
    copy = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True, default="")
    happened_on = models.DateField()
    entered_by = models.CharField(max_length=100)
    entered_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["survey", "unit"], name="contacts_of_unit"),
            models.Index(fields=["entered_by"], name="contacts_by"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.outcome}"


class Coding(models.Model):
    """What one person says a sampled enterprise published. Nobody sees the other's before one's own."""

    member = models.ForeignKey(SurveyMember, on_delete=models.PROTECT, related_name="codings")
    coded_as = models.CharField(max_length=20, choices=CodedAs)
    is_second = models.BooleanField(default=False)
    coded_by = models.CharField(max_length=100)
    coded_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["member", "is_second"], name="one_coding_each"),)
        indexes = (models.Index(fields=["coded_by"], name="codings_by"),)

    def __str__(self) -> str:
        return f"{self.member_id} {self.coded_as}"


class Letter(models.Model):
    """A letter of advice to a unit, with the figures as they stood when it was written."""

    survey = models.ForeignKey("cleaner_production.Survey", on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=6)
    addressee = models.CharField(max_length=120)
    advice_zh = models.TextField()
    advice_en = models.TextField(blank=True, default="")
    said = models.JSONField(help_text="By language, all that it says.")
    written_by = models.CharField(max_length=100)
    written_at = models.DateTimeField()
    issued_on = models.DateField(null=True, help_text="From then on it stays as it is.")
    sent_on = models.DateField(null=True, help_text="From then on it is public.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["survey", "unit"], name="one_letter_per_unit"),)
        indexes = (models.Index(fields=["written_by"], name="advice_letters_by"),)

    def __str__(self) -> str:
        return f"{self.survey_id} {self.unit}"


class ReportText(models.Model):
    """The recommendations of a year's report; a former text stays, replaced."""

    year = models.PositiveSmallIntegerField()
    recommendations_zh = models.TextField()
    recommendations_en = models.TextField(blank=True, default="")
    written_by = models.CharField(max_length=100)
    written_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, help_text="Null: it holds.")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["year"], condition=Q(replaced_at=None), name="one_report_text_per_year"),
        )
        indexes = (models.Index(fields=["written_by"], name="report_texts_by"),)

    def __str__(self) -> str:
        return str(self.year)
