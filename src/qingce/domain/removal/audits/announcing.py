"""The report on the notice board: the alliance and everybody have seven days to object (IPE-2017 §2.2.4)."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext, gettext_lazy, override

from qingce.domain.removal.alliance.notifying import BODY, standing_of, tell_alliance
from qingce.domain.removal.audits.report_enums import AuditResult, ReportKind
from qingce.domain.removal.audits.report_terms import audit_report_sections
from qingce.domain.removal.enums import BOOK
from qingce.domain.removal.models import Audit, AuditReport
from qingce.shared.ledger.actions import THE_PLATFORM
from qingce.shared.notices.actions import publish_notice
from qingce.shared.notices.enums import About, NoticeText
from qingce.shared.notices.queries import get_notice
from qingce.shared.notices.registry import NoticeKind, NoticeTerm

NOTICE = NoticeKind(
    "audit-reports",
    gettext_lazy("Reports of on-site audits"),
    gettext_lazy("What an audit on site concludes, before a record is removed: everybody may object"),
    term=NoticeTerm(BOOK, "alliance-notice"),
    takes_objections=True,
    standing=standing_of,
    body=BODY,
)
FAILED = NoticeKind(
    "audits-not-passed",
    gettext_lazy("On-site audits not passed"),
    gettext_lazy("Audits on site that end without a removal, with the reason"),
)
_PASSES = gettext_lazy("Report of an on-site audit, passed: %(name)s, audit %(audit)d")
_FAILS = gettext_lazy("On-site audit not passed: %(name)s, audit %(audit)d")
_CODES = (("zh-hans", "zh"), ("en", "en"))


def announce_report(audit: Audit, report: AuditReport, *, at: datetime) -> int:
    """Publishes report and conclusion; a report that passes has a period for objections. Returns: the notice."""
    passes = report.result == AuditResult.PASSED
    enterprise = audit.case.enterprise
    titles, bodies = {}, {}
    for code, language in _CODES:
        with override(code):
            said = {"name": enterprise.name, "audit": audit.pk}
            titles[language] = str(_PASSES if passes else _FAILS) % said
            bodies[language] = _body(report, language)
    with override("zh-hans"):
        named = gettext("On-site audit %(number)s") % {"number": audit.pk}
    text = NoticeText(
        kind=NOTICE.name if passes else FAILED.name,
        key=f"audit-report/{report.pk}/{report.result}",
        title_zh=titles["zh"],
        title_en=titles["en"],
        body_zh=bodies["zh"],
        body_en=bodies["en"],
        area=enterprise.division,
        about=(
            About("audit", audit.pk, named),
            About("enterprise", enterprise.canonical_id or enterprise.pk, enterprise.name),
        ),
    )
    number = publish_notice(text, by=THE_PLATFORM, at=at)
    if passes:
        tell_alliance(audit, number, get_notice(number, today=localdate(at)).row.ends_on, at=at)
    return number


def _body(report: AuditReport, language: str) -> str:
    """The conclusion; the page of the audit shows the whole report."""
    section = next(each for each in audit_report_sections(ReportKind.FINAL) if each.id == "conclusion")
    lines = [f"{section.said(language)}\n{report.texts.get('conclusion', '')}"]
    if report.reason:
        lines.append(report.reason)
    lines.append(gettext("The page of the audit shows the whole report."))
    return "\n\n".join(lines)
