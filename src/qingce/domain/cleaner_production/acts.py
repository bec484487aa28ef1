"""What the journal calls this room's acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SURVEY_TAKEN_IN, FINDING_ENTERED = "cleaner-survey-taken-in", "cleaner-finding-entered"
ROSTER_BROUGHT = "cleaner-roster-brought"
DESIGNED, FROZEN, SAMPLED = "cleaner-survey-designed", "cleaner-survey-frozen", "cleaner-survey-sampled"
ASSIGNED, CONTACTED, CODED = "cleaner-survey-assigned", "cleaner-survey-contact", "cleaner-survey-coded"
LETTER_WRITTEN, LETTER_SENT = "cleaner-letter-written", "cleaner-letter-sent"
REPORT_WRITTEN = "cleaner-report-written"
ACTS = {
    ROSTER_BROUGHT: _("Brought a published roster of cleaner production audits"),
    SURVEY_TAKEN_IN: _("Survey of cleaner production lists taken in"),
    FINDING_ENTERED: _("Noted what a government published of cleaner production audits"),
    DESIGNED: _("Survey of cleaner production designed"),
    FROZEN: _("Population of a survey frozen"),
    SAMPLED: _("Sample of a survey taken from its draw"),
    ASSIGNED: _("Part of a survey given to a surveyor"),
    CONTACTED: _("Search or contact of a survey noted"),
    CODED: _("Enterprise of a survey coded"),
    LETTER_WRITTEN: _("Letter of advice written"),
    LETTER_SENT: _("Letter of advice sent"),
    REPORT_WRITTEN: _("Recommendations of a report written"),
}
