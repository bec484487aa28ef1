"""What our forms of accounts ask beyond allauth's own."""

from __future__ import annotations

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qingce.doors.web.messages import sentence
from qingce.pure.kernel.errors import QingceError
from qingce.shared.parties.queries import checked_name


def _agreed() -> str:
    """What is agreed to, with the way to it; in a tab of its own, so that nothing typed is lost."""
    text = gettext("I have read the {link} and agree that my data are used as it says.")
    link = format_html('<a href="{}" target="_blank">{}</a>', reverse("web:privacy"), gettext("privacy notice"))
    return format_html(text, link=link)


_agreement = lazy(_agreed, str)


class SignUpFields(forms.Form):
    """The name, beside e-mail address and password."""

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        help_text=_("Members of your organisations and the staff see it; the public sees a number only."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    agrees = forms.BooleanField(
        label=_agreement(),
        error_messages={"required": _("An account needs your agreement to the privacy notice.")},
    )
    field_order = ("email", "name", "password1", "agrees")

    def clean_name(self) -> str:
        """The name as it is kept."""
        try:
            return checked_name(self.cleaned_data["name"])
        except QingceError as error:
            raise forms.ValidationError(sentence(error)) from error

    def signup(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Nothing more to keep: the adapter has kept the name."""
