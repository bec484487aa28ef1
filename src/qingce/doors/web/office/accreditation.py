"""Accreditation of audit agencies in the office: the queue, and every step that is the staff's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.removal.actions import (
    Granted,
    ask_agency,
    check_accreditation,
    grant_accreditation,
    judge_auditor,
    lift_suspension,
    refuse_accreditation,
    send_accreditation_back,
    suspend_accreditation,
)
from qingce.domain.removal.enums import WITHDRAW_ACCREDITATION, AccreditationState
from qingce.domain.removal.queries import (
    accreditation_terms,
    accreditations_for_office,
    count_accreditations,
    staff_accreditation_detail,
    staff_agency_file,
    waiting_accreditations,
)
from qingce.doors.web.accreditation.shown import shown_agency
from qingce.doors.web.acting import faults_of
from qingce.doors.web.cases.shown import fragment_of
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.queues import Queue, Waiting, register_queue
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.pure.kernel.calendar import add_months
from qingce.pure.kernel.dates import parse_date
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.actions import propose
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import names_of, roles_of

WRONG = 422
ROLES = roles_of(Duty.ACCREDIT_AGENCIES)
S = AccreditationState
SHOWN_STATES = [each for each in S if each != S.DRAFT]
LATEST = date(2100, 12, 31)


@serves("REM-6")
@require_safe
@staff_only(*ROLES)
def list_accreditations(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Applications of audit agencies and accreditations in the actor's areas, what is due first first."""
    asked = request.GET.get("state", "")
    state = asked if asked in [each.value for each in SHOWN_STATES] else ""
    total = count_accreditations(actor, state=state)
    paging = paging_of(request, total, state=state)
    rows = accreditations_for_office(actor, state=state, start=paging.start, count=PER_PAGE)
    on = timezone.localdate()
    context = {
        "rows": [(each, each.is_late(on)) for each in rows],
        "total": total,
        "chosen": state,
        "choices": [(each.value, each.label) for each in SHOWN_STATES],
        "paging": paging,
    }
    return show(request, _page(_("Audit agencies")), Shown("office/accreditations.html", context))


@serves("REM-6")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*ROLES)
def one_accreditation(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One application or accreditation: auditors to judge, and what can be decided now."""
    staff_accreditation_detail(pk, actor=actor)
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        faults = faults_of(request, lambda: _act(request.POST, actor, pk), told=_("Done."))
        if not faults:
            return redirect(reverse("web:office-accreditation", args=[pk]) + fragment_of(request.POST))
    return _shown(request, actor, pk, faults)


@serves("REM-6")
@require_safe
@staff_only(*ROLES)
def accreditation_paper(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A paper of the agency."""
    return file_response(staff_agency_file(pk, file, actor=actor), request.GET)


def _act(said: QueryDict, actor: Actor, pk: int) -> None:
    at, act, text = timezone.now(), said.get("act", ""), said.get("text", "")
    seen, auditor = number_in(said.get("seen", "")) or 0, number_in(said.get("auditor", "")) or 0
    acts: dict[str, Callable[[], object]] = {
        "right": lambda: judge_auditor(actor, pk, auditor, is_right=True, at=at),
        "wrong": lambda: judge_auditor(actor, pk, auditor, is_right=False, refusal=text, at=at),
        "ask": lambda: ask_agency(actor, pk, asked=text, seen=seen, at=at),
        "check": lambda: check_accreditation(actor, pk, note=text, seen=seen, at=at),
        "send-back": lambda: send_accreditation_back(actor, pk, note=text, seen=seen, at=at),
        "grant": lambda: grant_accreditation(actor, pk, _granted(said), seen=seen, at=at),
        "refuse": lambda: refuse_accreditation(actor, pk, reason=text, seen=seen, at=at),
        "suspend": lambda: suspend_accreditation(actor, pk, reason=text, seen=seen, at=at),
        "lift": lambda: lift_suspension(actor, pk, reason=text, seen=seen, at=at),
        "withdraw": lambda: propose(actor, WITHDRAW_ACCREDITATION, pk, reason=text, at=at),
    }
    if act in acts:
        acts[act]()


def _granted(said: QueryDict) -> Granted:
    days = {name: said.get(name, "").strip() for name in ("valid_from", "valid_until")}
    read = {name: parse_date(text, latest=LATEST) if text else None for name, text in days.items()}
    return Granted(said.get("conditions", ""), read["valid_from"], read["valid_until"])


def _shown(request: HttpRequest, actor: Actor, pk: int, faults: list[tuple[str, str]]) -> HttpResponse:
    found, on = staff_accreditation_detail(pk, actor=actor), timezone.localdate()
    row = found.row
    people = [row.checked_by, *(each.taken_by for each in found.steps)]
    context = {
        "agency": shown_agency(found),
        "row": row,
        "is_own": found.is_own,
        "may_judge": not found.is_own and row.state in (S.APPLIED, S.GRANTED, S.SUSPENDED),
        "is_mine": row.checked_by == actor.signature,
        "is_late": row.is_late(on),
        "term": (on, add_months(on, accreditation_terms().months), accreditation_terms().months),
        "names": names_of(people),
        "today": on,
        "said": request.POST,
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    page = _page(row.agency, Crumb(_("Audit agencies"), reverse("web:office-accreditations")))
    return show(request, page, Shown("office/accreditation.html", context), status=WRONG if faults else 200)


def _page(title: str, *between: Crumb) -> Page:
    crumbs = (Crumb(_("Office"), reverse("web:office")), *between, Crumb(title))
    return Page(title=title, crumbs=crumbs, is_indexed=False, section="office")


def _waiting(actor: Actor) -> Waiting:
    return Waiting(*waiting_accreditations(actor))


register_queue(
    Queue(
        "accreditation",
        gettext_lazy("applications of audit agencies"),
        gettext_lazy("One person checks competence, independence and people; another one decides."),
        "web:office-accreditations",
        _waiting,
        roles=frozenset(ROLES),
    )
)
