"""Who observes, and what that costs, on the page of an audit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qingce.domain.removal.actions import (
    confirm_cost_paid,
    declare_nothing_else,
    end_observation,
    invite_observer,
    take_cost_back,
)
from qingce.domain.removal.enums import AuditParty
from qingce.domain.removal.queries import money_text, watched
from qingce.doors.web.audits.parts import AuditForm, AuditPage, AuditPart, register_part
from qingce.doors.web.numbers import number_in
from qingce.doors.web.templatetags.qingce_web import is_chinese

_MAY_DECLARE = (AuditParty.ENTERPRISE, AuditParty.AGENCY, AuditParty.OBSERVER, AuditParty.PLATFORM)


def _number(form: AuditForm) -> int:
    return number_in(form.said.get("number", "")) or 0


def _invite(form: AuditForm) -> None:
    invite_observer(form.actor, form.pk, at=form.at)


def _end(form: AuditForm) -> None:
    end_observation(form.actor, form.pk, form.party, reason=form.said.get("reason", ""), at=form.at)


def _paid(form: AuditForm) -> None:
    confirm_cost_paid(form.actor, form.pk, _number(form), at=form.at)


def _back(form: AuditForm) -> None:
    take_cost_back(form.actor, form.pk, _number(form), at=form.at)


def _nothing_else(form: AuditForm) -> None:
    declare_nothing_else(form.actor, form.pk, form.party, version=form.said.get("version", ""), at=form.at)


def _observing(page: AuditPage) -> Mapping[str, Any]:
    seen, text = watched(page.row.id, party=page.party, on=page.on), money_text()
    declared = {each.party for each in seen.declared if each.version == text.version}
    return {
        "seen": seen,
        "declared": [(AuditParty(each.party).label, each.declared_at) for each in seen.declared],
        "is_platform": page.found.row.is_platform_observing,
        "may_invite": page.writes and page.party == AuditParty.PLATFORM and page.row.is_open,
        "may_end": page.writes and page.party in (AuditParty.PLATFORM, AuditParty.OBSERVER) and page.row.is_open,
        "may_cost": page.writes and page.party == AuditParty.OBSERVER,
        "may_pay": page.writes and page.party == AuditParty.ENTERPRISE,
        "may_declare": page.writes and page.party in _MAY_DECLARE and page.party not in declared,
        "text": text.said("zh" if is_chinese() else "en"),
        "clause": text.clause,
        "version": text.version,
        "audit": page.row.id,
    }


register_part(
    AuditPart(
        "observing",
        "web/alliance/_observing.html",
        _observing,
        {
            "invite-observer": _invite,
            "end-observation": _end,
            "cost-paid": _paid,
            "cost-back": _back,
            "nothing-else": _nothing_else,
        },
    )
)
