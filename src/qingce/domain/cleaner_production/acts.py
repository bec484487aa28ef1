"""What the journal calls this room's acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SURVEY_TAKEN_IN, FINDING_ENTERED = "cleaner-survey-taken-in", "cleaner-finding-entered"
ROSTER_BROUGHT = "cleaner-roster-brought"
ACTS = {
    ROSTER_BROUGHT: _("Brought a published roster of cleaner production audits"),
    SURVEY_TAKEN_IN: _("Survey of cleaner production lists taken in"),
    FINDING_ENTERED: _("Noted what a government published of cleaner production audits"),
}
