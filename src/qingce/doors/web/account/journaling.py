"""What log-ins do goes into the private journal of the person."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import email_changed, password_changed, password_reset, user_logged_in, user_signed_up
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.socialaccount.signals import social_account_added, social_account_removed
from allauth.usersessions.models import UserSession
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_logged_out
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils import timezone

from qingce.shared.parties.actions import note_log_in_change

ACTS: dict[Signal, str] = {
    user_signed_up: "signed-up",
    user_logged_in: "logged-in",
    user_logged_out: "logged-out",
    password_changed: "password-changed",
    password_reset: "password-reset",
    authenticator_removed: "second-factor-removed",
    authenticator_reset: "recovery-codes-made",
    social_account_added: "provider-connected",
    social_account_removed: "provider-removed",
}


def connect() -> None:
    """Listens to allauth; called once, when Django starts."""
    for signal, act in ACTS.items():
        signal.connect(_noting(act), weak=False, dispatch_uid=f"journal {act}")
    email_changed.connect(_email_changed, dispatch_uid="journal email-changed")
    authenticator_added.connect(_second_factor_added, dispatch_uid="journal second-factor-added")


def _noting(act: str) -> Any:
    def note(sender: object, **told: Any) -> None:
        del sender
        if person := _person(told):
            note_log_in_change(person.pk, act, at=timezone.now())

    return note


def _person(told: dict[str, Any]) -> AbstractBaseUser | None:
    user = told.get("user") or getattr(told.get("request"), "user", None)
    return user if isinstance(user, AbstractBaseUser) else None


def _email_changed(sender: object, *, user: AbstractBaseUser, from_email_address: object, **told: Any) -> None:
    """The first address of a new account is no change."""
    del sender, told
    if from_email_address is not None:
        note_log_in_change(user.pk, "email-changed", at=timezone.now())


def _second_factor_added(sender: object, *, request: HttpRequest, user: AbstractBaseUser, **told: Any) -> None:
    """Sessions that were opened without the second factor end, but for the one that added it."""
    del sender
    if told["authenticator"].type == Authenticator.Type.RECOVERY_CODES:
        return
    note_log_in_change(user.pk, "second-factor-added", at=timezone.now())
    for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key or ""):
        session.end()
