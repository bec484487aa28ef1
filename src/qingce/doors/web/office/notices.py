"""Notices in the office: objections that wait, what the public reads of one, its answer; extending, withdrawing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from qingce.doors.web.messages import sentence
from qingce.doors.web.notices.one import notice_context
from qingce.doors.web.notices.shown import show_notices, worded
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.queues import Queue, Waiting, register_queue
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.notices.actions import answer_objection, extend_by_staff, look_at_objection, withdraw_by_staff
from qingce.shared.notices.enums import NoticeDetail, NotShown, StaffObjection
from qingce.shared.notices.queries import (
    count_kept,
    count_waiting,
    get_kept_notice,
    next_waiting,
    notice_terms,
    notices_kept,
    objection_counts,
    staff_objection,
    waiting_objections,
)
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of

WRONG = 422
WHO = roles_of(Duty.NOTICES)
SHOWN = 20


@serves("REM-8", "DIS-6")
@require_safe
@staff_only(*WHO)
def list_notices(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Objections that wait, the oldest first, and the notices of one's areas."""
    today = timezone.localdate()
    paging = paging_of(request, count_kept(actor))
    waiting, _oldest = count_waiting(actor)
    objections = waiting_objections(actor, count=SHOWN)
    context = {
        "actor": actor,
        "objections": [(each, worded(each.title_zh, each.title_en)) for each in objections],
        "waiting": waiting,
        "rows": show_notices(notices_kept(actor, today=today, start=paging.start, count=PER_PAGE)),
        "paging": paging,
        "is_done": "done" in request.GET,
    }
    return show(request, _page(_("Notices and objections")), Shown("office/notices.html", context))


@serves("REM-8", "DIS-6")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*WHO)
def one_notice(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """A notice: extend its period or withdraw it, with a public reason."""
    found = get_kept_notice(pk, actor=actor, today=timezone.localdate())
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            _do(request, actor, pk)
        except QingceError as error:
            faults = [("form", sentence(error))]
            found = get_kept_notice(pk, actor=actor, today=timezone.localdate())
        else:
            messages.success(request, _("Done; it is public, and in the ledger."))
            return redirect("web:office-notice", pk)
    return _notice_shown(request, actor, found, faults)


def _do(request: HttpRequest, actor: Actor, pk: int) -> None:
    said, at = request.POST, timezone.now()
    reason, seen = said.get("reason", ""), said.get("seen", "") or "none"
    if said.get("act") == "extend":
        days = number_in(said.get("days", "")) or 0
        extend_by_staff(pk, days=days, reason=reason, seen=seen, actor=actor, at=at)
    elif said.get("act") == "withdraw":
        withdraw_by_staff(pk, reason=reason, seen=seen, actor=actor, at=at)


def _notice_shown(
    request: HttpRequest, actor: Actor, found: NoticeDetail, faults: list[tuple[str, str]]
) -> HttpResponse:
    pk = found.row.id
    context = notice_context(found) | {
        "actor": actor,
        "faults": faults,
        "said": request.POST if faults else {},
        "terms": notice_terms(),
        "counts": objection_counts(pk),
        "waiting": waiting_objections(actor, notice=pk, count=SHOWN),
    }
    page = _page(_("Notice %(number)s") % {"number": pk}, _list_crumb())
    return show(request, page, Shown("office/notice.html", context), status=WRONG if faults else 200)


@serves("REM-8")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*WHO)
def objection(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """An objection: what the public reads of it, then the answer; answered, it leads to the next that waits."""
    found = staff_objection(pk, actor=actor)
    if request.method != "POST":
        return _objection_shown(request, actor, found, [])
    said, at = request.POST, timezone.now()
    try:
        if said.get("act") == "answer":
            answer_objection(pk, answer=said.get("answer", ""), seen=said.get("seen", ""), actor=actor, at=at)
            following = next_waiting(actor, after=pk)
            if following is None:
                return redirect(reverse("web:office-notices") + "?done=1")
            return redirect(reverse("web:office-objection", args=[following]) + "?done=1")
        look_at_objection(
            pk,
            shown=found.statement if said.get("act") == "whole" else said.get("shown", ""),
            not_shown=said.get("not_shown", ""),
            why=said.get("why", ""),
            seen=said.get("seen", ""),
            actor=actor,
            at=at,
        )
    except QingceError as error:
        field = "answer" if said.get("act") == "answer" else "why"
        place = field if error.code == "objection-reason-missing" else "form"
        return _objection_shown(request, actor, staff_objection(pk, actor=actor), [(place, sentence(error))])
    return redirect(reverse("web:office-objection", args=[pk]) + "#answer-part")


def _objection_shown(
    request: HttpRequest, actor: Actor, found: StaffObjection, faults: list[tuple[str, str]]
) -> HttpResponse:
    public = found.public
    said = request.POST if faults else {}
    context = {
        "actor": actor,
        "found": found,
        "each": public,
        "title": worded(found.title_zh, found.title_en),
        "faults": faults,
        "shown": said.get("shown", public.shown if found.looked_at else found.statement),
        "not_shown": said.get("not_shown", public.not_shown or ""),
        "why": said.get("why", public.not_shown_why),
        "answer": said.get("answer", public.answer),
        "grounds": NotShown.choices,
        "is_done": "done" in request.GET,
    }
    title = _("Objection %(place)s to notice %(number)s") % {"place": public.place, "number": public.notice}
    page = _page(title, _list_crumb())
    return show(request, page, Shown("office/objection.html", context), status=WRONG if faults else 200)


def _list_crumb() -> Crumb:
    return Crumb(_("Notices and objections"), reverse("web:office-notices"))


def _page(title: str, *between: Crumb) -> Page:
    crumbs = (Crumb(_("Office"), reverse("web:office")), *between, Crumb(title))
    return Page(title=title, crumbs=crumbs, is_indexed=False, section="office")


def _waiting(actor: Actor) -> Waiting:
    return Waiting(*count_waiting(actor))


register_queue(
    Queue(
        name="objections",
        title=gettext_lazy("objections to notices"),
        hint=gettext_lazy("Somebody objects to a notice: decide what the public reads, and answer."),
        url_name="web:office-notices",
        waiting=_waiting,
        roles=frozenset(WHO),
    )
)
