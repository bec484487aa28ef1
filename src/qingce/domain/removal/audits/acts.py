"""What the journal calls the acts of audits, and which of them the public ledger holds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.audits.enums import AuditAct
from qingce.shared.ledger.registry import ActSchema, Fact, FactKind

CONDITIONS, PAPER_IN, PAPER_OUT, PAPERS = "audit-conditions-confirmed", "audit-paper", "audit-paper-out", "audit-papers"
FORM_SAVED, FORM_SENT, MEETING = "audit-form-saved", "audit-form-sent", "audit-meeting"
PLAN, PLAN_AGREED = "audit-plan", "audit-plan-agreed"
READINESS, READY = "audit-readiness-stated", "audit-readiness-confirmed"
DECLARED, DECLARED_CHECKED = "audit-declaration-paper", "audit-declaration-checked"
SIGNED, CHOSEN = "audit-declaration-signed", "audit-agency-chosen"
ASKED_QUOTE, QUOTED, AGENCY_CONFIRMED = "audit-quote-asked", "audit-quoted", "audit-agency-confirmed"
TEAM, TEAM_ASKED, TEAM_CHANGED, TEAM_KEPT = "audit-team", "audit-team-asked", "audit-team-changed", "audit-team-kept"
DUTY_DONE, DUTY_BACK, DUTY_PROVED = "audit-duty-done", "audit-duty-taken-back", "audit-duty-proved"
OBSERVER_NAMED, OBSERVER_LEFT = "audit-observer-named", "audit-observer-left"
PRIVATE = {
    CONDITIONS: _("Conditions of an on-site audit confirmed"),
    PAPER_IN: _("Document handed to the audit agency"),
    PAPER_OUT: _("Document for the audit agency taken out"),
    PAPERS: _("Documents of the audit all handed in"),
    FORM_SAVED: _("Form on the enterprise written"),
    FORM_SENT: _("Form on the enterprise sent to the platform"),
    MEETING: _("Meeting of an audit written down"),
    PLAN: _("Audit plan written"),
    PLAN_AGREED: _("Audit plan agreed to"),
    READINESS: _("Operation stated for the audit on site"),
    ASKED_QUOTE: _("Agency asked for a quote"),
    QUOTED: _("Quote of an agency for an audit"),
    AGENCY_CONFIRMED: _("Qualification of the audit agency confirmed"),
    TEAM: _("Audit team named"),
    TEAM_ASKED: _("Change of the audit team asked for"),
    TEAM_CHANGED: _("Change of the audit team confirmed"),
    TEAM_KEPT: _("Change of the audit team not confirmed"),
    DECLARED: _("Signed declaration handed in as a file"),
    DECLARED_CHECKED: _("Signed declaration checked"),
    READY: _("Operation confirmed on site"),
    DUTY_DONE: _("Duty of an on-site audit done"),
    DUTY_BACK: _("Duty of an on-site audit taken back"),
    DUTY_PROVED: _("Evidence added to a duty of an on-site audit"),
    OBSERVER_NAMED: _("Person named who observes the audit"),
    OBSERVER_LEFT: _("Person no longer observes the audit"),
}
SIGNING = _("On-site audit declaration signed")
CHOOSING = _("Audit agency chosen")
REPORT_SAVED, REPORT_HANDED, REPORT_COMPLETED = (
    "audit-report-saved",
    "audit-report-handed-over",
    "audit-report-complete",
)
COMMENTED, ANSWERED = "audit-report-commented", "audit-report-comment-answered"
REMEDY_IN, REMEDY_JUDGED = "audit-remedy-handed-in", "audit-remedy-judged"
VISIT_CALLED, VISIT_TOLD = "audit-visit-called", "audit-visit-told"
OF_REPORTS = {
    REPORT_SAVED: _("Report of an on-site audit saved"),
    REPORT_HANDED: _("Report of an on-site audit handed over"),
    REPORT_COMPLETED: _("Final report of an on-site audit completed"),
    COMMENTED: _("Report of an on-site audit commented on"),
    ANSWERED: _("Comment on a report of an on-site audit answered"),
    REMEDY_IN: _("What was put right handed in"),
    REMEDY_JUDGED: _("What was put right judged"),
    VISIT_CALLED: _("Further audit on site called"),
    VISIT_TOLD: _("Result of a further audit on site told"),
}
ACTS = OF_REPORTS | PRIVATE | {SIGNED: SIGNING, CHOSEN: CHOOSING} | {each.value: each.label for each in AuditAct}

_ABOUT = {
    "enterprise": Fact(FactKind.NUMBER, _("Number of the enterprise")),
    "case": Fact(FactKind.NUMBER, _("Number of the case")),
}
_RULES = {"digest": Fact(FactKind.HASH, _("SHA-256 of the released rulebook"))}
_AGENCY = {"agency": Fact(FactKind.NUMBER, _("Number of the agency"))}
_TEXT = {"digest": Fact(FactKind.HASH, _("SHA-256 of the released rulebook whose text was signed"))}
_PARTY = {"party": Fact(FactKind.CODE, _("For which party"))}
_REPORT = {"report": Fact(FactKind.HASH, _("SHA-256 of the report, as canonical JSON; the audit's page shows it"))}
_RECORDS = {"records": Fact(FactKind.NUMBERS, _("Numbers of the records"))}
_REASON = {"reason": _("Reason")}


def _schema(act: AuditAct, *facts: dict[str, Fact], has_reason: bool = False) -> ActSchema:
    merged = {name: fact for each in (_ABOUT, *facts) for name, fact in each.items()}
    return ActSchema(act.value, act.label, "audit", merged, words=_REASON if has_reason else {})


PUBLIC_ACTS = (
    _schema(AuditAct.OPEN, _RULES),
    _schema(AuditAct.BEGIN, _AGENCY),
    _schema(AuditAct.LEAVE, _AGENCY),
    _schema(AuditAct.FOLLOW, _AGENCY),
    _schema(AuditAct.CONFIRM, _AGENCY, _REPORT),
    _schema(AuditAct.FAIL, _AGENCY, _REPORT, has_reason=True),
    _schema(AuditAct.REOPEN, _AGENCY, _REPORT, has_reason=True),
    _schema(AuditAct.PASS, _AGENCY, _REPORT, _RECORDS),
    _schema(AuditAct.WITHDRAW, has_reason=True),
    _schema(AuditAct.LOSE_AGENCY, _AGENCY, has_reason=True),
    _schema(AuditAct.STOP),
    ActSchema(CHOSEN, CHOOSING, "audit", _ABOUT | _AGENCY),
    ActSchema(SIGNED, SIGNING, "audit", _ABOUT | _TEXT | _PARTY),
)
PUBLIC_STEPS = frozenset(each.act for each in PUBLIC_ACTS)
