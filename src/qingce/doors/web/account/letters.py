"""The letters of accounts: allauth says when, the words are ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from qingce.doors.web.links import absolute
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.shared.mail.actions import send_mail
from qingce.shared.parties.queries import language_of

Context = dict[str, Any]


def _code(context: Context) -> dict[str, str | int]:
    return {"code": str(context["code"])}


def _reset(context: Context) -> dict[str, str | int]:
    return {"link": str(context["password_reset_url"])}


def _known(context: Context) -> dict[str, str | int]:
    del context
    return {"link": absolute(reverse("account_login")), "reset_link": absolute(reverse("account_reset_password"))}


def _unknown(context: Context) -> dict[str, str | int]:
    del context
    return {"link": absolute(reverse("account_signup"))}


def _notice(act: str) -> Callable[[Context], dict[str, str | int]]:
    return lambda context: {
        "act": act,
        "at": timezone.localtime(context["timestamp"]).strftime("%Y-%m-%d %H:%M"),
        "link": absolute(reverse("web:account")),
    }


LETTERS: dict[str, tuple[str, Callable[[Context], dict[str, str | int]]]] = {
    "account/email/email_confirmation": ("confirm-email", _code),
    "account/email/email_confirmation_signup": ("confirm-email", _code),
    "account/email/account_already_exists": ("account-exists", _known),
    "account/email/unknown_account": ("account-unknown", _unknown),
    "account/email/password_reset_key": ("reset-password", _reset),
    "account/email/password_changed": ("security-notice", _notice("password-changed")),
    "account/email/password_set": ("security-notice", _notice("password-changed")),
    "account/email/password_reset": ("security-notice", _notice("password-reset")),
    "account/email/email_changed": ("security-notice", _notice("email-changed")),
    "account/email/email_confirm": ("security-notice", _notice("email-changed")),
    "account/email/email_deleted": ("security-notice", _notice("email-changed")),
    "mfa/email/totp_activated": ("security-notice", _notice("second-factor-added")),
    "mfa/email/totp_deactivated": ("security-notice", _notice("second-factor-removed")),
    "mfa/email/webauthn_added": ("security-notice", _notice("second-factor-added")),
    "mfa/email/webauthn_removed": ("security-notice", _notice("second-factor-removed")),
    "mfa/email/recovery_codes_generated": ("security-notice", _notice("recovery-codes-made")),
    "socialaccount/email/account_connected": ("security-notice", _notice("provider-connected")),
    "socialaccount/email/account_disconnected": ("security-notice", _notice("provider-removed")),
}


def send_letter(prefix: str, email: str, context: Context) -> None:
    """Puts a letter on its way, in the reader's language.

    Args: prefix: what allauth calls the letter. context: what it knows.
    """
    kind, params_of = LETTERS[prefix]
    page = "zh" if is_chinese() else "en"
    with transaction.atomic():
        language = language_of(email, otherwise=page)
        send_mail(kind, to=email, language=language, params=params_of(context), at=timezone.now())
