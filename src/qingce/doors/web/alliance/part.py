"""Who observes, and what that costs, on the page of an audit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qingce.domain.removal.actions import (
    confirm_cost_paid,
    declare_nothing_else,
    dismiss_observer,
    end_observation,
    invite_observer,
    name_observer,
    take_cost_back,
)
from qingce.domain.removal.enums import AuditParty
from qingce.domain.removal.queries import money_text, persons_to_name, watched
from qingce.doors.web.audits.parts import AuditForm, AuditPage, AuditPart, register_part
from qingce.doors.web.numbers import number_in
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.shared.parties.enums import MemberRole

_MAY_DECLARE = (AuditParty.ENTERPRISE, AuditParty.AGENCY, AuditParty.OBSERVER, AuditParty.PLATFORM)


def _number(form: AuditForm) -> int:
    return number_in(form.said.get("number", "")) or 0


def _invite(form: AuditForm) -> None:
    invite_observer(form.actor, form.pk, at=form.at)


def _end(form: AuditForm) -> None:
    end_observation(form.actor, form.pk, form.party, reason=form.said.get("reason", ""), at=form.at)


def _name(form: AuditForm) -> None:
    said = form.said
    person = number_in(said.get("person", "")) or 0
    name_observer(form.actor, form.pk, form.party, person, is_free=said.get("is_free") == "yes", at=form.at)


def _dismiss(form: AuditForm) -> None:
    dismiss_observer(form.actor, form.pk, form.party, _number(form), reason=form.said.get("reason", ""), at=form.at)


def _names(page: AuditPage) -> bool:
    """Whether somebody says who goes there."""
    row, seat = page.row, page.actor.seat_in(page.row.observer_id) if page.row.observer_id else None
    if not page.writes or not row.is_open:
        return False
    if page.party == AuditParty.OBSERVER:
        return seat is not None and seat.reaches(MemberRole.EDITOR)
    return page.party == AuditParty.PLATFORM and row.is_platform_observing and not row.observer_id


def _paid(form: AuditForm) -> None:
    confirm_cost_paid(form.actor, form.pk, _number(form), at=form.at)


def _back(form: AuditForm) -> None:
    take_cost_back(form.actor, form.pk, _number(form), at=form.at)


def _nothing_else(form: AuditForm) -> None:
    declare_nothing_else(form.actor, form.pk, form.party, version=form.said.get("version", ""), at=form.at)


def _observing(page: AuditPage) -> Mapping[str, Any]:
    seen, text = watched(page.row.id, party=page.party, on=page.on), money_text()
    declared = {each.party for each in seen.declared if each.version == text.version}
    names = _names(page)
    return {
        "seen": seen,
        "names": names,
        "people": persons_to_name(page.row.id, actor=page.actor) if names else {},
        "watches": page.writes and (page.party == AuditParty.OBSERVER or names) and page.row.is_open,
        "observes": page.found.observes,
        "declared": [(AuditParty(each.party).label, each.declared_at) for each in seen.declared],
        "is_platform": page.found.row.is_platform_observing,
        "may_invite": page.writes and page.party == AuditParty.PLATFORM and page.row.is_open,
        "may_end": page.row.is_open and (names or (page.writes and page.party == AuditParty.PLATFORM)),
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
            "name-observer": _name,
            "dismiss-observer": _dismiss,
            "cost-paid": _paid,
            "cost-back": _back,
            "nothing-else": _nothing_else,
        },
    )
)
