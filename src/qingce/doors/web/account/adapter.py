"""How allauth makes accounts, addresses and mail here."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingce.doors.web.account.letters import send_letter
from qingce.doors.web.links import absolute
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.doors.web.visitor import visitor_network
from qingce.shared.parties.queries import parties_terms


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Ours where it differs: who signs up, where links lead, which letters go out."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("E-mail address or password is wrong."),
        "incorrect_code": gettext_lazy("The code is wrong."),
        "incorrect_password": gettext_lazy("The password is wrong."),
        "enter_current_password": gettext_lazy("This is not the present password."),
        "rate_limited": gettext_lazy("Too many attempts. Wait a few minutes, then try again."),
        "too_many_login_attempts": gettext_lazy("Too many attempts. Wait a few minutes, then try again."),
    }

    def new_user(self, request: HttpRequest) -> AbstractBaseUser:
        """Somebody who begins now."""
        del request
        return get_user_model()(created_at=timezone.now(), language="zh" if is_chinese() else "en")

    def save_user(self, request: HttpRequest, user: Any, form: BaseForm, commit: bool = True) -> Any:
        """Keeps the name beside e-mail address and password."""
        user.name = form.cleaned_data.get("name") or user.name
        if form.cleaned_data.get("agrees"):
            user.privacy_agreed_on = parties_terms().privacy_notice_of
        return super().save_user(request, user, form, commit=commit)

    def clean_email(self, email: str) -> str:
        """Refuses addresses that stand for erased accounts: nobody can have them."""
        if email.strip().lower().endswith(".invalid"):
            raise ValidationError(_("No letter can arrive at this address; use one of yours."))
        return email

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Leads to the public address, whatever host the request named."""
        uid, _, token = key.partition("-")
        return absolute(reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token}))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends one of our own letters, by the queue."""
        send_letter(template_prefix, email, context)

    def get_from_email(self) -> str:
        """The platform's own address."""
        return str(settings.DEFAULT_FROM_EMAIL)

    def is_safe_url(self, url: str) -> bool:
        """Whether an address leads to this site; one that cannot be read leads nowhere."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that counts for limits."""
        return visitor_network(request)
