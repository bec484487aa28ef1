"""Notices, what they are about, and their public acts. Nothing is deleted: a withdrawn notice stays to be read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.shared.notices.enums import NoticeState, NoticeUnit


class Notice(models.Model):
    """One notice: what it says, its period, and the term of the rulebook from which that was reckoned."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=100, unique=True, help_text="The publishing room's own name of it.")
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.ANNOUNCED)
    area = models.CharField(max_length=6, blank=True, default="", help_text="GB/T 2260; empty: the whole country.")
    title_zh = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    body_zh = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    takes_objections = models.BooleanField()
    begins_on = models.DateField(help_text="Day zero of the period.")
    ends_on = models.DateField(null=True, help_text="The period ends when this day ends; null: no period.")
    term_book = models.CharField(max_length=80, blank=True, default="")
    term_parameter = models.CharField(max_length=80, blank=True, default="")
    term_digest = models.CharField(max_length=64, blank=True, default="", help_text="Of the rulebook's release.")
    term_clause = models.CharField(max_length=200, blank=True, default="")
    term_value = models.PositiveSmallIntegerField(null=True)
    term_unit = models.CharField(max_length=16, choices=NoticeUnit, blank=True, default="")
    extensions = models.PositiveSmallIntegerField(default=0)
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="Of its newest public act.")
    says = models.TextField(help_text="All that is said, with a salt: canonical JSON, whose hash is in the ledger.")

    class Meta:
        indexes = (
            models.Index(fields=["state", "ends_on"], name="notices_by_state"),
            models.Index(fields=["kind", "id"], name="notices_by_kind"),
            models.Index(fields=["area", "id"], name="notices_by_area"),
            models.Index(fields=["ends_on"], name="notices_by_end"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("begins_on")), name="notice_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}: {self.title_zh or self.title_en}"


class NoticeSubject(models.Model):
    """A thing that a notice is about, with what it was called when it was published."""

    notice = models.ForeignKey("notices.Notice", on_delete=models.PROTECT, related_name="subjects")
    kind = models.CharField(max_length=40)
    number = models.BigIntegerField()
    label = models.CharField(max_length=300)

    class Meta:
        indexes = (models.Index(fields=["kind", "number"], name="notices_by_subject"),)
        constraints = (models.UniqueConstraint(fields=["notice", "kind", "number"], name="subject_once_per_notice"),)

    def __str__(self) -> str:
        return f"{self.kind}/{self.number}"


class NoticeEvent(models.Model):
    """A public act of a notice, for its history, for the feeds, and for those who follow it."""

    notice = models.ForeignKey("notices.Notice", on_delete=models.PROTECT, related_name="events")
    act = models.CharField(max_length=40)
    at = models.DateTimeField()
    reason = models.TextField(blank=True, default="", help_text="Public.")
    ends_on = models.DateField(null=True)
    entry = models.CharField(max_length=32, help_text="Id of the ledger's entry.")
    told_through = models.BigIntegerField(default=0, help_text="The last of those who follow that was written to.")

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.act}"
