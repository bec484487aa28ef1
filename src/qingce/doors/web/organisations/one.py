"""One organisation, as a member sees it: its state, members, invitations, and what the member may do."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.enterprises.queries import claims_of_own
from qingce.doors.web.access import signed_in
from qingce.doors.web.account.overview import account_page
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.links import absolute
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.access import with_factor
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.doors.web.templatetags.qingce_web import day, is_chinese
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.files.errors import FileNotFound
from qingce.shared.mail.actions import send_mail
from qingce.shared.parties.actions import (
    change_member_role,
    close_organisation,
    end_membership,
    invite,
    leave_organisation,
    withdraw_invitation,
)
from qingce.shared.parties.enums import Actor, MemberRole
from qingce.shared.parties.queries import OrganisationDetail, get_organisation, language_of, open_work, readable_email

WRONG = 422


@serves("ACC-2")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def organisation(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """An organisation with its members; its admins manage them here."""
    told = ""
    if request.method == "POST":
        try:
            way_on = _act(request.POST, actor, pk)
        except QingceError as error:
            told = sentence(error)
        else:
            messages.success(request, _("Done."))
            return redirect(way_on)
    return _shown(request, actor, get_organisation(pk, actor=with_factor(actor)), told)


@serves("ACC-2")
@require_safe
@signed_in
def proof(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A paper by which the organisation showed that it is what it says, for its admins and the staff."""
    found = next((each for each in get_organisation(pk, actor=with_factor(actor)).proofs if each.id == file), None)
    if found is None:
        raise FileNotFound(f"There is no file number {file} here.", cause="gone")
    return file_response(found, request.GET)


def _act(said: QueryDict, actor: Actor, pk: int) -> str:
    """Does what the form asks for, and says where to go on."""
    at, number = timezone.now(), number_in(said.get("number", "")) or 0
    successor = number_in(said.get("successor", ""))
    acts: dict[str, Callable[[], object]] = {
        "invite": lambda: _invite(actor, pk, said.get("email", ""), role=_role(said.get("role", ""))),
        "withdraw": lambda: withdraw_invitation(actor, number, at=at),
        "role": lambda: change_member_role(actor, number, role=_role(said.get("role", "")), at=at),
        "remove": lambda: end_membership(actor, number, successor=successor, at=at),
        "leave": lambda: leave_organisation(actor, pk, successor=successor, at=at),
        "close": lambda: close_organisation(actor, pk, reason=said.get("reason", ""), at=at),
    }
    act = said.get("act", "")
    if act in acts:
        acts[act]()
    return reverse("web:organisations") if act in {"leave", "close"} else reverse("web:organisation", args=[pk])


def _role(text: str) -> MemberRole:
    return MemberRole(text) if text in MemberRole else MemberRole.READER


def _invite(actor: Actor, pk: int, email: str, *, role: MemberRole) -> None:
    """Invites, and sends the letter, both or neither."""
    at, page = timezone.now(), "zh" if is_chinese() else "en"
    with transaction.atomic():
        secret = invite(actor, pk, email, role=role, at=at)
        detail = get_organisation(pk, actor=actor)
        until = max(each.expires_at for each in detail.invitations if each.email == readable_email(email))
        send_mail(
            "invitation",
            to=readable_email(email),
            language=language_of(email, otherwise=page),
            params={
                "organisation": detail.row.name,
                "inviter": actor.name,
                "link": absolute(reverse("web:invitation", args=[secret])),
                "until": day(until),
            },
            at=at,
        )


def _shown(request: HttpRequest, actor: Actor, found: OrganisationDetail, told: str) -> HttpResponse:
    seat = actor.seat_in(found.row.id)
    context = {
        "found": found,
        "seat": seat,
        "claims": claims_of_own(actor, organisation_id=found.row.id),
        "is_admin": bool(seat and seat.reaches(MemberRole.ADMIN)),
        "roles": MemberRole.choices,
        "open_work": open_work(actor.person_id, found.row.id) if seat else [],
        "others": [each for each in found.members if each.person_id != actor.person_id],
        "said": request.POST,
        "told": told,
    }
    crumb = Crumb(pgettext("mine", "My organisations"), reverse("web:organisations"))
    page = account_page(found.row.name, crumb)
    return show(request, page, Shown("organisations/one.html", context), status=WRONG if told else 200)
