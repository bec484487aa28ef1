"""Where somebody is logged in, and ending that."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from qingce.doors.web.access import signed_in
from qingce.doors.web.account.browsers import browser_name
from qingce.doors.web.account.overview import account_page
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.actions import note_log_in_change
from qingce.shared.parties.enums import Actor

OTHERS = "others"


@serves("ACC-1")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sessions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's own sessions, this one first; the others can be ended, one by one or all."""
    mine = UserSession.objects.purge_and_list(request.user)
    here = request.session.session_key
    if request.method == "POST":
        asked = request.POST.get("session", "")
        ended = [each for each in mine if each.session_key != here and asked in {OTHERS, str(each.pk)}]
        _end(request, actor, ended)
        return redirect("usersessions_list")
    rows = [
        (each, browser_name(each.user_agent), each.session_key == here)
        for each in sorted(mine, key=lambda each: (each.session_key != here, -each.created_at.timestamp()))
    ]
    page = account_page(_("Where you are logged in"), security_crumb())
    return show(request, page, Shown("account/sessions.html", {"rows": rows}))


def security_crumb() -> Crumb:
    """The step before pages of log-in and security."""
    return Crumb(_("Log-in and security"), reverse("web:security"))


def _end(request: HttpRequest, actor: Actor, ended: list[UserSession]) -> None:
    for each in ended:
        each.end()
    if ended:
        note_log_in_change(actor.person_id, "sessions-ended", at=timezone.now())
        told = ngettext("%(count)d session ended.", "%(count)d sessions ended.", len(ended))
        messages.success(request, told % {"count": len(ended)})
