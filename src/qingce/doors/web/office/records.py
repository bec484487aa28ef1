"""A record as the office sees it: looked up by number, its history, and the proposal to withdraw or republish it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.records.enums import REPUBLISH, WITHDRAW, Status
from qingce.domain.records.queries import RecordDetail, RecordNotFound, get_record, record_version
from qingce.doors.web.changes_shown import shown_changes
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.decisions import WHO
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.actions import propose
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import names_of, open_proposal

WRONG = 422


@serves("REC-10")
@require_safe
@staff_only(*WHO)
def records(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Looks a record up by its number, which stands in the address of its page."""
    asked = request.GET.get("number", "").strip()
    number, told = number_in(asked), ""
    if number is not None:
        try:
            return redirect("web:office-record", get_record(number, actor=actor).row.id)
        except RecordNotFound as error:
            told = sentence(error)
    elif asked:
        told = _("Write the number only, such as 4711.")
    page = _page(_("Withdraw or republish a record"))
    context = {"asked": asked, "told": told}
    return show(request, page, Shown("office/records.html", context), status=WRONG if told else 200)


@serves("REC-10")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*WHO)
def one_record(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """State and history of a record, and the form that proposes to withdraw it or to publish it again."""
    found, told = get_record(pk, actor=actor), ""
    if request.method == "POST":
        try:
            proposal = _propose(request, actor, found)
        except QingceError as error:
            told = sentence(error)
        else:
            messages.success(request, _("Proposed. Nothing changes until another person confirms it."))
            return redirect("web:decision", proposal)
    names, changes = names_of(each.changed_by for each in found.state_changes), shown_changes(found.state_changes)
    context = {
        "record": found.row,
        "found": found,
        "is_withdrawn": found.row.status == Status.WITHDRAWN,
        "is_removed": found.row.status == Status.REMOVED,
        "changes": changes,
        "latest": changes[-1] if changes else None,
        "names": names,
        "waiting": open_proposal([WITHDRAW, REPUBLISH], pk),
        "seen": record_version(pk),
        "reason": request.POST.get("reason", ""),
        "clause": request.POST.get("clause", ""),
        "told": told,
    }
    crumb = Crumb(_("Withdraw or republish a record"), reverse("web:office-records"))
    page = _page(_("Record %(number)s") % {"number": pk}, crumb)
    return show(request, page, Shown("office/record.html", context), status=WRONG if told else 200)


def _propose(request: HttpRequest, actor: Actor, found: RecordDetail) -> int:
    """Proposes the change that the page offered; what changed since it was shown is told by the act itself."""
    said = request.POST
    return propose(
        actor,
        REPUBLISH if said.get("act") == REPUBLISH else WITHDRAW,
        found.row.id,
        reason=said.get("reason", ""),
        payload={"clause": said.get("clause", "")},
        seen=said.get("seen") or None,
        at=timezone.now(),
    )


def _page(title: str, *between: Crumb) -> Page:
    crumbs = (Crumb(_("Office"), reverse("web:office")), *between, Crumb(title))
    return Page(title=title, crumbs=crumbs, is_indexed=False, section="office")
