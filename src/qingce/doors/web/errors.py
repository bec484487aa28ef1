"""Pages for what went wrong, in the language of the address, each with a way on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from qingce.doors.web.messages import sentence, status
from qingce.doors.web.pages import Page, Shown, home_crumb, show
from qingce.pure.kernel.errors import QingceError


def problem(request: HttpRequest, error: QingceError) -> HttpResponse:
    """The page of an error that a person can put right."""
    return _problem_page(request, status(error), sentence(error))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be understood."""
    del exception
    return _problem_page(request, 400, _("This address cannot be understood. Check it, or start from the search."))


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403: refused, such as a form without its token."""
    del exception, reason
    return _problem_page(request, 403, _("This was refused. Go back, load the page anew and try again."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing has this address."""
    del exception
    return _problem_page(request, 404, _("Nothing has this address. It may have been mistyped, or cut off."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return _problem_page(request, 500, _("Something went wrong here, and it has been noted. Try again in a minute."))


def _titles() -> dict[int, str]:
    return {
        400: _("This cannot be used"),
        403: _("Refused"),
        404: _("Not found"),
        500: _("Something went wrong"),
        503: _("Not ready yet"),
    }


def _problem_page(request: HttpRequest, code: int, said: str) -> HttpResponse:
    page = Page(title=_titles()[code], crumbs=(home_crumb(),), is_indexed=False)
    return show(request, page, Shown("problem.html", {"said": said, "code": code}), status=code)
