"""The shelf of an enterprise in the office: the staff of its area see it, and set who may see a document."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.enterprises.errors import not_found
from qingce.domain.enterprises.queries import get_enterprise
from qingce.doors.web.documents.shelf import shelf_context
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of


@serves("DIS-4", "REM-11")
@require_safe
@staff_only(*roles_of(Duty.DOCUMENTS))
def office_shelf(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """An enterprise's documents, for the staff of its area."""
    row = get_enterprise(number, actor=actor).row
    if row.canonical_id:
        return redirect("web:office-shelf", row.canonical_id)
    if not actor.reaches(row.division, *roles_of(Duty.DOCUMENTS)):
        raise not_found(number)
    context = {"enterprise": row, "may_write": False, **shelf_context(number, actor, on=timezone.localdate())}
    title = _("Documents of an enterprise")
    crumbs = (Crumb(_("Office"), reverse("web:office")), Crumb(title))
    page = Page(title=title, crumbs=crumbs, is_indexed=False, section="office")
    return show(request, page, Shown("office/shelf.html", context))
