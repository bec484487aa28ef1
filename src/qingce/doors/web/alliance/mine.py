"""An NGO's own page: its place in the alliance, its regions, the audits it is asked to observe."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.domain.removal.actions import accept_observation, claim_place, decline_observation, set_regions
from qingce.domain.removal.queries import alliance_members, observations_of, places_of
from qingce.doors.web.access import signed_in
from qingce.doors.web.account.overview import account_page
from qingce.doors.web.acting import faults_of
from qingce.doors.web.alliance.regions import codes_in
from qingce.doors.web.cases.shown import fragment_of
from qingce.doors.web.numbers import number_in
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, MemberRole, OrganisationKind, Seat
from qingce.shared.parties.queries import get_organisation, seat_for

WRONG = 422


@serves("REM-8")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_place(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The place of an NGO in the alliance, and its invitations; its editors claim, answer and say regions."""
    seat = seat_for(actor, pk, MemberRole.READER)
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        faults = faults_of(request, lambda: _act(request.POST, actor, pk), told=_("Saved."))
        if not faults:
            return redirect(reverse("web:my-alliance", args=[pk]) + fragment_of(request.POST))
    return _shown(request, actor, seat, faults)


def _act(said: QueryDict, actor: Actor, pk: int) -> None:
    at, number = timezone.now(), number_in(said.get("number", "")) or 0
    key = places_of(actor).get(pk, "")
    acts: dict[str, Callable[[], object]] = {
        "claim": lambda: claim_place(actor, pk, said.get("key", ""), at=at),
        "regions": lambda: set_regions(actor, key, codes_in(said.get("regions", "")), at=at) if key else None,
        "accept": lambda: accept_observation(
            actor, number, number_in(said.get("member", "")) or 0, is_free=said.get("is_free") == "yes", at=at
        ),
        "decline": lambda: decline_observation(actor, number, reason=said.get("reason", ""), at=at),
    }
    act = said.get("act", "")
    if act in acts:
        acts[act]()


def _shown(request: HttpRequest, actor: Actor, seat: Seat, faults: list[tuple[str, str]]) -> HttpResponse:
    pk = seat.organisation_id
    rows = alliance_members(timezone.localdate())
    context = {
        "seat": seat,
        "is_ngo": seat.kind == OrganisationKind.NGO,
        "may_write": seat.reaches(MemberRole.EDITOR) and seat.kind == OrganisationKind.NGO,
        "place": next((each for each in rows if each.claimed_by == pk), None),
        "free": [each for each in rows if each.claimed_by is None],
        "asked": observations_of(pk),
        "members": get_organisation(pk, actor=actor).members,
        "said": request.POST,
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    page = account_page(_("Our place in the alliance"), Crumb(seat.name, is_data=True))
    return show(request, page, Shown("alliance/mine.html", context), status=WRONG if faults else 200)
