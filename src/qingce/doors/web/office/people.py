"""People in the office: who has an account, who holds which role where."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.doors.web.areas import area_named
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.access import has_second_factor, staff_only
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.ledger.queries import entries_of_person
from qingce.shared.ledger.registry import label_of
from qingce.shared.parties.actions import end_role, grant_role
from qingce.shared.parties.enums import Actor, StaffRole
from qingce.shared.parties.queries import PersonDetail, count_people, get_person, names_of, people

WRONG = 422
# What administrators see of somebody's journal: what concerns roles, not where the person was when.
OFFICE_ACTS = frozenset({"role-given", "role-ended", "person-made", "password-set"})

ROLES = {str(role): role.label for role in StaffRole}


@serves("ACC-1")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(StaffRole.ADMINISTRATOR)
def list_people(request: HttpRequest, actor: Actor) -> HttpResponse:
    """People by part of a name or e-mail address, at first those of the staff; and giving a role to somebody."""
    if request.method != "POST":
        return _list(request, actor)
    said = request.POST
    try:
        role = StaffRole(said["role"]) if said.get("role") in StaffRole else StaffRole.REVIEWER
        grant_role(actor, said.get("email", ""), role=role, area=area_named(said.get("area", "")), at=timezone.now())
    except QingceError as error:
        return _list(request, actor, told=sentence(error))
    messages.success(request, _("Done."))
    return redirect("web:office-people")


def _list(request: HttpRequest, actor: Actor, told: str = "") -> HttpResponse:
    looked_for = request.GET.get("q", "").strip()[:100]
    is_staff = not looked_for
    total = count_people(looked_for, actor=actor, is_staff=is_staff)
    paging = paging_of(request, total, q=looked_for)
    context = {
        "rows": people(looked_for, actor=actor, is_staff=is_staff, start=paging.start, count=PER_PAGE),
        "looked_for": looked_for,
        "roles": StaffRole.choices,
        "said": request.POST,
        "told": told,
        "total": total,
        "paging": paging,
    }
    return show(request, _page(_("People")), Shown("office/people.html", context), status=WRONG if told else 200)


@serves("ACC-1")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(StaffRole.ADMINISTRATOR)
def person(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One person: roles given and ended, organisations, and the forms that give and end roles."""
    found, told = get_person(pk, actor=actor), ""
    if request.method == "POST":
        try:
            _act(request, actor, found)
        except QingceError as error:
            told = sentence(error)
        else:
            messages.success(request, _("Done."))
            return redirect("web:office-person", pk)
    journal = [each for each in entries_of_person(pk) if each.act in OFFICE_ACTS]
    signatures = [name for grant in found.grants for name in (grant.granted_by, grant.ended_by)]
    context = {
        "found": found,
        "names": names_of(signatures),
        "journal": [(each, label_of(each.act), ROLES.get(str(each.detail.get("role")), "")) for each in journal],
        "has_factor": has_second_factor(pk),
        "roles": StaffRole.choices,
        "said": request.POST,
        "told": told,
    }
    page = _page(found.row.name or found.row.number, is_one=True)
    return show(request, page, Shown("office/person.html", context), status=WRONG if told else 200)


def _act(request: HttpRequest, actor: Actor, found: PersonDetail) -> None:
    said, at = request.POST, timezone.now()
    role = said.get("role", "")
    if said.get("act") == "end":
        end_role(actor, number_in(said.get("number", "")) or 0, at=at)
    elif said.get("act") == "give" and role in StaffRole:
        grant_role(actor, found.row.email, role=StaffRole(role), area=area_named(said.get("area", "")), at=at)


def _page(title: str, *, is_one: bool = False) -> Page:
    crumbs = [Crumb(_("Office"), reverse("web:office"))]
    if is_one:
        crumbs.append(Crumb(_("People"), reverse("web:office-people")))
    return Page(title=title, crumbs=(*crumbs, Crumb(title, is_data=is_one)), is_indexed=False, section="office")
