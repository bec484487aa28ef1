"""An enterprise in the office: what is one with it, what may be, and how it is merged or split."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.enterprises.actions import merge_enterprises, split_enterprise
from qingce.domain.enterprises.queries import get_enterprise, hints, rows_by_ids, rows_named
from qingce.domain.records.queries import count_records_of
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty, roles_of

WRONG = 422
MOST_HINTS = 20


@serves("REC-4")
@require_safe
@staff_only(*roles_of(Duty.MERGE))
def families(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Enterprises by their exact name, former name, code or number."""
    looked_for = request.GET.get("q", "").strip()[:200]
    found = rows_named(looked_for, actor=actor) if looked_for else []
    within = {row.id for row in found if actor.reaches(row.division, *roles_of(Duty.MERGE))}
    context = {"actor": actor, "within": within, "looked_for": looked_for, "rows": found}
    return show(request, _page(_("Merge and split")), Shown("office/families.html", context))


@serves("REC-4")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*roles_of(Duty.MERGE))
def family(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """One enterprise: its members, hints, and the form that merges it or sets a member apart."""
    told = ""
    if request.method == "POST":
        try:
            _act(number, request, actor)
        except QingceError as error:
            told = sentence(error)
        else:
            return redirect("web:family", number)
    return _shown(request, actor, number, told=told)


def _act(number: int, request: HttpRequest, actor: Actor) -> None:
    said = request.POST
    other = number_in(said.get("other", "")) or 0
    reason, at = said.get("reason", ""), timezone.now()
    if said.get("act") == "split":
        split_enterprise(other, actor=actor, reason=reason, at=at)
    else:
        has_codes = said.get("despite_codes") == "yes"
        merge_enterprises(number, into=other, actor=actor, reason=reason, at=at, despite_codes=has_codes)


def _shown(request: HttpRequest, actor: Actor, number: int, *, told: str) -> HttpResponse:
    found = get_enterprise(number, actor=actor)
    check_duty(actor, Duty.MERGE, found.row.division)
    near = hints(number)[:MOST_HINTS]
    rows = {row.id: row for row in rows_by_ids([each.enterprise_id for each in near], actor=actor)}
    other = request.POST.get("other") or request.GET.get("other", "")
    beside = rows_named(other, actor=actor, limit=1) if other.isdecimal() else []
    numbers = [found.row.id, *(row.id for row in beside)]
    context = {
        "found": found,
        "members": [each for each in found.merges if each.split_at is None],
        "former": [each for each in found.merges if each.split_at is not None],
        "hints": [(rows[each.enterprise_id], each.kinds) for each in near if each.enterprise_id in rows],
        "beside": beside[0] if beside else None,
        "counts": count_records_of(numbers, actor=actor),
        "other": other,
        "reason": request.POST.get("reason", ""),
        "told": told,
    }
    page = _page(found.row.name, is_one=True)
    return show(request, page, Shown("office/family.html", context), status=WRONG if told else 200)


def _page(title: str, *, is_one: bool = False) -> Page:
    crumbs = [Crumb(_("Office"), reverse("web:office"))]
    if is_one:
        crumbs.append(Crumb(_("Merge and split"), reverse("web:families")))
    return Page(title=title, crumbs=(*crumbs, Crumb(title, is_data=is_one)), is_indexed=False, section="office")
