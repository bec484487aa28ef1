"""Everybody's own account: who one is here, what one may do, what happened."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingce.doors.web.access import SEAT, signed_in
from qingce.doors.web.documents.mine import own_shelves
from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import has_second_factor
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.ledger.queries import count_entries_of_person, entries_of_person
from qingce.shared.ledger.registry import label_of
from qingce.shared.parties.actions import change_profile
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import get_person, organisations_by_ids

WRONG = 422


def account_page(title: str, *crumbs: Crumb) -> Page:
    """The head of a page of one's own."""
    first = Crumb(_("My account"), reverse("web:account") if crumbs or title != _("My account") else "")
    last = () if title == _("My account") else (Crumb(title),)
    return Page(title=title, crumbs=(first, *crumbs, *last), is_indexed=False, section="account")


@serves("ACC-1")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def account(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who one is here: name and language, roles, organisations."""
    told, name = "", actor.name
    if request.method == "POST":
        name = request.POST.get("name", "")
        try:
            change_profile(actor, name=name, language=request.POST.get("language", ""), at=timezone.now())
        except QingceError as error:
            told = sentence(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("web:account")
    context = {
        "detail": get_person(actor.person_id, actor=actor),
        "language": getattr(request.user, "language", "zh"),
        "name": name,
        "told": told,
        "lacks_factor": actor.is_staff and not has_second_factor(actor.person_id),
        **own_shelves(actor, on=timezone.localdate()),
    }
    page = account_page(_("My account"))
    return show(request, page, Shown("account/overview.html", context), status=WRONG if told else 200)


@serves("ACC-1")
@require_safe
@signed_in
def security(request: HttpRequest, actor: Actor) -> HttpResponse:
    """E-mail address, password, second factor and sessions, each with its state and its page."""
    kinds = list(Authenticator.objects.filter(user=actor.person_id).values_list("type", flat=True))
    connected = SocialAccount.objects.filter(user=actor.person_id).count()
    context = {
        "connected": connected,
        "has_providers": bool(connected or settings.OIDC_PROVIDERS),
        "has_app": Authenticator.Type.TOTP in kinds,
        "keys": kinds.count(Authenticator.Type.WEBAUTHN),
        "has_codes": Authenticator.Type.RECOVERY_CODES in kinds,
    }
    return show(request, account_page(_("Log-in and security")), Shown("account/security.html", context))


@serves("ACC-2")
@require_safe
@signed_in
def second_factor_needed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Why a member of the staff sets up a second factor, and how."""
    if has_second_factor(actor.person_id):
        return redirect("web:office")
    return show(request, account_page(_("A second factor is needed")), Shown("account/second_factor_needed.html"))


@serves("ACC-1")
@require_safe
@signed_in
def activity(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What one did and what was done to one's account, the newest first."""
    total = count_entries_of_person(actor.person_id)
    paging = paging_of(request, total)
    entries = entries_of_person(actor.person_id, start=paging.start, count=PER_PAGE)
    names = organisations_by_ids({each.organisation_id for each in entries if each.organisation_id})
    rows = [
        (each, label_of(each.act), names.get(each.organisation_id or 0), each.person_id == actor.person_id)
        for each in entries
    ]
    context = {"rows": rows, "total": total, "paging": paging}
    return show(request, account_page(_("Activity")), Shown("account/activity.html", context))


@serves("ACC-1")
@require_POST
@signed_in
def switch(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Acts in another of one's organisations from now on."""
    asked = request.POST.get("seat", "")
    chosen = next((seat for seat in actor.seats if str(seat.membership_id) == asked), None)
    if chosen:
        request.session[SEAT] = chosen.membership_id
        messages.success(request, _("You now act for %(name)s.") % {"name": chosen.name})
    return redirect("web:account")
