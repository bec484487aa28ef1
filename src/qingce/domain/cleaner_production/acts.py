"""What the journal calls this room's acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.domain.cleaner_production.enums import KIND, PUBLICATION
from qingce.shared.ledger.registry import ActSchema, Fact, FactKind

SURVEY_TAKEN_IN, FINDING_ENTERED = "cleaner-survey-taken-in", "cleaner-finding-entered"
ROSTER_BROUGHT = "cleaner-roster-brought"
DESIGNED, FROZEN, SAMPLED = "cleaner-survey-designed", "cleaner-survey-frozen", "cleaner-survey-sampled"
ASSIGNED, CONTACTED, CODED = "cleaner-survey-assigned", "cleaner-survey-contact", "cleaner-survey-coded"
LETTER_WRITTEN, LETTER_SENT = "cleaner-letter-written", "cleaner-letter-sent"
REPORT_WRITTEN = "cleaner-report-written"
PUBLISHED, CORRECTED = "cleaner-published", "cleaner-finding-corrected"
WITHDRAWN = "cleaner-publication-withdrawn"
COPY_KEPT = "cleaner-publication-copy-kept"
FILE_TAKEN, FILE_UNDONE = "cleaner-publications-taken-in", "cleaner-publications-undone"
ACTS = {
    PUBLISHED: _("Publication of an audited enterprise"),
    WITHDRAWN: _("Publication of an audited enterprise withdrawn"),
    COPY_KEPT: _("Saved copy kept with a publication"),
    FILE_TAKEN: _("File of publications taken in"),
    FILE_UNDONE: _("File of publications undone"),
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

PUBLIC_ACTS = (
    ActSchema(
        PUBLISHED,
        _("Publication of an audited enterprise"),
        PUBLICATION,
        {
            "enterprise": Fact(FactKind.NUMBER, _("Number of the enterprise")),
            "record": Fact(FactKind.NUMBER, _("Number of the record of the audit")),
            "kind": Fact(FactKind.CODE, _("What it is for: fields, results, disclosure or agreement")),
            "fields": Fact(FactKind.CODES, _("Fields of the rulebook of which something was published")),
            "content": Fact(FactKind.HASH, _("SHA-256 of the published texts as canonical JSON")),
        },
    ),
    ActSchema(
        WITHDRAWN,
        _("Publication of an audited enterprise withdrawn"),
        PUBLICATION,
        {
            "enterprise": Fact(FactKind.NUMBER, _("Number of the enterprise")),
            "record": Fact(FactKind.NUMBER, _("Number of the record of the audit")),
            "kind": Fact(FactKind.CODE, _("What it is for: fields, results, disclosure or agreement")),
        },
        words={"reason": _("Reason")},
    ),
    ActSchema(
        CORRECTED,
        _("Correction of what a government published of cleaner production"),
        KIND,
        {
            "unit": Fact(FactKind.CODE, _("Province-level unit: a GB/T 2260 code")),
            "year": Fact(FactKind.NUMBER, _("Year")),
            "list": Fact(FactKind.CODE, _("Which list: roster or results")),
            "former": Fact(FactKind.CODE, _("What stood there")),
            "current": Fact(FactKind.CODE, _("What stands there now")),
        },
        words={"reason": _("Reason")},
    ),
)
