"""Who wants letters about notices: of a kind, or of one notice."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class NoticeFollow(models.Model):
    """An address that is written to once it has confirmed that it wants it."""

    kind = models.CharField(max_length=40, blank=True, default="", help_text="All notices of it; empty: one notice.")
    notice = models.ForeignKey("notices.Notice", on_delete=models.PROTECT, null=True, related_name="+")
    email = models.CharField(max_length=254)
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField(help_text="Of the newest letter that asks for confirmation.")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["kind", "id"], name="follows_by_kind"),)
        constraints = (
            models.UniqueConstraint(fields=["notice", "email"], name="one_follow_of_notice"),
            models.UniqueConstraint(fields=["kind", "email"], condition=~Q(kind=""), name="one_follow_of_kind"),
            models.CheckConstraint(condition=Q(kind="") ^ Q(notice=None), name="follows_kind_or_notice"),
        )

    def __str__(self) -> str:
        return f"{self.pk}: {self.kind or self.notice_id}"  # never who: this may stand in a log
