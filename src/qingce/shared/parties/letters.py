"""The letters of accounts and organisations; their words stand in `templates/mail/`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.shared.mail.registry import MailKind

LETTERS = (
    MailKind("confirm-email", ("code",), ("code",), _("Code that confirms an e-mail address")),
    MailKind("account-exists", ("link", "reset_link"), (), _("The address has an account already")),
    MailKind("account-unknown", ("link",), (), _("The address has no account")),
    MailKind("reset-password", ("link",), ("link",), _("Link to a new password")),
    MailKind("security-notice", ("act", "at", "link"), (), _("Something about a log-in changed"), ("act",)),
    MailKind("invitation", ("organisation", "inviter", "link", "until"), ("link",), _("Invitation")),
    MailKind(
        "organisation-decided",
        ("organisation", "state", "reason", "link"),
        (),
        _("Decision on an organisation"),
        ("state",),
    ),
)
