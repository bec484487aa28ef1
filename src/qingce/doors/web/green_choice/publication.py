"""What an enterprise published here of an audit, and taking it back if it was wrong (CPA-2)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.domain.cleaner_production.errors import PublicationNotFound
from qingce.domain.cleaner_production.queries import audit_line, publication, speaking_seat
from qingce.doors.web.access import signed_in
from qingce.doors.web.cleaner.one_publication import shown_texts, withdrawal_sent
from qingce.doors.web.green_choice.shown import enterprise_crumb, own, own_page
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor

WRONG = 422


@serves("CPA-2", "REC-10")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_publication(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One publication that the enterprise made itself, and the form that withdraws it with a public reason."""
    row = publication(pk)
    line = audit_line(row.record_id)
    speaking_seat(actor, line.row.enterprise_id)
    if not row.is_own:
        raise PublicationNotFound(f"There is no publication number {pk}.", number=pk)
    found = own(actor, line.row.enterprise_id)
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        faults = withdrawal_sent(request, actor, pk)
        if not faults:
            messages.success(request, _("Withdrawn. It counts no more; the public page says that, and why."))
            return redirect("web:my-audit-publication", line.row.id)
        row = publication(pk)
    context = {
        "row": row,
        "line": line,
        "texts": shown_texts(row, line, on=timezone.localdate()),
        "may_write": found.may_write,
        "reason": request.POST.get("reason", ""),
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    back = Crumb(_("Cleaner production"), reverse("web:my-cleaner", args=[found.id]))
    page = own_page(_("One publication"), enterprise_crumb(found), back)
    return show(request, page, Shown("green_choice/publication.html", context), status=WRONG if faults else 200)
