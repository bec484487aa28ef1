"""What the journal calls this room's acts, and which of them the public ledger holds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.domain.disclosure.enums import DisclosureAct, FilingAct
from qingce.shared.ledger.registry import ActSchema, Fact, FactKind

SENT, PAPER_ADDED, PAPER_REMOVED = "disclosure-sent", "disclosure-paper-added", "disclosure-paper-removed"
SUPPORT_ADDED, SUPPORT_REMOVED = "disclosure-support-added", "disclosure-support-removed"
MONITORING_WRITTEN, MONITORING_DROPPED = "monitoring-note-begun", "monitoring-note-dropped"
ACCEPTED, DECLINED, WRITTEN = "commitment-accepted", "commitment-declined", "explanation-written"
PROMISE_BEGUN, PROMISE_ENDED, PROMISE_TOLD = "promise-begun", "promise-ended", "promise-notice-noted"
PROMISE_REMINDED = "promise-reminded"
STAKEHOLDER_NAMED, STAKEHOLDER_ENDED = "stakeholder-named", "stakeholder-ended"
LIAISON_NAMED, MAIL_FILED = "liaison-named", "mail-filed"
ACTS = {
    ACCEPTED: _("Commitment of an enterprise accepted"),
    DECLINED: _("Commitment of an enterprise declined"),
    WRITTEN: _("Explanation of a record written"),
    MONITORING_WRITTEN: _("Explanation of monitoring data begun"),
    MONITORING_DROPPED: _("Explanation of monitoring data dropped"),
    SENT: _("Explanations sent"),
    PAPER_ADDED: _("Sealed document added"),
    PAPER_REMOVED: _("Sealed document removed"),
    SUPPORT_ADDED: _("Supporting document attached"),
    SUPPORT_REMOVED: _("Supporting document taken out"),
    PROMISE_BEGUN: _("Term to correct and explain a new record began"),
    PROMISE_ENDED: _("Term of a promise ended: the record left the list, or the enterprise"),
    PROMISE_TOLD: _("Noted that an enterprise was told of a record earlier"),
    STAKEHOLDER_NAMED: _("Brand named as a stakeholder"),
    STAKEHOLDER_ENDED: _("Brand named as a stakeholder no more"),
    LIAISON_NAMED: _("Liaison of a brand named"),
    MAIL_FILED: _("Mail of an enterprise filed for it"),
    PROMISE_REMINDED: _("Enterprise reminded of what it promised"),
    **{each.value: each.label for each in DisclosureAct},
    **{each.value: each.label for each in FilingAct},
}

PUBLIC_ACTS = (
    ActSchema(
        "disclosure-published",
        _("Explanation of an enterprise published"),
        "disclosure",
        {
            "enterprise": Fact(FactKind.NUMBER, _("Number of the enterprise")),
            "type": Fact(FactKind.CODE, _("Type of the records that it explains")),
            "records": Fact(FactKind.NUMBER, _("How many records it explains")),
            "fingerprint": Fact(FactKind.HASH, _("Of the issued document, as its own act has it")),
            "files": Fact(FactKind.HASH, _("SHA-256 of the SHA-256 of its public files, in their order, one per line")),
        },
    ),
    ActSchema(
        "disclosure-withdrawn",
        _("Published explanation of an enterprise withdrawn"),
        "disclosure",
        {"enterprise": Fact(FactKind.NUMBER, _("Number of the enterprise"))},
        words={"reason": _("Reason")},
    ),
)
