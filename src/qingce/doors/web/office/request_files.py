"""Taking parts out of a file that came with a correction request."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.domain.records.actions import redact_evidence
from qingce.domain.records.queries import request_file
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.pages import Crumb
from qingce.doors.web.redacting import Redacting, redaction
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of


@serves("REC-2", "DIS-4")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*roles_of(Duty.ANSWER_REQUESTS))
def redact(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponse:
    """The pages with what is marked; sent with a reason, a copy without it is kept beside the file."""
    what = Redacting(
        file=request_file(pk, file, actor=actor),
        address=reverse("web:office-request-file", args=[pk, file]),
        back=reverse("web:office-request", args=[pk]),
        template="office/redact_file.html",
        crumbs=(
            Crumb(_("Office"), reverse("web:office")),
            Crumb(_("Correction requests"), reverse("web:office-requests")),
        ),
        section="office",
        told=_("The copy goes to those who may have the file."),
        done=_("A copy without what you marked stands beside the file."),
    )
    return redaction(
        request,
        what,
        lambda areas, reason, seen: redact_evidence(
            pk, file, areas, reason=reason, seen=seen, actor=actor, at=timezone.now()
        ),
    )
