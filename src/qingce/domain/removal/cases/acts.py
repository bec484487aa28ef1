"""What the journal calls the acts of cases, and which of them the public ledger holds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.cases.enums import CaseAct
from qingce.shared.ledger.registry import ActSchema, Fact, FactKind

PAPER_ADDED, PAPER_REMOVED, EXCUSED = "case-paper-added", "case-paper-removed", "case-paper-excused"
OPENED, CHANGED, JUDGED, MESSAGE = "case-prepared", "case-changed", "case-paper-judged", "case-message"
HANDED_OVER = "case-handed-over"
AWAY, BACK = "reviewer-away", "reviewer-back"
PRIVATE = {
    OPENED: _("Application begun"),
    CHANGED: _("Application changed"),
    PAPER_ADDED: _("Document handed in for a case"),
    PAPER_REMOVED: _("Document taken out of a case"),
    EXCUSED: _("Reason given why a document is missing, or decided on"),
    JUDGED: _("Document of a case judged"),
    MESSAGE: _("Message about a case"),
    HANDED_OVER: _("Case handed to a reviewer"),
    AWAY: _("Absence of a reviewer entered"),
    BACK: _("Absence of a reviewer ended before its time"),
}
ACTS = PRIVATE | {each.value: each.label for each in CaseAct}

_ENTERPRISE = {"enterprise": Fact(FactKind.NUMBER, _("Number of the enterprise"))}
_RECORDS = {"records": Fact(FactKind.NUMBERS, _("Numbers of the records"))}
_RULES = {"digest": Fact(FactKind.HASH, _("SHA-256 of the released rulebook"))}
_ROUND = {"round": Fact(FactKind.NUMBER, _("How often papers were handed in"))}
_PAPERS = {"papers": Fact(FactKind.HASH, _("SHA-256 of the SHA-256 of the papers, in their order, one per line"))}
_ROWS = {"rows": Fact(FactKind.CODES, _("The rules that apply"))}
_REPORT = {"report": Fact(FactKind.HASH, _("SHA-256 of the report, as canonical JSON; the case's page shows it"))}
_EVIDENCE = {"evidence": Fact(FactKind.HASH, _("SHA-256 of the SHA-256 of the evidence, in its order, one per line"))}
_AUDIT = {"audit": Fact(FactKind.NUMBER, _("Number of the on-site audit"))}
_REASON = {"reason": _("Reason")}


def _schema(act: CaseAct, *facts: dict[str, Fact], has_reason: bool = False, version: int = 1) -> ActSchema:
    merged = {name: fact for each in (_ENTERPRISE, *facts) for name, fact in each.items()}
    return ActSchema(act.value, act.label, "case", merged, words=_REASON if has_reason else {}, version=version)


PUBLIC_ACTS = (
    _schema(CaseAct.APPLY, _RECORDS),
    _schema(CaseAct.DETERMINE, _RECORDS, _RULES, _ROWS),
    _schema(CaseAct.SEND_ON_SITE, _RECORDS, _RULES, _ROWS),
    _schema(CaseAct.DECLINE, has_reason=True),
    _schema(CaseAct.SUBMIT, _ROUND, _PAPERS),
    _schema(CaseAct.RETURN, _ROUND, has_reason=True),
    _schema(CaseAct.TAKE_UP, _ROUND),
    _schema(CaseAct.ASK, _ROUND, has_reason=True),
    _schema(CaseAct.REPORT, _ROUND, _REPORT),
    _schema(CaseAct.PASS, _ROUND, _RECORDS, _PAPERS, _REPORT),
    _schema(CaseAct.PASS_ON_SITE, _AUDIT, _RECORDS, _REPORT),
    _schema(CaseAct.FAIL, _ROUND, _PAPERS, _REPORT, has_reason=True),
    _schema(CaseAct.ESCALATE, _ROUND, _PAPERS, _REPORT, has_reason=True),
    _schema(CaseAct.WITHDRAW, has_reason=True),
    _schema(CaseAct.LAPSE),
    _schema(CaseAct.RESTORE, _RECORDS, has_reason=True),
    _schema(CaseAct.RESTORE, _RECORDS, _EVIDENCE, has_reason=True, version=2),
)
PUBLIC_STEPS = frozenset(each.act for each in PUBLIC_ACTS)
