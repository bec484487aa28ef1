"""Letters to suppliers: that they are asked to explain their records in public."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.models import AuditSupplier
from qingce.shared.mail.actions import send_mail
from qingce.shared.mail.registry import MailKind
from qingce.shared.parties.enums import MemberRole
from qingce.shared.parties.queries import members_of

LETTER = MailKind(
    "supplier-asked", ("supplier", "by", "count", "number"), (), _("A supplier asked to explain its records")
)


def ask_supplier(row: AuditSupplier, organisation: int, *, by: str, count: int, at: datetime) -> None:
    """Writes to those who hand in for the supplier, in the caller's transaction."""
    said: dict[str, str | int] = {"supplier": row.name, "by": by, "count": count, "number": row.enterprise_id or 0}
    for each in members_of(organisation, least=MemberRole.EDITOR):
        send_mail(LETTER.name, to=each.email, language=each.language, params=said, at=at)
