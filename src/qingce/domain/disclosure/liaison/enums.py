"""Closed vocabularies of liaison."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FILED = "filed-mail"  # what uploads of filings are kept for


class FilingState(TextChoices):
    """Where a filing stands."""

    WAITING = "waiting", _("Waits for the enterprise")
    CONFIRMED = "confirmed", _("Confirmed by the enterprise")
    REFUSED = "refused", _("Refused by the enterprise")
    TAKEN_BACK = "taken-back", _("Taken back by the liaison")


class FilingAct(TextChoices):
    """The steps of a filing."""

    CONFIRM = "filing-confirmed", _("Filed mail confirmed and handed in")
    REFUSE = "filing-refused", _("Filed mail refused")
    TAKE_BACK = "filing-taken-back", _("Filed mail taken back by the liaison")


class FilingParty(TextChoices):
    """Who takes a step of a filing."""

    ENTERPRISE = "enterprise", pgettext_lazy("party", "The organisation that speaks for the enterprise")
    LIAISON = "liaison", pgettext_lazy("party", "The liaison of the brand")
