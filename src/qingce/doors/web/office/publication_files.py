"""A file of publications that was taken in: what it brought, what still counts, and undoing it, by two people."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.domain.cleaner_production.enums import UNDO_FILE
from qingce.domain.cleaner_production.queries import publication_file
from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.cleaner_pages import cleaner_page
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.actions import propose
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import names_of, open_proposal, roles_of, signature_name

WRONG = 422
ROLES = roles_of(Duty.CLEANER_PRODUCTION)


@serves("CPA-2", "REC-10")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*ROLES)
def one_publication_file(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What a file brought, row by row; and the proposal to undo it, which another person confirms."""
    file, lines = publication_file(pk, actor=actor)
    told, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            proposal = propose(actor, UNDO_FILE, pk, reason=reason, at=timezone.now())
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            told = sentence(error)
        else:
            messages.success(request, _("Proposed. Nothing changes until another person confirms it."))
            return redirect("web:decision", proposal)
    names = names_of([file.brought_by, file.undone_by])
    context = {
        "file": file,
        "lines": lines,
        "brought_by": signature_name(file.brought_by, names),
        "undone_by": signature_name(file.undone_by, names) if file.undone_at else "",
        "waiting": open_proposal([UNDO_FILE], pk),
        "reason": reason,
        "told": told,
    }
    back = Crumb(_("Publications from a file"), reverse("web:office-publications-file"))
    page = cleaner_page(_("File of publications"), back)
    return show(request, page, Shown("office/publication_file.html", context), status=WRONG if told else 200)
