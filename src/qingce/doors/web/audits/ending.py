"""What leads from stage to stage of an audit, and out of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qingce.domain.removal.actions import go_on_with_audit, withdraw_audit
from qingce.domain.removal.enums import AuditParty, AuditState
from qingce.doors.web.audits.parts import AuditForm, AuditPage, AuditPart, register_part
from qingce.doors.web.numbers import number_in

AGENCY_LEADS = (AuditState.CONFIRMING, AuditState.AUDITING, AuditState.REPORTING)
WITHDRAWABLE = (*AGENCY_LEADS, AuditState.FOLLOW_UP)


def _go_on(form: AuditForm) -> None:
    go_on_with_audit(form.actor, form.pk, seen=number_in(form.said.get("seen", "")) or 0, at=form.at)


def _withdraw(form: AuditForm) -> None:
    withdraw_audit(form.actor, form.pk, reason=form.said.get("reason", ""), at=form.at)


def _ending(page: AuditPage) -> Mapping[str, Any] | None:
    row = page.row
    goes_on = page.party == AuditParty.AGENCY and row.state in AGENCY_LEADS
    withdraws = page.party == AuditParty.ENTERPRISE and row.state in WITHDRAWABLE
    if not page.writes or not (goes_on or withdraws):
        return None
    return {"goes_on": goes_on, "withdraws": withdraws, "is_ready": not page.found.owed, "seen": row.version}


register_part(AuditPart("ending", "web/audits/_ending.html", _ending, {"go-on": _go_on, "withdraw": _withdraw}, 90))
