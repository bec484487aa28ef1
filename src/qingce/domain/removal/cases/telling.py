"""Letters about a case: to those of the organisation who hand in, at each step of others."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.cases.enums import CaseAct
from qingce.domain.removal.models import Case
from qingce.shared.mail.actions import send_mail
from qingce.shared.mail.registry import MailKind
from qingce.shared.parties.enums import MemberRole
from qingce.shared.parties.queries import members_of

STEP = MailKind("case-step", ("enterprise", "case", "act", "until", "note"), (), _("A step of a case"), ("act",))
REMINDER = MailKind("case-waits", ("enterprise", "case", "until", "days"), (), _("A case waits for documents"))
_OWN = frozenset({CaseAct.DISCARD, CaseAct.SUBMIT, CaseAct.SEND_BACK})  # what the enterprise did, or need not know


def tell(row: Case, act: CaseAct, note: str, *, at: datetime) -> None:
    """Writes to the enterprise of a step, in its transaction."""
    if act in _OWN:
        return
    said: dict[str, str | int] = {
        "enterprise": row.enterprise.name,
        "case": row.pk,
        "act": act.value,
        "until": row.due_on.isoformat() if row.due_on else "—",
        "note": note,
    }
    for each in members_of(row.organisation_id, least=MemberRole.EDITOR):
        send_mail(STEP.name, to=each.email, language=each.language, params=said, at=at)


def remind(row: Case, days: int, *, at: datetime) -> None:
    """Writes that an application ends unless something is handed in, in the caller's transaction."""
    said: dict[str, str | int] = {
        "enterprise": row.enterprise.name,
        "case": row.pk,
        "until": row.due_on.isoformat() if row.due_on else "",
        "days": days,
    }
    for each in members_of(row.organisation_id, least=MemberRole.EDITOR):
        send_mail(REMINDER.name, to=each.email, language=each.language, params=said, at=at)
