"""The office's first page: what waits."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.queues import waiting_for
from qingce.doors.web.pages import Page, Shown, show
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of


@serves("REC-3", "REC-4")
@require_safe
@staff_only(*roles_of(Duty.OFFICE))
def office(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every queue with its count and its oldest item."""
    waiting = waiting_for(actor)
    page = Page(title=_("Office"), is_indexed=False, section="office")
    return show(request, page, Shown("office/home.html", {"actor": actor, "waiting": waiting}))
