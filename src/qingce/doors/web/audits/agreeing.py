"""Confirming the audit on its page: conditions, documents, the form on the enterprise, the plan, the meetings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from qingce.domain.documents.queries import shelf_of
from qingce.domain.removal.actions import (
    add_audit_paper,
    agree_to_plan,
    confirm_conditions,
    hand_in_for_audit,
    save_enterprise_form,
    say_instead,
    take_out_audit_paper,
    write_meeting,
    write_plan,
)
from qingce.domain.removal.enums import AuditParty, AuditState, MeetingKind, MeetingText, PlanText
from qingce.domain.removal.queries import audit_lines, enterprise_form, meetings_of, plan_of, public_case
from qingce.doors.web.audits.parts import AuditForm, AuditPage, AuditPart, register_part
from qingce.doors.web.cases.shown import shown_case
from qingce.doors.web.numbers import number_in
from qingce.doors.web.rules.words import clause_words
from qingce.doors.web.rules.words import said as in_language
from qingce.pure.kernel.dates import parse_date

CONFIRMING, AUDITING = AuditState.CONFIRMING, AuditState.AUDITING
LATEST = date(2100, 12, 31)
FIELD = "field-"
AGREEING = (AuditParty.ENTERPRISE, AuditParty.AGENCY, AuditParty.PLATFORM)


def _day(form: AuditForm, name: str) -> date | None:
    text = form.said.get(name, "").strip()
    return parse_date(text, latest=LATEST) if text else None


def _number(form: AuditForm, name: str) -> int:
    return number_in(form.said.get(name, "")) or 0


def _conditions(page: AuditPage) -> Mapping[str, Any] | None:
    if page.party != AuditParty.PLATFORM or page.row.state != CONFIRMING or not page.writes:
        return None
    if any(each.duty.by == "conditions" and each.tick for each in page.found.duties):
        return None
    return {"records": shown_case(public_case(page.row.case_id), on=page.on).records}


def _documents(page: AuditPage) -> Mapping[str, Any] | None:
    if page.party is None:
        return None
    is_own = page.party == AuditParty.ENTERPRISE and page.writes
    changes = is_own and page.row.state in (CONFIRMING, AUDITING, AuditState.REPORTING, AuditState.FOLLOW_UP)
    shelf = shelf_of(page.row.enterprise_id, actor=page.actor, on=page.on).placed if changes else ()
    lines = []
    for each in audit_lines(page.row.id):
        there = {paper.document.id for paper in each.papers}
        fits = [
            placed.row
            for placed in shelf
            if placed.row.id not in there
            and placed.row.withdrawn_at is None
            and (not each.types or placed.row.type in each.types)
        ]
        lines.append((each, in_language(each.line.title), clause_words(each.line.clause), fits))
    return {
        "lines": lines,
        "answered": sum(each.is_answered for each, *_rest in lines),
        "changes": changes,
        "is_open": changes and page.row.state == CONFIRMING,
        "file_url": "web:office-audit-file" if page.party == AuditParty.PLATFORM else "web:my-audit-file",
    }


def _form(page: AuditPage) -> Mapping[str, Any] | None:
    if page.party is None:
        return None
    typed = page.request.POST if page.request.POST.get("act") == "form" else {}
    fields = [
        (line.id, in_language(line.title), typed.get(f"{FIELD}{line.id}", text))
        for line, text in enterprise_form(page.row.id)
    ]
    changes = page.party == AuditParty.AGENCY and page.writes and page.row.state == CONFIRMING
    return {"fields": fields, "changes": changes} if changes or any(text for *_rest, text in fields) else None


def _save_form(form: AuditForm) -> None:
    texts = {name.removeprefix(FIELD): form.said.get(name, "") for name in form.said if name.startswith(FIELD)}
    save_enterprise_form(form.actor, form.pk, texts, sends="send" in form.said, at=form.at)


def _plan(page: AuditPage) -> Mapping[str, Any] | None:
    if page.party is None:
        return None
    plan, is_open = plan_of(page.row.id), page.row.state == CONFIRMING and page.writes
    writes = is_open and page.party == AuditParty.AGENCY
    if plan is None and not writes:
        return None
    agrees = is_open and plan is not None and page.party in AGREEING and page.party not in plan.agreed
    agreed = [(party.label, plan.agreed.get(party)) for party in AGREEING] if plan else []
    return {"plan": plan, "writes": writes, "agrees": agrees, "agreed": agreed}


def _write_plan(form: AuditForm) -> None:
    said = form.said
    plan = PlanText(_day(form, "from_on"), _day(form, "until_on"), said.get("text", ""), said.get("reason", ""))
    write_plan(form.actor, form.pk, plan, at=form.at)


def _meetings(page: AuditPage) -> Mapping[str, Any] | None:
    if page.party is None:
        return None
    held, leads = meetings_of(page.row.id), page.party == AuditParty.AGENCY and page.writes
    stage = {CONFIRMING: (MeetingKind.BEFORE,), AUDITING: (MeetingKind.OPENING, MeetingKind.CLOSING)}
    wanted = stage.get(page.row.state, ()) if leads else ()
    rows = [held[kind] for kind in MeetingKind if kind in held]
    return {"rows": rows, "wanted": wanted, "today": timezone.localdate()} if rows or wanted else None


def _write_meeting(form: AuditForm) -> None:
    kind = form.said.get("kind", "")
    if kind in MeetingKind.values:
        meeting = MeetingText(
            MeetingKind(kind), _day(form, "held_on"), form.said.get("who", ""), form.said.get("minutes", "")
        )
        write_meeting(form.actor, form.pk, meeting, at=form.at)


register_part(
    AuditPart(
        "conditions",
        "web/audits/_conditions.html",
        _conditions,
        {
            "conditions": lambda form: confirm_conditions(
                form.actor, form.pk, note=form.said.get("note", ""), at=form.at
            )
        },
        20,
    )
)
register_part(
    AuditPart(
        "documents",
        "web/audits/_documents.html",
        _documents,
        {
            "paper": lambda form: add_audit_paper(
                form.actor, form.pk, form.said.get("line", ""), _number(form, "document"), at=form.at
            ),
            "paper-out": lambda form: take_out_audit_paper(form.actor, form.pk, _number(form, "paper"), at=form.at),
            "instead": lambda form: say_instead(
                form.actor, form.pk, form.said.get("line", ""), form.said.get("text", ""), at=form.at
            ),
            "hand-in": lambda form: hand_in_for_audit(form.actor, form.pk, at=form.at),
        },
        22,
    )
)
register_part(AuditPart("enterprise-form", "web/audits/_form.html", _form, {"form": _save_form}, 23))
register_part(
    AuditPart(
        "plan",
        "web/audits/_plan.html",
        _plan,
        {
            "plan": _write_plan,
            "agree": lambda form: agree_to_plan(form.actor, form.pk, form.party, _number(form, "number"), at=form.at),
        },
        24,
    )
)
register_part(AuditPart("meetings", "web/audits/_meetings.html", _meetings, {"meeting": _write_meeting}, 25))
