"""What an enterprise says about automated monitoring data, outlet by outlet, and as it was sent."""

from __future__ import annotations

from django.db import models


class Period(models.Model):
    """Of which outlet and time, and what."""

    outlet = models.CharField(max_length=200, blank=True, default="", help_text="In the enterprise's own words.")
    covers_from = models.DateField(null=True)
    covers_until = models.DateField(null=True, help_text="Its last day.")
    text = models.TextField(blank=True, default="")

    class Meta:
        abstract = True


class MonitoringNote(Period):
    """An explanation of monitoring data as it is written now."""

    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1, help_text="Counts every saving, so that none overwrites another.")
    tab = models.CharField(max_length=40, blank=True, default="", help_text="From which open page it was saved last.")
    saved_by = models.CharField(max_length=100)
    saved_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["saved_by"], name="monitoringnote_saved_by"),)

    def __str__(self) -> str:
        return f"monitoring note {self.pk}"


class MonitoringLine(Period):
    """An explanation of monitoring data as a disclosure says it; nothing of it changes afterwards."""

    # Covered by the constraint.
    disclosure = models.ForeignKey(
        "disclosure.Disclosure", on_delete=models.PROTECT, related_name="monitoring_lines", db_index=False
    )
    note = models.ForeignKey("disclosure.MonitoringNote", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField(help_text="Of the note, when it was sent.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["disclosure", "note"], name="one_line_per_monitoring_note"),)

    def __str__(self) -> str:
        return f"{self.disclosure_id}/{self.place}"
