"""Closed vocabularies of promises."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PromiseOutcome(TextChoices):
    """What has become of one promise, as it is on a day."""

    RUNNING = "running", pgettext_lazy("promise", "Running")
    CHECKED = "checked", pgettext_lazy("promise", "Handed in in time, form being checked")
    KEPT = "kept", pgettext_lazy("promise", "Kept")
    MISSED = "missed", pgettext_lazy("promise", "Not kept")
    ENDED = "ended", pgettext_lazy("promise", "Does not count any more")


class EndedWhy(TextChoices):
    """Why a term does not count any more."""

    WITHDRAWN = "withdrawn", _("The record is not on the public list any more.")
    REMOVED = "removed", _("The record was removed after review.")
    MOVED = "moved", _("The record turned out not to be this enterprise's.")


START, OVER = "start", "over"  # steps of reminding besides the working days left
