"""The letters of this room; their words stand in `templates/mail/`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.shared.mail.registry import MailKind

CONFIRM_OBJECTION = MailKind(
    "confirm-objection", ("notice", "title", "secret"), ("secret",), _("Link that confirms an objection")
)
