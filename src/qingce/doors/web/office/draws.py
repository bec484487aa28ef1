"""Draws in the office: which wait for their value, freezing one, entering the value, replacing, declaring void."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from qingce.doors.web.draws import draw_context
from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.draw_form import Fault, SaidDraw, draw_of, fault_of, numbers_of, typed
from qingce.doors.web.office.queues import Queue, Waiting, register_queue
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.draws.actions import check_draw_text
from qingce.shared.draws.enums import Announced, DrawText, ExclusionReason
from qingce.shared.draws.queries import DrawDetail, count_draws, draws, get_draw
from qingce.shared.parties.actions import (
    freeze_draw,
    propose_value,
    propose_void_draw,
    replace_drawn,
    settle_draw,
)
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import CORRECT_VALUE, VOID_DRAW, check_duty, open_proposal, roles_of, waiting_draws

WRONG = 422
WHO = roles_of(Duty.DRAW)


@serves("EXP-1")
@require_safe
@staff_only(*WHO)
def list_draws(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every draw, the newest first; they are public wherever they belong."""
    del actor
    total = count_draws()
    paging = paging_of(request, total)
    context = {"rows": draws(start=paging.start, count=PER_PAGE), "total": total, "paging": paging}
    return show(request, _page(_("Random draws")), Shown("office/draws.html", context))


@serves("EXP-1", "LED-1")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*WHO)
def new_draw(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The form, then a page with all that will be frozen, and only then it is frozen."""
    said, fault = SaidDraw(area=actor.areas(*WHO)[0]), None
    if request.method == "POST":
        act = request.POST.get("act", "")
        try:
            said = typed(request.POST, request.FILES)
            checked = _checked(actor, said) if act in {"check", "freeze"} else None
            if checked and act == "freeze":
                number = freeze_draw(actor, checked[0], at=timezone.now())
                messages.success(request, _("Frozen. It enters the ledger within a minute."))
                return redirect("web:office-draw", number)
            if checked:
                return _check_page(request, said, *checked)
        except QingceError as error:
            fault = fault_of(error)
    return _form_page(request, said, fault)


def _checked(actor: Actor, said: SaidDraw) -> tuple[DrawText, Announced]:
    text = draw_of(said)
    check_duty(actor, Duty.DRAW, text.area)
    return text, check_draw_text(text, at=timezone.now())


def _form_page(request: HttpRequest, said: SaidDraw, fault: Fault | None) -> HttpResponse:
    reasons = pgettext("list", ", ").join(map(str, ExclusionReason.labels))
    context = {"said": said, "faults": [fault] if fault else [], "reasons": reasons}
    page = _page(_("Freeze a draw"), is_one=True)
    return show(request, page, Shown("office/draw_new.html", context), status=WRONG if fault else 200)


def _check_page(request: HttpRequest, said: SaidDraw, text: DrawText, announced: Announced) -> HttpResponse:
    labels = dict(ExclusionReason.choices)
    context = {
        "said": said,
        "pool": " ".join(text.pool),
        "announced": announced,
        "excluded": [(each.number, labels[each.reason], each.text) for each in text.exclusions],
    }
    return show(request, _page(_("What will be frozen"), is_one=True), Shown("office/draw_check.html", context))


@serves("EXP-1", "REC-10")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*WHO)
def one_draw(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One draw with what can be done about it now."""
    found, told = get_draw(pk), ""
    if request.method == "POST":
        try:
            if done := _act(request, actor, found):
                messages.success(request, done)
                return redirect("web:office-draw", pk)
        except QingceError as error:
            told = sentence(error)
    context = draw_context(found) | {
        "can_act": actor.reaches(found.row.area, *WHO),
        "waiting": open_proposal((VOID_DRAW, CORRECT_VALUE), pk),
        "sources": _sources_said(request, found),
        "said": request.POST,
        "act": request.POST.get("act", ""),
        "told": told,
    }
    page = _page(_("Draw %(number)s") % {"number": pk}, is_one=True)
    return show(request, page, Shown("office/draw.html", context), status=WRONG if told else 200)


def _sources_said(request: HttpRequest, found: DrawDetail) -> list[tuple[int, object, str]]:
    sources = found.announced.sources
    return [(place, each, request.POST.get(f"value-{place}", "")) for place, each in enumerate(sources, start=1)]


def _act(request: HttpRequest, actor: Actor, found: DrawDetail) -> str:
    """Does what the form asks for.

    Returns: what is told then; empty: it asked for nothing known.
    """
    said, at, pk = request.POST, timezone.now(), found.row.id
    reason, read = said.get("reason", ""), said.get("read", "")
    values = [numbers_of(said.get(f"value-{place}", "")) for place in range(1, len(found.announced.sources) + 1)]
    proposed = _("Proposed; nothing changes until another person confirms it.")
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "settle": (lambda: settle_draw(actor, pk, values, read=read, at=at), _("Entered; the draw is settled.")),
        "replace": (
            lambda: replace_drawn(actor, pk, said.get("declined", ""), reason=reason, at=at),
            _("Replaced by the next of the order."),
        ),
        "correct": (lambda: propose_value(actor, pk, values, read=read, reason=reason, at=at), proposed),
        "void": (lambda: propose_void_draw(actor, pk, reason=reason, at=at), proposed),
    }
    if (act := said.get("act", "")) not in acts:
        return ""
    do, told = acts[act]
    do()
    return told


def _page(title: str, *, is_one: bool = False) -> Page:
    crumbs = [Crumb(_("Office"), reverse("web:office"))]
    if is_one:
        crumbs.append(Crumb(_("Random draws"), reverse("web:office-draws")))
    return Page(title=title, crumbs=(*crumbs, Crumb(title)), is_indexed=False, section="office")


def _waiting(actor: Actor) -> Waiting:
    return Waiting(*waiting_draws(actor, at=timezone.now()))


register_queue(
    Queue(
        name="draws",
        title=gettext_lazy("draws that wait for their value"),
        hint=gettext_lazy("The announced source has spoken; enter its numbers, and where you read them."),
        url_name="web:office-draws",
        waiting=_waiting,
        roles=frozenset(WHO),
        is_hidden_when_empty=True,
    )
)
