"""The alliance and the notice of a report: its members are written to, and object in their own name (REM-8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.alliance.members import alliance_members
from qingce.domain.removal.models import AlliancePlace, Audit
from qingce.shared.mail.actions import send_mail
from qingce.shared.mail.registry import MailKind
from qingce.shared.parties.enums import Actor, MemberRole
from qingce.shared.parties.queries import members_of

BODY = _("member of the Green Choice Alliance")
NOTICE_LETTER = MailKind(
    "alliance-notice",
    ("enterprise", "audit", "agency", "notice", "until"),
    (),
    _("The report of an audit is open to objections of the alliance"),
)


def standing_of(actor: Actor) -> Mapping[int, str]:
    """The members of the alliance in whose name somebody objects: those whose editor one is; one query at most."""
    own = {seat.organisation_id: seat.name for seat in actor.seats if seat.reaches(MemberRole.EDITOR)}
    if not own:
        return {}
    seated = AlliancePlace.objects.filter(organisation__in=own).exclude(confirmed_at=None)
    return {number: own[number] for number in seated.values_list("organisation", flat=True) if number}


def tell_alliance(audit: Audit, notice: int, until: date | None, *, at: datetime) -> int:
    """Writes to the editors of every member that the notice of a report has begun, in its transaction.

    Returns: how many letters.
    """
    said: dict[str, str | int] = {
        "enterprise": audit.case.enterprise.name,
        "audit": audit.pk,
        "agency": audit.agency.name if audit.agency else "—",
        "notice": notice,
        "until": until.isoformat() if until else "—",
    }
    told = 0
    for member in alliance_members(localdate(at)):
        if member.organisation is None:
            continue
        for each in members_of(member.organisation, least=MemberRole.EDITOR):
            send_mail(NOTICE_LETTER.name, to=each.email, language=each.language, params=said, at=at)
            told += 1
    return told
