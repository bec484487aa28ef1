"""Organisations in the office: which wait, what they showed, letting in, refusing, closing."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from qingce.doors.web.links import absolute
from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.queues import Queue, Waiting, register_queue
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.mail.actions import send_mail
from qingce.shared.parties.actions import appoint_admin, close_by_staff, decide_organisation
from qingce.shared.parties.enums import Actor, MemberRole, OrganisationKind, OrganisationState, StaffRole
from qingce.shared.parties.queries import (
    OrganisationDetail,
    count_organisations,
    get_organisation,
    language_of,
    names_of,
    organisations,
    waiting_organisations,
)

WRONG = 422
ROLES = (StaffRole.REVIEWER, StaffRole.SENIOR_REVIEWER, StaffRole.ADMINISTRATOR)


@serves("ACC-1", "ACC-2")
@require_safe
@staff_only(*ROLES)
def list_organisations(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The organisations of the actor's areas, those that wait longest first."""
    wanted = {
        "looked_for": request.GET.get("q", "").strip()[:100],
        "kind": _one_of(request.GET.get("kind", ""), OrganisationKind.values),
        "state": _one_of(request.GET.get("state", ""), OrganisationState.values),
    }
    total = count_organisations(actor, **wanted)
    paging = paging_of(request, total, q=wanted["looked_for"], kind=wanted["kind"], state=wanted["state"])
    context = {
        "rows": organisations(actor, **wanted, start=paging.start, count=PER_PAGE),
        "total": total,
        "kinds": OrganisationKind.choices,
        "states": OrganisationState.choices,
        **wanted,
        "paging": paging,
    }
    return show(request, _page(_("Organisations")), Shown("office/organisations.html", context))


def _one_of(text: str, values: list[str]) -> str:
    return text if text in values else ""


@serves("ACC-2")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*ROLES)
def one_organisation(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One organisation with its papers and members, and the decision on it."""
    found, told = get_organisation(pk, actor=actor), ""
    if request.method == "POST":
        try:
            _act(request, actor, found)
        except QingceError as error:
            told = sentence(error)
        else:
            messages.success(request, _("Done."))
            return redirect("web:office-organisation", pk)
    context = {
        "found": found,
        "names": names_of([found.row.registered_by, found.decided_by]),
        "said": request.POST,
        "told": told,
        "can_decide": found.row.state in {OrganisationState.WAITING, OrganisationState.REFUSED},
        "is_open": found.row.state != OrganisationState.CLOSED,
    }
    page = _page(found.row.name, is_one=True)
    return show(request, page, Shown("office/organisation.html", context), status=WRONG if told else 200)


def _act(request: HttpRequest, actor: Actor, found: OrganisationDetail) -> None:
    """Does what the form asks for, and writes to the admins, both or neither."""
    said, at, pk = request.POST, timezone.now(), found.row.id
    reason = said.get("reason", "")
    acts: dict[str, Callable[[], object]] = {
        "admit": lambda: decide_organisation(actor, pk, is_admitted=True, reason=reason, at=at),
        "refuse": lambda: decide_organisation(actor, pk, is_admitted=False, reason=reason, at=at),
        "close": lambda: close_by_staff(actor, pk, reason=reason, at=at),
        "appoint": lambda: appoint_admin(actor, pk, said.get("email", ""), at=at),
    }
    states = {
        "admit": OrganisationState.ACTIVE,
        "refuse": OrganisationState.REFUSED,
        "close": OrganisationState.CLOSED,
    }
    act = said.get("act", "")
    if act not in acts:
        return
    with transaction.atomic():
        acts[act]()
        if act in states:
            _tell(found, states[act], reason)


def _tell(found: OrganisationDetail, state: OrganisationState, reason: str) -> None:
    for member in found.members:
        if member.role == MemberRole.ADMIN:
            send_mail(
                "organisation-decided",
                to=member.email,
                language=language_of(member.email, otherwise="zh"),
                params={
                    "organisation": found.row.name,
                    "state": state.value,
                    "reason": reason,
                    "link": absolute(reverse("web:organisation", args=[found.row.id])),
                },
                at=timezone.now(),
            )


def _page(title: str, *, is_one: bool = False) -> Page:
    crumbs = [Crumb(_("Office"), reverse("web:office"))]
    if is_one:
        crumbs.append(Crumb(_("Organisations"), reverse("web:office-organisations")))
    return Page(title=title, crumbs=(*crumbs, Crumb(title, is_data=is_one)), is_indexed=False, section="office")


def _waiting(actor: Actor) -> Waiting:
    return Waiting(*waiting_organisations(actor))


register_queue(
    Queue(
        "organisations",
        gettext_lazy("Organisations"),
        gettext_lazy("Registered by somebody, with papers, waiting to be let in. Enterprises wait with their claims."),
        "web:office-organisations",
        _waiting,
        roles=frozenset(ROLES),
    )
)
