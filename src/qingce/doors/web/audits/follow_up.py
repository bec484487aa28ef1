"""The follow-up on the page of an audit: findings, what was done about each, further audits on site, the conclusion."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from qingce.domain.documents.queries import shelf_of, versions_of
from qingce.domain.removal.actions import (
    call_visit,
    confirm_report,
    hand_remedy_in,
    judge_remedy,
    take_conclusion_back,
    tell_visit,
)
from qingce.domain.removal.enums import AuditParty, AuditState, ReportKind
from qingce.domain.removal.queries import findings_of_audit, may_confirm, reports_of_audit, visits_of_audit
from qingce.doors.web.audits.parts import AuditForm, AuditPage, AuditPart, register_part
from qingce.doors.web.numbers import number_in
from qingce.doors.web.rules.words import clause_words, said
from qingce.pure.kernel.dates import parse_date
from qingce.pure.kernel.errors import QingceError
from qingce.shared.notices.queries import get_notice, objection_counts, objections_of
from qingce.shared.rulebooks.queries import book_of

ITEMS = "audit-items"
DONE = (AuditState.NOTICE, AuditState.PASSED, AuditState.NOT_PASSED)


def _findings(page: AuditPage) -> Mapping[str, Any] | None:
    is_public = page.party is None
    if is_public and not reports_of_audit(page.row.id, None):
        return None
    rows = findings_of_audit(page.row.id)
    visits = visits_of_audit(page.row.id)
    is_open = page.row.state == AuditState.FOLLOW_UP and page.writes
    calls = is_open and page.party == AuditParty.AGENCY and all(each.told_at for each in visits)
    if not rows and not visits and not calls:
        return None
    items = {each.id: each for each in book_of(page.found.rules).lists[ITEMS].item}
    wanted = [paper for each in rows for remedy in each.remedies for paper in remedy.papers]
    papers = versions_of(wanted) if wanted and not is_public else {}
    hands = is_open and page.party == AuditParty.ENTERPRISE
    return {
        "findings": [
            (
                each,
                said(items[each.item].title),
                clause_words(items[each.item].clause),
                [(remedy, [papers[paper] for paper in remedy.papers if paper in papers]) for remedy in each.remedies],
            )
            for each in rows
        ],
        "visits": () if is_public else visits,
        "is_public": is_public,
        "hands": hands,
        "judges": is_open and page.party == AuditParty.AGENCY,
        "calls": calls,
        "shelf": _shelf(page) if hands else (),
        "file_url": "web:office-audit-remedy" if page.party == AuditParty.PLATFORM else "web:my-audit-remedy",
    }


def _shelf(page: AuditPage) -> list[Any]:
    placed = shelf_of(page.row.enterprise_id, actor=page.actor, on=page.on).placed
    return [each.row for each in placed if each.row.withdrawn_at is None]


def _conclusion(page: AuditPage) -> Mapping[str, Any] | None:
    reports = [each for each in reports_of_audit(page.row.id, page.party) if each.kind == ReportKind.FINAL]
    report = reports[-1] if reports else None
    waits = page.row.state == AuditState.FOLLOW_UP and report is not None and report.completed_at is not None
    confirms = waits and page.found.is_approver
    shown = [each for each in reports if each.notice]
    if not shown and not confirms:
        return None
    newest = shown[-1].notice if shown else None
    notice = get_notice(newest, today=page.on) if newest else None
    return {
        "notice": notice.row if notice else None,
        "counts": objection_counts(newest) if newest else None,
        "objections": objections_of(newest) if newest else (),
        "confirms": confirms,
        "may_confirm": confirms and may_confirm(page.actor, page.row.id),
        "is_passing": confirms and report is not None and report.result == "passed",
        "takes_back": page.row.state == AuditState.NOTICE and page.found.is_approver,
        "seen": page.row.version,
    }


def _number(form: AuditForm, name: str) -> int:
    return number_in(form.said.get(name, "")) or 0


def _hand_in(form: AuditForm) -> None:
    documents = [number for each in form.said.getlist("document") if (number := number_in(each))]
    text = form.said.get("text", "")
    hand_remedy_in(form.actor, form.pk, _number(form, "finding"), text, documents, at=form.at)


def _judge(form: AuditForm) -> None:
    works = form.said.get("works") == "yes"
    judge_remedy(form.actor, form.pk, _number(form, "remedy"), works, why=form.said.get("why", ""), at=form.at)


def _call(form: AuditForm) -> None:
    try:
        on = parse_date(form.said.get("on", ""), latest=date.max)
    except QingceError:
        on = None
    call_visit(form.actor, form.pk, on, why=form.said.get("why", ""), at=form.at)


def _tell(form: AuditForm) -> None:
    tell_visit(form.actor, form.pk, _number(form, "visit"), form.said.get("result", ""), at=form.at)


def _confirm(form: AuditForm) -> None:
    confirm_report(form.actor, form.pk, seen=_number(form, "seen"), at=form.at)


def _take_back(form: AuditForm) -> None:
    ends = form.said.get("ends") == "yes"
    reason = form.said.get("reason", "")
    take_conclusion_back(form.actor, form.pk, ends=ends, reason=reason, seen=_number(form, "seen"), at=form.at)


FOLLOWING = {"remedy": _hand_in, "judge-remedy": _judge, "call-visit": _call, "tell-visit": _tell}
register_part(AuditPart("findings", "web/audits/_findings.html", _findings, FOLLOWING, 62))
register_part(
    AuditPart("conclusion", "web/audits/_conclusion.html", _conclusion,
              {"confirm-report": _confirm, "take-back": _take_back}, 64)
)  # fmt: skip
