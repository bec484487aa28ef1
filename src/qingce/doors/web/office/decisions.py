"""What waits for a second person: the queue, and one proposal with its effect and its decision on one page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.queues import Queue, Waiting, register_queue
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.doors.web.paging import paging_of
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.actions import confirm_proposal, refuse_proposal, take_back
from qingce.shared.parties.enums import Actor, ProposalState, StaffRole
from qingce.shared.parties.queries import (
    ProposalRow,
    count_proposals,
    get_proposal,
    names_of,
    proposals,
    signature_name,
    waiting_proposals,
)

WRONG = 422
WHO = (StaffRole.REVIEWER, StaffRole.SENIOR_REVIEWER, StaffRole.ADMINISTRATOR)
# Where the office shows what a proposal is about.
SUBJECT_PAGES = {
    "record": "web:office-record",
    "correction-request": "web:office-request",
    "batch": "web:import",
    "draw": "web:office-draw",
    "case": "web:office-case",
    "ledger-entry": "web:office-redact",
    "cleaner-publication-file": "web:office-publication-file",
}


@serves("REC-10", "ACC-2")
@require_safe
@staff_only(*WHO)
def decisions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits for a second person, oldest first; on demand what was decided, too."""
    state = request.GET.get("state", ProposalState.OPEN)
    state = state if state in ProposalState else ""
    total = count_proposals(actor, state=state)
    paging = paging_of(request, total, state=state or "all")
    rows = proposals(actor, state=state, start=paging.start)
    names = names_of(each.proposed_by for each in rows)
    context = {
        "rows": [(each, signature_name(each.proposed_by, names)) for each in rows],
        "state": state,
        "states": ProposalState.choices,
        "paging": paging,
    }
    return show(request, _page(_("Decisions of two people")), Shown("office/decisions.html", context))


@serves("REC-10", "ACC-2")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*WHO)
def one_decision(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What is proposed, why, by whom, what it would change; and the decision."""
    told = ""
    if request.method == "POST":
        try:
            if done := _act(request, actor, pk):
                messages.success(request, done)
                return redirect("web:decisions")
        except QingceError as error:
            told = sentence(error)
    found = get_proposal(pk, actor=actor)
    names = names_of([found.row.proposed_by, found.row.decided_by])
    context = {
        "found": found,
        "row": found.row,
        "proposed_by": signature_name(found.row.proposed_by, names),
        "decided_by": signature_name(found.row.decided_by, names),
        "subject_page": subject_page(found.row),
        "problem": sentence(found.problem) if found.problem else "",
        "reason": request.POST.get("reason", ""),
        "told": told,
    }
    title = _("Proposal %(number)s") % {"number": pk}
    page = _page(title, Crumb(_("Decisions of two people"), reverse("web:decisions")))
    return show(request, page, Shown("office/decision.html", context), status=WRONG if told else 200)


def subject_page(row: ProposalRow) -> str:
    """Where the office shows what a proposal is about; empty: nowhere."""
    name = SUBJECT_PAGES.get(row.subject.kind) if row.subject else None
    return reverse(name, args=[row.subject.id]) if name and row.subject else ""


def _act(request: HttpRequest, actor: Actor, pk: int) -> str:
    """Does what the form asks for.

    Returns: what is told then; empty: it asked for nothing known.
    """
    at, reason = timezone.now(), request.POST.get("reason", "")
    acts: dict[str, tuple[Callable[[], None], str]] = {
        "confirm": (lambda: confirm_proposal(actor, pk, at=at), _("Confirmed and done.")),
        "refuse": (lambda: refuse_proposal(actor, pk, reason=reason, at=at), _("Refused; nothing was changed.")),
        "take-back": (lambda: take_back(actor, pk, at=at), _("Taken back; nothing was changed.")),
    }
    if (act := request.POST.get("act", "")) not in acts:
        return ""
    do, told = acts[act]
    do()
    return told


def _page(title: str, *between: Crumb) -> Page:
    crumbs = (Crumb(_("Office"), reverse("web:office")), *between, Crumb(title))
    return Page(title=title, crumbs=crumbs, is_indexed=False, section="office")


def _waiting(actor: Actor) -> Waiting:
    return Waiting(*waiting_proposals(actor))


register_queue(
    Queue(
        name="decisions",
        title=gettext_lazy("decisions of two people"),
        hint=gettext_lazy("A colleague proposed to hide or restore something public; you can confirm or refuse."),
        url_name="web:decisions",
        waiting=_waiting,
        roles=frozenset({StaffRole.SENIOR_REVIEWER, StaffRole.ADMINISTRATOR}),
    )
)
