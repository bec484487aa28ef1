"""The alliance in the office: places that NGOs claim, and where members observe."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.domain.removal.actions import decide_place, set_regions
from qingce.domain.removal.queries import alliance_members
from qingce.doors.web.alliance.regions import codes_in
from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of

WRONG = 422


@serves("REM-8")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*roles_of(Duty.RUN_AUDITS))
def office_alliance(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every member with its place and regions; claims are confirmed or the place is freed here."""
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        said, at, key = request.POST, timezone.now(), request.POST.get("key", "")
        acts: dict[str, Callable[[], object]] = {
            "confirm": lambda: decide_place(actor, key, is_right=True, at=at),
            "free": lambda: decide_place(actor, key, is_right=False, at=at),
            "regions": lambda: set_regions(actor, key, codes_in(said.get("regions", "")), at=at),
        }
        try:
            acts.get(said.get("act", ""), lambda: None)()
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            faults = [("form", sentence(error))]
        else:
            messages.success(request, _("Done."))
            return redirect("web:office-alliance")
    rows = alliance_members(timezone.localdate())
    claims = [each for each in rows if each.claimed_by and not each.is_seated]
    context = {"claims": claims, "rows": rows, "faults": faults}
    crumbs = (Crumb(_("Office"), reverse("web:office")), Crumb(_("Green Choice Alliance")))
    page = Page(title=_("Green Choice Alliance"), crumbs=crumbs, is_indexed=False, section="office")
    return show(request, page, Shown("office/alliance.html", context), status=WRONG if faults else 200)
