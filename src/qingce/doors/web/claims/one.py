"""The page of a claim for those who made it: how it stands, what comes next, and typing in the code of the letter."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.enterprises.actions import enter_code, give_up_claim, withdraw_claim
from qingce.domain.enterprises.enums import ClaimState
from qingce.domain.enterprises.errors import ClaimNotFound
from qingce.domain.enterprises.queries import (
    OwnClaim,
    claim_in_area,
    claims_of_area,
    claims_of_own,
    count_claims_of_area,
    own_claim,
)
from qingce.doors.web.access import signed_in
from qingce.doors.web.account.overview import account_page
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.files.errors import FileNotFound
from qingce.shared.parties.enums import Actor, MemberRole, OrganisationKind

WRONG = 422
PER_PAGE = 50


@serves("ACC-2")
@require_safe
@signed_in
def claims(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The claims of one's organisations; for members of a government, those of its area too."""
    is_government = any(seat.kind == OrganisationKind.GOVERNMENT for seat in actor.seats)
    last = max(1, -(-count_claims_of_area(actor) // PER_PAGE)) if is_government else 1
    number = min(number_in(request.GET.get("page", "")) or 1, last)
    context = {
        "own": claims_of_own(actor),
        "of_area": claims_of_area(actor, start=(number - 1) * PER_PAGE, count=PER_PAGE) if is_government else (),
        "is_government": is_government,
        "number": number,
        "last": last,
    }
    return show(request, account_page(_("Claims of enterprises")), Shown("claims/mine.html", context))


@serves("ACC-2")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def claim(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """A claim: everything for the claimant; organisation, state and days for the government of the place."""
    try:
        found = own_claim(pk, actor=actor)
    except ClaimNotFound:
        context = {"row": claim_in_area(pk, actor=actor)}
        return show(request, _page(pk), Shown("claims/in_area.html", context))
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        act = request.POST.get("act", "")
        try:
            _act(request, actor, pk, act)
        except QingceError as error:
            faults = [({"code": "code", "give-up": "reason"}.get(act, "form"), sentence(error))]
            found = own_claim(pk, actor=actor)
        else:
            return redirect("web:claim", pk)
    return _shown(request, actor, found, faults)


@serves("ACC-2")
@require_safe
@signed_in
def claim_file(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A paper that came with the claim, for members of the claiming organisation."""
    kept = next((each for each in own_claim(pk, actor=actor).proofs if each.id == file), None)
    if kept is None:
        raise FileNotFound(f"There is no file number {file} here.", cause="gone")
    return file_response(kept, request.GET)


def _act(request: HttpRequest, actor: Actor, pk: int, act: str) -> None:
    said, at = request.POST, timezone.now()
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "code": (
            lambda: enter_code(actor, pk, said.get("code", ""), at=at),
            _("The code is right. The staff decide now."),
        ),
        "withdraw": (lambda: withdraw_claim(actor, pk, at=at), _("Withdrawn.")),
        "give-up": (lambda: give_up_claim(actor, pk, reason=said.get("reason", ""), at=at), _("Given up.")),
    }
    if act in acts:
        does, told = acts[act]
        does()
        messages.success(request, told)


def _shown(request: HttpRequest, actor: Actor, found: OwnClaim, faults: list[tuple[str, str]]) -> HttpResponse:
    seat = actor.seat_in(found.row.organisation_id)
    is_editor = bool(seat and seat.reaches(MemberRole.EDITOR))
    told = {name: [text] for name, text in faults}
    context = {
        "found": found,
        "row": found.row,
        "code_counts": found.row.state == ClaimState.CODE_SENT and found.code.counts(timezone.now()),
        "may_write": is_editor,
        "may_give_up": bool(seat and seat.reaches(MemberRole.ADMIN)) and found.row.state == ClaimState.GRANTED,
        "said": request.POST,
        "faults": faults,
        "told": told,
    }
    return show(request, _page(found.row.id), Shown("claims/one.html", context), status=WRONG if faults else 200)


def _page(pk: int) -> Page:
    return account_page(
        _("Claim %(number)s") % {"number": pk}, Crumb(_("Claims of enterprises"), reverse("web:claims"))
    )
