"""Letters to members of the alliance: that they are asked to observe, and that they no longer do."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.models import Observation
from qingce.shared.mail.actions import send_mail
from qingce.shared.mail.registry import MailKind
from qingce.shared.parties.enums import MemberRole
from qingce.shared.parties.queries import members_of

LETTER = MailKind(
    "observation", ("enterprise", "number", "state", "until"), (), _("An invitation to observe an audit"), ("state",)
)


def tell_member(row: Observation, *, at: datetime) -> None:
    """Writes to the member that was asked, in the caller's transaction."""
    said: dict[str, str | int] = {
        "enterprise": row.audit.case.enterprise.name,
        "number": row.organisation_id,
        "state": row.state,
        "until": row.due_on.isoformat() if row.due_on else "—",
    }
    for each in members_of(row.organisation_id, least=MemberRole.EDITOR):
        send_mail(LETTER.name, to=each.email, language=each.language, params=said, at=at)
