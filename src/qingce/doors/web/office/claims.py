"""Claims of enterprises in the office: one page, one decision, everything that it needs beside it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.enterprises.actions import CodeLetter, end_claim, grant_claim, refuse_claim, send_code
from qingce.domain.enterprises.enums import ClaimState, ProofKind
from qingce.domain.enterprises.queries import (
    StaffClaim,
    claim_terms,
    claims_for_office,
    count_claims_for_office,
    staff_claim,
    waiting_claims,
)
from qingce.doors.web.kept_files import archive_response, file_response
from qingce.doors.web.links import permanent
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.queues import Queue, Waiting, register_queue
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.files.errors import FileNotFound
from qingce.shared.parties.enums import Actor, StaffRole

WRONG = 422
ROLES = (StaffRole.REVIEWER, StaffRole.SENIOR_REVIEWER, StaffRole.ADMINISTRATOR)
OPEN, ALL, CONFLICT = "open", "all", "conflict"
# Where on the page each kind of fault is put right.
PLACES = {
    "claim-reason-missing": "reason",
    "claim-text-too-long": "reason",
    "claim-grounds": "grounds",
    "claim-held-by-another": "ending",
}


@serves("ACC-2")
@require_safe
@staff_only(*ROLES)
def list_claims(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The claims of enterprises in the actor's areas, those that wait longest first."""
    asked = request.GET.get("state", "")
    chosen = asked if asked in (ALL, CONFLICT, *ClaimState.values) else OPEN
    state = "" if chosen in (ALL, CONFLICT) else chosen
    is_conflict = chosen == CONFLICT
    total = count_claims_for_office(actor, state=state, is_conflict=is_conflict)
    paging = paging_of(request, total, state=chosen)
    context = {
        "rows": claims_for_office(actor, state=state, is_conflict=is_conflict, start=paging.start, count=PER_PAGE),
        "total": total,
        "chosen": chosen,
        "choices": [
            (OPEN, _("Wait for a decision")),
            (CONFLICT, _("In conflict after a merge")),
            *ClaimState.choices,
            (ALL, _("all")),
        ],
        "paging": paging,
    }
    return show(request, _page(_("Claims of enterprises")), Shown("office/claims.html", context))


@serves("ACC-2")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*ROLES)
def one_claim(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What was said beside what is known, and the decision; decided, it leads to the next one that waits."""
    found, faults = staff_claim(pk, actor=actor), []
    if request.method == "POST":
        try:
            _act(request.POST, actor, pk)
        except QingceError as error:
            faults = [(PLACES.get(error.code, "form"), sentence(error))]
            found = staff_claim(pk, actor=actor)
        else:
            messages.success(request, _("Done. The organisation gets a mail."))
            return redirect(_following(actor))
    return _shown(request, found, faults)


@serves("ACC-2")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*ROLES)
def letter(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Where a letter with a code would go; sent, the letter itself, once: its code is not kept."""
    found, told = staff_claim(pk, actor=actor), ""
    made: CodeLetter | None = None
    if request.method == "POST":
        try:
            seen = number_in(request.POST.get("letters", "")) or 0
            made = send_code(actor, pk, letters_seen=seen, at=timezone.now())
        except QingceError as error:
            told = sentence(error)
            found = staff_claim(pk, actor=actor)
    context = {
        "found": found,
        "letter": made,
        "link": permanent("web:claim", pk),
        "most": claim_terms().letters_most,
        "told": told,
    }
    crumb = Crumb(_claim_title(pk), reverse("web:office-claim", args=[pk]))
    page = _page(_("Letter with a code"), _queue_crumb(), crumb)
    return show(request, page, Shown("office/claim_letter.html", context), status=WRONG if told else 200)


@serves("ACC-2")
@require_safe
@staff_only(*ROLES)
def claim_paper(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A paper that came with the claim, as a download."""
    kept = next((each for each in staff_claim(pk, actor=actor).own.proofs if each.id == file), None)
    if kept is None:
        raise FileNotFound(f"There is no file number {file} here.", cause="gone")
    return file_response(kept, request.GET)


@serves("ACC-2")
@require_safe
@staff_only(*ROLES)
def claim_papers(_request: HttpRequest, actor: Actor, pk: int) -> HttpResponseBase:
    """All papers that came with the claim, as one ZIP."""
    papers = staff_claim(pk, actor=actor).own.proofs
    if not papers:
        raise FileNotFound("There is no file here.", cause="gone")
    return archive_response(papers, name=f"qingce-claim-{pk}.zip")


def _act(said: QueryDict, actor: Actor, pk: int) -> None:
    reason, at = said.get("reason", ""), timezone.now()
    grounds = [ProofKind(each) for each in said.getlist("grounds") if each in ProofKind]
    ending = [number for each in said.getlist("ending") if (number := number_in(each))]
    acts: dict[str, Callable[[], object]] = {
        "grant": lambda: grant_claim(actor, pk, reason=reason, grounds=grounds, ending=ending, at=at),
        "refuse": lambda: refuse_claim(actor, pk, reason=reason, at=at),
        "end": lambda: end_claim(actor, pk, reason=reason, at=at),
    }
    act = said.get("act", "")
    if act in acts:
        acts[act]()


def _following(actor: Actor) -> str:
    waiting = claims_for_office(actor, count=1)
    return reverse("web:office-claim", args=[waiting[0].id]) if waiting else reverse("web:office-claims")


def _shown(request: HttpRequest, found: StaffClaim, faults: list[tuple[str, str]]) -> HttpResponse:
    own = found.own
    there = {
        ProofKind.PAPERS: bool(own.proofs),
        ProofKind.CODE: own.code.right_at is not None,
        ProofKind.CHECK: True,
    }
    context = {
        "found": found,
        "own": own,
        "row": own.row,
        "enterprise": found.enterprise.row,
        "grounds": [kind for kind, is_there in there.items() if is_there],
        "chosen": request.POST.getlist("grounds"),
        "ending": request.POST.getlist("ending"),
        "said": request.POST,
        "faults": faults,
        "told": {name: [text] for name, text in faults},
        "is_granted": own.row.state == ClaimState.GRANTED,
        "members": [each for each in found.enterprise.merges if each.split_at is None],
    }
    page = _page(_claim_title(own.row.id), _queue_crumb())
    return show(request, page, Shown("office/claim.html", context), status=WRONG if faults else 200)


def _claim_title(pk: int) -> str:
    return _("Claim %(number)s") % {"number": pk}


def _queue_crumb() -> Crumb:
    return Crumb(_("Claims of enterprises"), reverse("web:office-claims"))


def _page(title: str, *between: Crumb) -> Page:
    crumbs = (Crumb(_("Office"), reverse("web:office")), *between, Crumb(title))
    return Page(title=title, crumbs=crumbs, is_indexed=False, section="office")


def _waiting(actor: Actor) -> Waiting:
    return Waiting(*waiting_claims(actor))


register_queue(
    Queue(
        "claims",
        gettext_lazy("claims of enterprises"),
        gettext_lazy("An organisation says that an enterprise is its own, or a merge brought two holders together."),
        "web:office-claims",
        _waiting,
        roles=frozenset(ROLES),
    )
)
