"""Words beside an entry of the ledger: proposing to take them away, for another person to confirm."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.ledger.errors import LedgerEntryNotFound
from qingce.shared.ledger.queries import wordy_entries
from qingce.shared.parties.actions import propose
from qingce.shared.parties.enums import REDACT_WORDS, Actor, StaffRole
from qingce.shared.parties.queries import open_proposal

WRONG = 422


@serves("LED-1")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(StaffRole.SENIOR_REVIEWER, StaffRole.ADMINISTRATOR)
def redact(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """What stands beside an entry, and the reason to take it away; another person confirms it."""
    found, told = wordy_entries([number]).get(number), ""
    if found is None:
        raise LedgerEntryNotFound(f"The ledger has no entry number {number}.", number=number)
    said = request.POST
    if request.method == "POST":
        payload = {"clause": said.get("clause", "")}
        try:
            made = propose(
                actor, REDACT_WORDS, number, reason=said.get("reason", ""), payload=payload, at=timezone.now()
            )
        except QingceError as error:
            told = sentence(error)
        else:
            messages.success(request, _("Proposed. Nothing changes until another person confirms it."))
            return redirect("web:decision", made)
    title = _("Take words away")
    crumbs = (Crumb(_("Office"), reverse("web:office")), Crumb(title))
    page = Page(title=title, crumbs=crumbs, is_indexed=False, section="office")
    context = {
        "number": number,
        "words": found[1],
        "reason": said.get("reason", ""),
        "clause": said.get("clause", ""),
        "told": told,
        "waiting": open_proposal([REDACT_WORDS], number),
    }
    return show(request, page, Shown("office/redact.html", context), status=WRONG if told else 200)
