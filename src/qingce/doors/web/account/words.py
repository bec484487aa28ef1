"""What the fields of allauth's forms are called here, and what keyboards and password stores are told of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.forms import BaseForm
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Words:
    """A field's label, attributes of its input, and its hint where it is not allauth's."""

    label: StrOrPromise
    attributes: Mapping[str, str] = field(default_factory=dict)
    help: StrOrPromise = ""


PASSWORD_RULES = format_lazy(
    _("At least {count} characters; not like your e-mail address or name, not a common password, not digits alone."),
    count=settings.PASSWORD_LENGTH,
)
FIELDS = {
    "login": Words(_("E-mail address"), {"autocomplete": "username", "inputmode": "email"}),
    "email": Words(_("E-mail address"), {"autocomplete": "email", "inputmode": "email"}),
    "password": Words(_("Password")),
    "password1": Words(_("Password"), {"autocomplete": "new-password"}, PASSWORD_RULES),
    "password2": Words(_("New password, once more"), {"autocomplete": "new-password"}),
    "oldpassword": Words(_("Present password"), {"autocomplete": "current-password"}),
    "code": Words(
        pgettext_lazy("one-time", "Code"),
        {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"},
    ),
    "passwordless": Words(_("Log in with it alone, without a password: it asks for a fingerprint, face or PIN")),
}
NEW_PASSWORD = Words(_("New password"), {"autocomplete": "new-password"}, PASSWORD_RULES)
DIGITS = {"autocomplete": "one-time-code", "inputmode": "numeric"}
APP_CODE = Words(_("Code of the app"), DIGITS)
ANY_CODE = Words(_("Code of the app, or a recovery code"), DIGITS)
KEY_NAME = Words(_("What you call this key"), {"autocomplete": "off"})


def put_words(form: BaseForm) -> None:
    """Gives the fields of a form our labels; the placeholders go, since they repeat the labels."""
    for name, each in form.fields.items():
        each.widget.attrs.pop("placeholder", None)
        if words := _words_of(form, name):
            each.widget.attrs.update(words.attributes)
            # A form that was read already keeps the label beside the field.
            each.label = form[name].label = words.label
            if words.help:
                each.help_text = form[name].help_text = words.help


def _words_of(form: BaseForm, name: str) -> Words | None:
    """The words for a field; in forms of second factors and new passwords some mean something else."""
    kind = type(form).__module__
    if kind.startswith("allauth.mfa") and name == "name":
        return KEY_NAME
    if kind.startswith("allauth.mfa") and name == "code":
        return APP_CODE if kind.startswith("allauth.mfa.totp") else ANY_CODE
    if name == "password1" and "password2" in form.fields:
        return NEW_PASSWORD
    return FIELDS.get(name)
