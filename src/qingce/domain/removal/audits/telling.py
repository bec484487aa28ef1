"""Letters about an audit: at each step to everybody in it, and to who owes something before the last day."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.cases.absences import away_on
from qingce.domain.removal.models import Audit
from qingce.shared.mail.actions import send_mail
from qingce.shared.mail.registry import MailKind
from qingce.shared.parties.enums import Duty, MemberRole
from qingce.shared.parties.queries import members_of, staff_with

STEP = MailKind(
    "audit-step", ("enterprise", "audit", "act", "until", "note"), (), _("A step of an on-site audit"), ("act",)
)
WAITS = MailKind("audit-waits", ("enterprise", "audit", "until", "days", "count"), (), _("An on-site audit waits"))


STAFF = MailKind(
    "audit-for-staff",
    ("enterprise", "audit", "what", "until"),
    (),
    _("An on-site audit waits for the staff"),
    ("what",),
)
_DECIDED = "report"


def tell_staff(row: Audit, what: str, *, at: datetime) -> None:
    """Writes to who looks after the case that something waits, in the transaction; where nobody does, to all who may.

    Args: what: `agency`, `team`, `comment`, `observe`; `report`: it is confirmed by those who decide on removals.
    """
    duty = Duty.DECIDE_REMOVALS if what == _DECIDED else Duty.RUN_AUDITS
    people = staff_with(duty, near=(row.division,))
    if what != _DECIDED and row.case.reviewer_id:
        away = away_on(localdate(at)).get(row.case.reviewer_id)
        desk = away.stand_in_id if away else row.case.reviewer_id
        people = [each for each in people if each.id == desk] or people
    said = _said(row) | {"what": what}
    for each in people:
        send_mail(STAFF.name, to=each.email, language=each.language, params=said, at=at)


def tell_step(row: Audit, act: str, note: str, *, at: datetime) -> None:
    """Writes to enterprise, agency and observer of a step, in its transaction."""
    said = _said(row) | {"act": act, "note": note}
    for number in parties_of(row):
        _send(STEP, number, said, at)


def remind_party(row: Audit, organisation: int, *, days: int, count: int, at: datetime) -> None:
    """Writes to one of them how much it still owes, and until when."""
    _send(WAITS, organisation, _said(row) | {"days": days, "count": count}, at)


def tell_organisation(row: Audit, organisation: int, act: str, *, at: datetime) -> None:
    """Writes to one organisation of something that concerns it, in the transaction."""
    _send(STEP, organisation, _said(row) | {"act": act, "note": ""}, at)


def parties_of(row: Audit) -> list[int]:
    """The organisations in an audit."""
    return [each for each in (row.case.organisation_id, row.agency_id, row.observer_id) if each]


def _said(row: Audit) -> dict[str, str | int]:
    return {
        "enterprise": row.case.enterprise.name,
        "audit": row.pk,
        "until": row.due_on.isoformat() if row.due_on else "—",
    }


def _send(kind: MailKind, organisation: int, said: dict[str, str | int], at: datetime) -> None:
    for each in members_of(organisation, least=MemberRole.EDITOR):
        send_mail(kind.name, to=each.email, language=each.language, params=said, at=at)
