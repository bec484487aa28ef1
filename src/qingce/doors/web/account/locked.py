"""What somebody sees after too many wrong passwords; the same for addresses that nobody has."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from qingce.doors.web.pages import Page, Shown, show

LOCKED = 429


@never_cache
def locked_out(request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
    """The page that says to wait."""
    page = Page(title=_("Too many attempts"), is_indexed=False, section="account")
    return show(request, page, Shown("account/locked.html"), status=LOCKED)
