"""Logging in and out, and the account of a member of the staff."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qingce.doors.web.office.access import staff_only
from qingce.doors.web.pages import Page, Shown, show
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor

LOCKED = 429


class LogInForm(AuthenticationForm):
    """E-mail address and password; what is wrong never tells whether the address is known."""

    username = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    error_messages = {  # noqa: RUF012  # Django's own name and shape
        "invalid_login": gettext_lazy(
            "E-mail address and password do not go together; check both, also for capital letters."
        ),
        "inactive": gettext_lazy(
            "E-mail address and password do not go together; check both, also for capital letters."
        ),
    }


def _page(title: str) -> Page:
    return Page(title=title, is_indexed=False, section="office")


@serves("ACC-1")
@method_decorator(never_cache, name="dispatch")
class LogIn(LoginView):
    """The page to log in; afterwards the page that was asked for."""

    template_name = "web/office/log_in.html"
    authentication_form = LogInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page's head beside the form."""
        return super().get_context_data(**kwargs) | {"page": _page(_("Log in"))}


@serves("ACC-1")
class LogOut(LogoutView):
    """Ends the session; by POST only."""

    next_page = "web:log-in"


@serves("ACC-1")
@method_decorator(never_cache, name="dispatch")
class ChangePassword(PasswordChangeView):
    """A new password for one's own account."""

    template_name = "web/office/password.html"
    form_class = PasswordChangeForm
    success_url = reverse_lazy("web:account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page's head beside the form."""
        return super().get_context_data(**kwargs) | {"page": _page(_("Change your password"))}


@serves("ACC-1")
@require_safe
@staff_only()
def account(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who one is here, with the roles held."""
    return show(request, _page(_("My account")), Shown("office/account.html", {"actor": actor}))


@never_cache
def locked_out(request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
    """What somebody sees after too many wrong passwords; the same for addresses that nobody has."""
    page = _page(_("Too many attempts"))
    return show(request, page, Shown("office/locked.html"), status=LOCKED)
