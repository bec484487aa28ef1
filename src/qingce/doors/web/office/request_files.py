"""Taking parts out of a file that came with a correction request: mark, look at it, say why, done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.domain.records.actions import redact_evidence
from qingce.domain.records.queries import request_file
from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.redaction_form import RedactionForm, said_redaction
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.pure.kernel.errors import NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.files.enums import KeptFile
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of

WRONG = 422


@serves("REC-2", "DIS-4")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*roles_of(Duty.ANSWER_REQUESTS))
def redact(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponse:
    """The pages with what is marked; sent with a reason, a copy without it is kept beside the file."""
    kept = request_file(pk, file, actor=actor)
    if request.method != "POST":
        return _shown(request, pk, kept, RedactionForm())
    form = said_redaction(request.POST)
    if request.POST.get("act") != "redact":
        return _shown(request, pk, kept, form)
    try:
        redact_evidence(pk, file, form.areas, reason=form.reason, actor=actor, at=timezone.now())
    except NotFound:
        raise
    except QingceError as error:
        form.fault = sentence(error)
        return _shown(request, pk, kept, form)
    messages.success(request, _("A copy without what you marked stands beside the file."))
    return redirect("web:office-request", pk)


def _shown(request: HttpRequest, pk: int, kept: KeptFile, form: RedactionForm) -> HttpResponse:
    title = _("Take parts out of “%(name)s”") % {"name": kept.name}
    crumbs = (
        Crumb(_("Office"), reverse("web:office")),
        Crumb(_("Correction requests"), reverse("web:office-requests")),
        Crumb(title),
    )
    context = {
        "file": kept,
        "address": reverse("web:office-request-file", args=[pk, kept.id]),
        "back": reverse("web:office-request", args=[pk]),
        "form": form,
        "pages": [(page, form.of_page(page.number)) for page in kept.pages],
    }
    page = Page(title=title, crumbs=crumbs, is_indexed=False, section="office")
    return show(request, page, Shown("office/redact_file.html", context), status=WRONG if form.fault else 200)
