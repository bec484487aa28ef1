"""The desks of reviewers in the office: how many cases lie on each, who is away, and who stands in."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.domain.removal.actions import end_absence, say_absence
from qingce.domain.removal.errors import AbsenceWrong
from qingce.domain.removal.queries import absences, desks
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import names_of, roles_of, staff_with

WRONG = 422
REVIEWERS, HEADS = roles_of(Duty.REVIEW_CASES), roles_of(Duty.DECIDE_REMOVALS)
ROLES = tuple(dict.fromkeys((*REVIEWERS, *HEADS)))


@serves("REM-3")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*ROLES)
def desks_of_reviewers(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who works on how many cases and is away when; reviewers say so of themselves, heads of others."""
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            _act(request.POST, actor)
        except QingceError as error:
            faults = [(str(error.params.get("field", "person")), sentence(error))]
        else:
            messages.success(request, _("Done."))
            return redirect("web:office-desks")
    return _shown(request, actor, faults)


def _act(said: QueryDict, actor: Actor) -> None:
    at = timezone.now()
    if said.get("act") == "end":
        end_absence(actor, number_in(said.get("absence", "")) or 0, at=at)
        return
    since, until = (_day(said.get(name, ""), name) for name in ("since", "until"))
    person, stand_in = (number_in(said.get(name, "")) or 0 for name in ("person", "stand_in"))
    say_absence(actor, person, stand_in, since=since, until=until, at=at)


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise AbsenceWrong("Write the day as 2026-11-22.", cause="day", field=field) from error


def _shown(request: HttpRequest, actor: Actor, faults: list[tuple[str, str]]) -> HttpResponse:
    on = timezone.localdate()
    _first, total = desks(actor, on=on, count=0)
    paging = paging_of(request, total)
    rows, _total = desks(actor, on=on, start=paging.start, count=PER_PAGE)
    areas = tuple(dict.fromkeys((*actor.areas(*REVIEWERS), *actor.areas(*HEADS))))
    people = staff_with(Duty.REVIEW_CASES, near=areas)
    known = {each.id for each in people} | {each.person for each in rows}
    away = [each for each in absences(on=on) if each.person_id in known]
    is_head = bool(actor.roles & set(HEADS))
    signatures = [each.signature for each in rows] + [each.person for each in away] + [each.stand_in for each in away]
    context = {
        "rows": [(each, next((row for row in away if row.person_id == each.person), None)) for each in rows],
        "away": [(each, is_head or each.person_id == actor.person_id) for each in away],
        "own": [each for each in people if is_head or each.id == actor.person_id],
        "people": people,
        "chosen": request.POST.get("person", str(actor.person_id)),
        "paging": paging,
        "names": names_of(signatures),
        "said": request.POST,
        "today": on.isoformat(),
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    return show(request, _page(), Shown("office/desks.html", context), status=WRONG if faults else 200)


def _page() -> Page:
    title = _("Desks and absences")
    between = Crumb(_("Cases: removal of records"), reverse("web:office-cases"))
    crumbs = (Crumb(_("Office"), reverse("web:office")), between, Crumb(title))
    return Page(title=title, crumbs=crumbs, is_indexed=False, section="office")
