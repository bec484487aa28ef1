"""On-site audits in the office: those of one's areas by deadline, and what the platform owes in each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.removal.enums import AuditParty, AuditState
from qingce.domain.removal.queries import (
    audit_document,
    audits_for_office,
    count_audits_for_office,
    declaration_file,
    remedy_file,
    staff_audit,
    staff_audit_file,
    waiting_audits,
)
from qingce.doors.web.audits.documents import document_response
from qingce.doors.web.audits.pages import act_on_audit, audit_context
from qingce.doors.web.audits.shown import until_words
from qingce.doors.web.cases.shown import fragment_of
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.queues import Queue, Waiting, register_queue
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of

WRONG = 422
ROLES = tuple(dict.fromkeys((*roles_of(Duty.RUN_AUDITS), *roles_of(Duty.DECIDE_REMOVALS))))


@serves("REM-4")
@require_safe
@staff_only(*ROLES)
def list_audits(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Audits in the actor's areas, whose stage ends first first."""
    asked = request.GET.get("state", "")
    state = asked if asked in AuditState.values else ""
    total = count_audits_for_office(actor, state=state)
    paging = paging_of(request, total, state=state)
    rows = audits_for_office(actor, state=state, start=paging.start, count=PER_PAGE)
    on = timezone.localdate()
    context = {
        "rows": [(each, until_words(each, on=on), each.is_late(on)) for each in rows],
        "total": total,
        "states": AuditState.choices,
        "chosen": state,
        "paging": paging,
    }
    return show(request, _page(_("On-site audits")), Shown("office/audits.html", context))


@serves("REM-4", "REM-5", "REM-11")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*ROLES)
def one_audit(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One audit: what the platform owes, with all that it hangs on."""
    found, faults = staff_audit(pk, actor=actor), []
    if request.method == "POST":
        faults = act_on_audit(request, actor, pk, AuditParty.PLATFORM)
        if not faults:
            return redirect(reverse("web:office-audit", args=[pk]) + fragment_of(request.POST))
        found = staff_audit(pk, actor=actor)
    context = audit_context(request, found, actor, faults) | {"is_own": found.party != AuditParty.PLATFORM}
    crumb = Crumb(_("On-site audits"), reverse("web:office-audits"))
    page = _page(_("On-site audit %(number)s") % {"number": pk}, crumb)
    return show(request, page, Shown("office/audit.html", context), status=WRONG if faults else 200)


@serves("REM-11")
@require_safe
@staff_only(*ROLES)
def office_audit_file(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A file of what the enterprise handed in."""
    return file_response(staff_audit_file(pk, file, actor=actor), request.GET)


@serves("REM-11")
@require_safe
@staff_only(*ROLES)
def office_audit_remedy(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A file that shows how a finding was put right, for the staff of the area."""
    return file_response(remedy_file(pk, file, actor=actor, is_staff=True), request.GET)


@serves("REM-7", "REM-10")
@require_safe
@staff_only(*ROLES)
def office_audit_declaration(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponseBase:
    """A signed declaration as it was handed in, for the staff of the area."""
    return file_response(declaration_file(pk, file, actor=actor, is_staff=True), request.GET)


@serves("REM-7", "REM-11")
@require_safe
@staff_only(*ROLES)
def office_audit_document(request: HttpRequest, actor: Actor, pk: int, code: str) -> HttpResponseBase:
    """A report of the audit as PDF or DOCX, for the staff of the area."""
    return document_response(audit_document(pk, code, actor=actor, is_staff=True), request.GET)


def _page(title: str, *between: Crumb) -> Page:
    crumbs = (Crumb(_("Office"), reverse("web:office")), *between, Crumb(title))
    return Page(title=title, crumbs=crumbs, is_indexed=False, section="office")


def _waiting(actor: Actor) -> Waiting:
    count, _late = waiting_audits(actor)
    return Waiting(count, None)


register_queue(
    Queue(
        "audits",
        gettext_lazy("on-site audits that are going on"),
        gettext_lazy("Each stage has duties of the platform, and its last day."),
        "web:office-audits",
        _waiting,
        roles=frozenset(ROLES),
    )
)
