"""The page behind an invitation's link."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.doors.web.access import signed_in
from qingce.doors.web.account.overview import account_page
from qingce.doors.web.messages import sentence, status
from qingce.doors.web.pages import Shown, show
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.actions import accept_invitation, decline_invitation
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import invitation_of


@serves("ACC-2")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def invitation(request: HttpRequest, actor: Actor, secret: str) -> HttpResponse:
    """Whether to join; only whoever has the address that the invitation was sent to may."""
    told, code, at = "", 200, timezone.now()
    found = invitation_of(secret, at=at)
    if request.method == "POST":
        try:
            if request.POST.get("act") == "accept":
                number = accept_invitation(actor, secret, at=at)
                messages.success(request, _("You belong to %(name)s now.") % {"name": found.organisation})
                return redirect("web:organisation", number)
            decline_invitation(actor, secret, at=at)
            messages.success(request, _("Declined."))
            return redirect("web:organisations")
        except QingceError as error:
            told, code = sentence(error), status(error)
    context = {"found": found, "told": told, "is_for_another": found.email != getattr(request.user, "email", "")}
    page = account_page(_("Invitation"))
    # The address is the key; the policy of every page, `same-origin`, keeps it on this site. Without any referrer a
    # browser would send the form with `Origin: null`, which is refused as a form of another site.
    return show(request, page, Shown("organisations/invited.html", context), status=code)
