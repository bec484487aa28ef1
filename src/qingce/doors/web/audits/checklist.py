"""The checklist of duties on the page of an audit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qingce.domain.removal.actions import take_duty_back, tick_duty
from qingce.doors.web.audits.parts import AuditForm, AuditPage, AuditPart, register_part
from qingce.doors.web.audits.shown import stages_of


def _tick(form: AuditForm) -> None:
    said = form.said
    tick_duty(form.actor, form.pk, said.get("duty", ""), form.party, note=said.get("note", ""), at=form.at)


def _back(form: AuditForm) -> None:
    said = form.said
    take_duty_back(form.actor, form.pk, said.get("duty", ""), form.party, reason=said.get("note", ""), at=form.at)


def _duties(page: AuditPage) -> Mapping[str, Any]:
    return {"stages": stages_of(page.found), "names_shown": page.party is not None}


register_part(AuditPart("duties", "web/audits/_duties.html", _duties, {"tick": _tick, "back": _back}, 10))
