"""One's own data: what is held and why, all of it as a file, and erasing the account."""

from __future__ import annotations

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qingce.doors.web.access import ActorView, signed_in
from qingce.doors.web.account.overview import account_page
from qingce.doors.web.messages import sentence
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.actions import erase_person, export_person
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import parties_terms, personal_parts

WRONG = 422


@serves("ACC-1")
@require_safe
@signed_in
def data(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is held about somebody, why and how long, and what can be done with it."""
    del actor
    context = {
        "parts": personal_parts(),
        "agreed_on": getattr(request.user, "privacy_agreed_on", None),
        "notice_of": parties_terms().privacy_notice_of,
    }
    return show(request, account_page(_("My data")), Shown("account/data.html", context))


@serves("ACC-1")
@require_safe
@signed_in
def export(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All of it as a file."""
    del request
    at = timezone.now()
    response = JsonResponse(export_person(actor, at=at), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="qingce-{actor.number}-{at:%Y-%m-%d}.json"'
    response["Cache-Control"] = "private, no-store"
    return response


def _erase(request: HttpRequest, actor: Actor) -> HttpResponse:
    told, typed = "", request.POST.get("email", "")
    if request.method == "POST":
        try:
            erase_person(actor, email=typed, at=timezone.now())
        except QingceError as error:
            told = sentence(error)
        else:
            request.session.flush()
            page = Page(title=_("Your account is erased"), is_indexed=False, section="account")
            return show(request, page, Shown("account/erased.html", {"number": actor.number}))
    context = {"typed": typed, "told": told}
    page = account_page(_("Erase my account"), Crumb(_("My data"), reverse("web:personal-data")))
    return show(request, page, Shown("account/erase.html", context), status=WRONG if told else 200)


_known_again = cast("ActorView[[]]", reauthentication_required(_erase))


@serves("ACC-1")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def erase(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Erases the account for good, of somebody who has just given the password or a key once more."""
    return cast("HttpResponse", _known_again(request, actor))
