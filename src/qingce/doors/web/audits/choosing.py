"""Who audits, on the page of an audit: quotes that all sides know, the choice, the agency's qualification, the team."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qingce.domain.removal.actions import (
    ask_for_quote,
    choose_agency,
    confirm_agency,
    decide_team_change,
    name_team,
)
from qingce.domain.removal.enums import OPEN_AUDITS, AuditParty, AuditState
from qingce.domain.removal.queries import agencies_to_ask, open_change, quotes_of, team_rows
from qingce.doors.web.audits.parts import AuditForm, AuditPage, AuditPart, register_part
from qingce.doors.web.numbers import number_in

CONFIRMING = AuditState.CONFIRMING


def _number(form: AuditForm, name: str) -> int:
    return number_in(form.said.get(name, "")) or 0


def _quotes(page: AuditPage) -> Mapping[str, Any] | None:
    if page.party is None or page.party == AuditParty.OBSERVER:
        return None
    row = page.row
    chooses = page.party == AuditParty.ENTERPRISE and page.writes and row.state == CONFIRMING and not row.agency_id
    is_confirmed = any(each.duty.by == "agency" and each.tick for each in page.found.duties)
    confirms = page.party == AuditParty.PLATFORM and page.writes and row.state == CONFIRMING and bool(row.agency_id)
    return {
        "quotes": quotes_of(row.id),
        "chooses": chooses,
        "agencies": agencies_to_ask(row.id, on=page.on) if chooses else (),
        "confirms": confirms and not is_confirmed,
    }


def _team(page: AuditPage) -> Mapping[str, Any] | None:
    row = page.row
    team = team_rows(row.id, on=page.on) if page.party is not None and row.agency_id else ()
    if not team:
        return None
    change = open_change(row.id, team)
    leads = page.party == AuditParty.AGENCY and page.writes and row.state in OPEN_AUDITS
    decides = page.party == AuditParty.PLATFORM and page.writes and change is not None
    is_named = any(each.is_in for each in team)
    return {
        "team": team,
        "change": change,
        "names_it": leads and change is None,
        "decides": decides,
        "is_named": is_named,
    }


def _name_team(form: AuditForm) -> None:
    chosen = [number_in(each) or 0 for each in form.said.getlist("auditor")]
    name_team(form.actor, form.pk, chosen, reason=form.said.get("reason", ""), at=form.at)


def _decide(form: AuditForm, *, is_confirmed: bool) -> None:
    decide_team_change(form.actor, form.pk, is_confirmed=is_confirmed, note=form.said.get("note", ""), at=form.at)


register_part(
    AuditPart(
        "quotes",
        "web/audits/_quotes.html",
        _quotes,
        {
            "ask-quote": lambda form: ask_for_quote(form.actor, form.pk, _number(form, "agency"), at=form.at),
            "choose": lambda form: choose_agency(form.actor, form.pk, _number(form, "agency"), at=form.at),
            "confirm-agency": lambda form: confirm_agency(
                form.actor, form.pk, note=form.said.get("note", ""), at=form.at
            ),
        },
        21,
    )
)
register_part(
    AuditPart(
        "team",
        "web/audits/_team.html",
        _team,
        {
            "team": _name_team,
            "team-yes": lambda form: _decide(form, is_confirmed=True),
            "team-no": lambda form: _decide(form, is_confirmed=False),
        },
        21,
    )
)
