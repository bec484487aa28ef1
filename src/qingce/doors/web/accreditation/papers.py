"""Papers of an agency: added by its editors, for the agency and the staff only."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.removal.actions import add_agency_papers
from qingce.domain.removal.enums import AGENCY_PAPER, APPLYING, IN_FORCE
from qingce.domain.removal.queries import AccreditationDetail, agency_file, own_agency
from qingce.doors.web.access import signed_in
from qingce.doors.web.account.overview import account_page
from qingce.doors.web.accreditation.mine import agency_crumb
from qingce.doors.web.accreditation.shown import choices
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.pages import Shown, show
from qingce.doors.web.uploads import Bounded, Sent, UploadLimits, behind_token, files_sent
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, MemberRole
from qingce.shared.parties.queries import seat_for

WRONG = 422
LIMITS = UploadLimits(AGENCY_PAPER, files_most=10, file_mb=10)
OF_AUDITOR = "auditor-"  # before the number, where a file shows a qualification


@serves("REM-6")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_papers(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The form that adds files: what they show, or whose qualification."""
    seat_for(actor, pk, MemberRole.EDITOR)
    found = _newest(pk, actor)
    if found is None:
        return redirect("web:my-accreditation", pk)
    if request.method != "POST":
        return _shown(request, actor, found, Sent(), {})
    return behind_token(request, LIMITS, lambda request, bounded: _add(request, actor, found, bounded))


@serves("REM-6")
@require_safe
@signed_in
def my_paper(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A paper, for the members of the agency."""
    return file_response(agency_file(pk, file, actor=actor), request.GET)


def _newest(pk: int, actor: Actor) -> AccreditationDetail | None:
    """What files go to: the application, else the accreditation in force."""
    details = own_agency(pk, actor=actor)
    by_state = {True: [each for each in details if each.row.state in APPLYING]}
    return next(iter(by_state[True]), None) or next((each for each in details if each.row.state in IN_FORCE), None)


def _add(request: HttpRequest, actor: Actor, found: AccreditationDetail, bounded: Bounded) -> HttpResponse:
    at = timezone.now()
    files = files_sent(request, bounded, LIMITS, nonce=_nonce(actor, found), at=at)
    wrong = [*files.faults, *files.left_over(LIMITS)]
    faults = {"files": wrong} if wrong else {}
    if not faults:
        slot = request.POST.get("slot", "")
        auditor = number_in(slot.removeprefix(OF_AUDITOR)) if slot.startswith(OF_AUDITOR) else None
        try:
            numbers = [file.id for file in files.kept]
            add_agency_papers(actor, found.row.id, slot, auditor=auditor, files=numbers, at=at)
        except QingceError as error:
            faults = {"files" if "file" in error.params.get("cause", "file") else "slot": [sentence(error)]}  # type: ignore[operator]  # a text
        else:
            messages.success(request, _("Added. Only your agency and the staff see it."))
            return redirect("web:my-accreditation", found.row.organisation_id)
    return _shown(request, actor, found, files, faults)


def _nonce(actor: Actor, found: AccreditationDetail) -> str:
    return f"accreditation {found.row.id} by {actor.number}"


def _shown(
    request: HttpRequest, actor: Actor, found: AccreditationDetail, files: Sent, faults: dict[str, list[str]]
) -> HttpResponse:
    nonce = _nonce(actor, found)
    is_open = found.row.state in APPLYING
    offered = list(choices()["slots"]) if is_open else []
    for each in found.auditors:
        offered.append((f"{OF_AUDITOR}{each.id}", _("Qualification: %(name)s") % {"name": each.name}))
    context = {
        "row": found.row,
        "offered": offered,
        "chosen": request.POST.get("slot", request.GET.get("slot", "")),
        "faults": faults,
        "summary": [(name, text) for name, texts in faults.items() for text in texts],
        "files": files.tokens(nonce),
        "terms": LIMITS,
        "ticket": LIMITS.ticket(nonce),
    }
    page = account_page(_("Add papers"), agency_crumb(found.row.agency, found.row.organisation_id))
    return show(request, page, Shown("accreditation/papers.html", context), status=WRONG if faults else 200)
