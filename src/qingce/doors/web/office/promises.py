"""Promises in the office: which terms run, and that an enterprise was told of a record earlier."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.disclosure.actions import note_told
from qingce.domain.disclosure.errors import ToldDayWrong
from qingce.domain.disclosure.queries import count_promises_for_office, promises_for_office, staff_promise
from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.doors.web.promises.shown import show_promises
from qingce.pure.kernel.errors import NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of

WRONG = 422
ROLES = roles_of(Duty.DISCLOSURES)


@serves("DIS-8")
@require_safe
@staff_only(*ROLES)
def list_promises(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Terms for which nothing was handed in, in the actor's areas, those due first come first."""
    total = count_promises_for_office(actor)
    paging = paging_of(request, total)
    rows = promises_for_office(actor, today=timezone.localdate(), start=paging.start, count=PER_PAGE)
    context = {"rows": rows, "total": total, "paging": paging}
    return show(request, _page(_("Promises")), Shown("office/promises.html", context))


@serves("DIS-8")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*ROLES)
def one_promise(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One term with its days, and the form that says when the enterprise was told."""
    faults: list[tuple[str, str]] = []
    row = staff_promise(pk, actor=actor, today=timezone.localdate())
    if request.method == "POST":
        try:
            on, reason = _day(request.POST.get("told_on", "")), request.POST.get("reason", "")
            note_told(actor, pk, told_on=on, reason=reason, at=timezone.now())
        except NotFound:
            raise
        except QingceError as error:
            faults = [(str(error.params.get("field", "form")), sentence(error))]
        else:
            messages.success(request, _("Noted. The term begins on that day."))
            return redirect("web:office-promise", pk)
    context = {
        "promise": show_promises([row]),
        "row": row,
        "said": request.POST,
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    crumb = Crumb(_("Promises"), reverse("web:office-promises"))
    page = _page(_("Promise about record %(number)s") % {"number": row.record_id}, crumb)
    return show(request, page, Shown("office/promise.html", context), status=WRONG if faults else 200)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ToldDayWrong("Give the day on which the enterprise was told.", cause="day", field="told_on") from error


def _page(title: str, *between: Crumb) -> Page:
    crumbs = (Crumb(_("Office"), reverse("web:office")), *between, Crumb(title))
    return Page(title=title, crumbs=crumbs, is_indexed=False, section="office")
