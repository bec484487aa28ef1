"""“This is my enterprise”: the form that claims one, and names the organisation in the same go."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from qingce.domain.enterprises.actions import PROOF, claim_as_new, submit_claim
from qingce.domain.enterprises.enums import ClaimState, Identity
from qingce.domain.enterprises.errors import EnterpriseWithheld
from qingce.domain.enterprises.queries import (
    EnterpriseDetail,
    claim_terms,
    claims_of_own,
    get_enterprise,
    holders_of,
)
from qingce.doors.web.access import signed_in
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.uploads import Bounded, Sent, UploadLimits, behind_token, files_sent
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, MemberRole, OrganisationKind, Seat

WRONG = 422
FIELDS = ("organisation", "name", "uscc", "statement")
NEW = "new"
# Which field of the form an error is about; others stand above the form.
FIELD_OF = {
    "claim-uscc": "uscc",
    "claim-organisation-uscc": "uscc",
    "organisation-known": "uscc",
    "claim-organisation-kind": "organisation",
    "organisation-not-found": "organisation",
    "role-too-small": "organisation",
    "organisation-name-missing": "name",
    "claim-without-proof": "statement",
    "claim-text-too-long": "statement",
    "claim-files": "files",
}


def limits() -> UploadLimits:
    """What the form takes."""
    terms = claim_terms()
    return UploadLimits(PROOF, files_most=terms.files_most, file_mb=terms.file_mb)


@serves("ACC-2")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def claim_new(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The form that claims an enterprise, with the papers that show who speaks for it."""
    found = get_enterprise(pk, actor=actor)
    if found.row.canonical_id:
        return redirect("web:claim-new", found.row.canonical_id)
    if found.row.identity == Identity.PSEUDONYM:
        raise EnterpriseWithheld("This name is a pseudonym; nobody can claim it.")
    if request.method != "POST":
        seats = own_seats(actor)
        first = str(seats[0].organisation_id) if seats else NEW
        typed = {"organisation": first, "name": found.row.name}
        return _shown(request, actor, found, typed, Sent())
    return behind_token(request, limits(), lambda request, bounded: _claim(request, actor, found, bounded))


def own_seats(actor: Actor) -> list[Seat]:
    """The enterprises in whose name somebody may claim, the one acted in first."""
    fit = [
        seat
        for seat in actor.seats
        if seat.kind == OrganisationKind.ENTERPRISE and seat.reaches(MemberRole.EDITOR)
    ]  # fmt: skip
    return sorted(fit, key=lambda seat: seat != actor.seat)


def _claim(request: HttpRequest, actor: Actor, found: EnterpriseDetail, bounded: Bounded) -> HttpResponse:
    at = timezone.now()
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    files = files_sent(request, bounded, limits(), nonce=_nonce(actor, found), at=at)
    wrong = [*files.faults, *files.left_over(limits())]
    faults = {"files": wrong} if wrong else {}
    if not faults:
        try:
            number = _submit(actor, found.row.id, typed, [file.id for file in files.kept])
        except QingceError as error:
            field = FIELD_OF.get(error.code, "uscc" if error.code.startswith("uscc") else "form")
            faults = {field: [sentence(error)]}
        else:
            messages.success(request, _("Sent. The staff look at it, and you get a mail."))
            return redirect("web:claim", number)
    return _shown(request, actor, found, typed, files, faults)


def _submit(actor: Actor, enterprise_id: int, typed: Mapping[str, str], proofs: list[int]) -> int:
    at, uscc, statement = timezone.now(), typed["uscc"], typed["statement"]
    if typed["organisation"] in ("", NEW):
        return claim_as_new(
            actor, enterprise_id, typed["name"], uscc=uscc, statement=statement, proofs=proofs, at=at
        )  # fmt: skip
    number = number_in(typed["organisation"]) or 0
    return submit_claim(actor, enterprise_id, number, uscc=uscc, statement=statement, proofs=proofs, at=at)


def _nonce(actor: Actor, found: EnterpriseDetail) -> str:
    """Files kept by one person for one enterprise belong to no other form."""
    return f"claim of {found.row.id} by {actor.number}"


def _shown(
    request: HttpRequest,
    actor: Actor,
    found: EnterpriseDetail,
    typed: Mapping[str, str],
    files: Sent,
    faults: Mapping[str, list[str]] | None = None,
) -> HttpResponse:
    told = faults or {}
    concerned = [
        each
        for each in claims_of_own(actor)
        if each.enterprise_id == found.row.id and (each.is_open or each.state == ClaimState.GRANTED)
    ]
    context = {
        "enterprise": found.row,
        "holders": holders_of(found.row.id),
        "own": concerned,
        "seats": own_seats(actor),
        "new": NEW,
        "said": typed,
        "faults": told,
        "summary": [(name, text) for name, texts in told.items() for text in texts],
        "files": files.tokens(_nonce(actor, found)),
        "terms": limits(),
        "ticket": limits().ticket(_nonce(actor, found)),
    }
    crumb = Crumb(found.row.name, reverse("web:enterprise", args=[found.row.id]), is_data=True)
    title = _("This is my enterprise")
    page = Page(title=title, crumbs=(home_crumb(), crumb, Crumb(title)), is_indexed=False)
    return show(request, page, Shown("claims/new.html", context), status=WRONG if told else 200)
