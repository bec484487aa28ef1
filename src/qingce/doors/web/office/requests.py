"""Correction requests in the office: the queue, and one request with its decision on one page."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingce.domain.records.actions import answer_request, erase_contact, release_statement
from qingce.domain.records.enums import CLAUSE, WITHDRAW_AS_ASKED, Outcome, Status
from qingce.domain.records.queries import (
    StaffRequest,
    answer_terms,
    count_open_requests,
    oldest_open_request,
    open_requests,
    request_file,
    request_files,
    staff_request,
)
from qingce.doors.web.kept_files import archive_response, file_response
from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.answer_form import LABELS, AnswerForm, choices, first_form, said_form, with_reusable
from qingce.doors.web.office.queues import Queue, Waiting, register_queue
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.doors.web.templatetags.qingce_web import has_duty, is_chinese
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.actions import propose
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty, open_proposal, roles_of

WRONG = 422
SHOWN = 100
# Where on the page each kind of fault is put right.
PLACES = {
    "outcome-missing": "outcome",
    "reason-missing": "text",
    "party-reason-missing": "text",
    "party-text-too-long": "text",
    "request-target-missing": "to",
    "enterprise-not-found": "to",
    "name-withheld": "to",
}


def _page(title: str, *between: Crumb) -> Page:
    crumbs = (Crumb(_("Office"), reverse("web:office")), *between, Crumb(title))
    return Page(title=title, crumbs=crumbs, is_indexed=False, section="office")


@serves("REC-2")
@require_safe
@staff_only(*roles_of(Duty.READ_REQUESTS))
def requests(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Requests that wait, oldest due first."""
    context = {
        "rows": open_requests(actor=actor, today=timezone.localdate(), limit=SHOWN),
        "total": count_open_requests(actor=actor),
        "is_answered": "answered" in request.GET,
    }
    return show(request, _page(_("Correction requests")), Shown("office/requests.html", context))


@serves("REC-2", "REC-10")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*roles_of(Duty.READ_REQUESTS))
def one_request(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The record beside the request, and the decision; sent, it leads to the next one that waits."""
    if request.method == "POST":
        check_duty(actor, Duty.ANSWER_REQUESTS)
    found = staff_request(pk, actor=actor, today=timezone.localdate())
    if request.method != "POST":
        return _shown(request, actor, found, first_form(found))
    form = said_form(request.POST, found.version)
    act = request.POST.get("act", "")
    if act == "insert":
        return _shown(
            request, actor, found, with_reusable(form, request.POST.get("reusable", ""), is_chinese=is_chinese())
        )
    if act != "answer":
        form.is_preview = True
        return _shown(request, actor, found, form)
    try:
        if proposal := _propose(found, form, actor):
            messages.success(request, _("Proposed. Nothing changes until another person confirms it."))
            return redirect("web:decision", proposal)
        answer_request(pk, form.answer, seen=form.seen, actor=actor, at=timezone.now())
    except QingceError as error:
        form.faults = [(PLACES.get(error.code, "form"), sentence(error))]
        form.seen = ""  # what is shown now is what the next attempt stands on
        return _shown(request, actor, staff_request(pk, actor=actor, today=timezone.localdate()), form)
    following = oldest_open_request(actor=actor, after=pk) or oldest_open_request(actor=actor)
    where = reverse("web:office-request", args=[following]) if following else reverse("web:office-requests")
    return redirect(f"{where}?answered=1")


def _propose(found: StaffRequest, form: AnswerForm, actor: Actor) -> int | None:
    """Proposes an answer that hides the record; None: the answer hides nothing, one person gives it."""
    if form.outcome != Outcome.WITHDRAWN or found.record.row.status == Status.WITHDRAWN:
        return None
    return propose(
        actor,
        WITHDRAW_AS_ASKED,
        found.id,
        reason=form.text,
        payload={CLAUSE: form.clause},
        seen=form.seen,
        at=timezone.now(),
    )


def _shown(request: HttpRequest, actor: Actor, found: StaffRequest, form: AnswerForm) -> HttpResponse:
    form.seen = form.seen or found.version
    title = _("Correction request %(reference)s") % {"reference": found.own.public.reference}
    row = found.record.row
    context = {
        "found": found,
        "own": found.own,
        "record": row,
        "form": form,
        "actor": actor,
        "can_answer": has_duty(actor, Duty.ANSWER_REQUESTS),
        "can_redact": has_duty(actor, Duty.ANSWER_REQUESTS),
        "can_erase": has_duty(actor, Duty.ERASE_CONTACTS),
        "terms": answer_terms(),
        "field_label": LABELS.get(found.own.field, ""),
        "current": [(LABELS[name], _current(found, name)) for name in form.values],
        "changes": [(LABELS[name], _current(found, name), text) for name, text in form.values.items()],
        "is_answered": "answered" in request.GET,
        "waiting": open_proposal([WITHDRAW_AS_ASKED], found.id),
        "file_count": len(found.own.files) + sum(len(each.files) for each in found.own.additions),
        **choices(),
    }
    page = _page(title, Crumb(_("Correction requests"), reverse("web:office-requests")))
    return show(request, page, Shown("office/request.html", context), status=WRONG if form.faults else 200)


def _current(found: StaffRequest, name: str) -> str:
    value = getattr(found.record.row, name, None)
    value = getattr(found.record, name, "") if value is None else value
    return "" if value is None else str(value)


@require_POST
@staff_only(*roles_of(Duty.ANSWER_REQUESTS))
def release(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Lets the public read what was written, or takes it back."""
    release_statement(pk, request.POST.get("statement", ""), actor=actor, at=timezone.now())
    return redirect("web:office-request", pk)


@require_POST
@staff_only(*roles_of(Duty.ERASE_CONTACTS))
def erase(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Erases who asked."""
    del request
    erase_contact(pk, actor=actor, at=timezone.now())
    return redirect("web:office-request", pk)


@require_safe
@staff_only(*roles_of(Duty.READ_REQUESTS))
def evidence(request: HttpRequest, actor: Actor, pk: int, file: int) -> FileResponse:
    """A file that came with the request, as a download, or what is asked of it."""
    return file_response(request_file(pk, file, actor=actor), request.GET)


@require_safe
@staff_only(*roles_of(Duty.READ_REQUESTS))
def all_evidence(request: HttpRequest, actor: Actor, pk: int) -> StreamingHttpResponse:
    """All files that came with the request, as one ZIP."""
    del request
    return archive_response(request_files(pk, actor=actor), name=f"qingce-request-{pk}.zip")


def _waiting(actor: Actor) -> Waiting:
    first = open_requests(actor=actor, today=timezone.localdate(), limit=1)
    return Waiting(count_open_requests(actor=actor), first[0].received_at if first else None)


register_queue(
    Queue(
        name="requests",
        title=gettext_lazy("correction requests"),
        hint=gettext_lazy("Somebody says that a record is wrong."),
        url_name="web:office-requests",
        waiting=_waiting,
        roles=frozenset(roles_of(Duty.READ_REQUESTS)),
    )
)
