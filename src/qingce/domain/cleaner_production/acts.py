"""What the journal calls this room's acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SURVEY_TAKEN_IN, FINDING_ENTERED = "cleaner-survey-taken-in", "cleaner-finding-entered"
ACTS = {
    SURVEY_TAKEN_IN: _("Survey of cleaner production lists taken in"),
    FINDING_ENTERED: _("Noted what a government published of cleaner production audits"),
}
