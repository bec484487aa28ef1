"""The letters of this room; their words stand in `templates/mail/`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.shared.mail.registry import MailKind

CONFIRM_OBJECTION = MailKind(
    "confirm-objection", ("title", "secret"), ("secret",), _("Link that confirms an objection")
)
CONFIRM_FOLLOW = MailKind(
    "confirm-notice-follow", ("what", "token"), ("token",), _("Link that confirms letters about notices")
)
NOTICE_TOLD = MailKind(
    "notice-told",
    ("act", "title", "notice", "day", "reason", "token"),
    ("token",),
    _("Something about a notice"),
    ("act",),
)
LETTERS = (CONFIRM_OBJECTION, CONFIRM_FOLLOW, NOTICE_TOLD)
