"""One publication of an audited enterprise in the office: what it says, and taking it back (CPA-2)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.domain.cleaner_production.queries import audit_line, publication
from qingce.doors.web.cleaner.one_publication import shown_texts, withdrawal_sent
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.cleaner_pages import cleaner_page
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty, roles_of

WRONG = 422
ROLES = roles_of(Duty.CLEANER_PRODUCTION)


@serves("CPA-2", "REC-10")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*ROLES)
def office_publication(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What one publication says, for the staff of its area, and the form that withdraws it with a public reason."""
    row = publication(pk)
    line = audit_line(row.record_id)
    check_duty(actor, Duty.CLEANER_PRODUCTION, line.row.division)
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        faults = withdrawal_sent(request, actor, pk)
        if not faults:
            messages.success(request, _("Withdrawn. It counts no more; the public page says that, and why."))
            return redirect("web:office-audit-published", line.row.id)
        row = publication(pk)
    context = {
        "row": row,
        "line": line,
        "texts": shown_texts(row, line, on=timezone.localdate()),
        "reason": request.POST.get("reason", ""),
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    back = Crumb(line.row.enterprise, reverse("web:office-audit-published", args=[line.row.id]), is_data=True)
    page = cleaner_page(_("One publication"), back)
    return show(request, page, Shown("office/publication.html", context), status=WRONG if faults else 200)
