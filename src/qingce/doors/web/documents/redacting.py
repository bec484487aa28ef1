"""Taking parts out of a file of a document: by the enterprise itself, or by the staff of its area."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.domain.documents.actions import redact_paper
from qingce.domain.documents.queries import get_document, redactable_file
from qingce.domain.enterprises.queries import get_enterprise
from qingce.doors.web.access import signed_in
from qingce.doors.web.documents.one import crumbs_of
from qingce.doors.web.office.access import with_factor
from qingce.doors.web.pages import Crumb
from qingce.doors.web.redacting import Redacting, redaction
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor


@serves("DIS-4", "DIS-6", "REM-11")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def redact(request: HttpRequest, actor: Actor, pk: int, file: int) -> HttpResponse:
    """The pages with what is marked; sent with a reason, the public gets a copy without it in the place of the file."""
    actor = with_factor(actor)
    kept, found = redactable_file(pk, file, actor=actor), get_document(pk, actor=actor)
    enterprise, title = get_enterprise(found.row.enterprise_id, actor=actor).row, found.row.title
    way = crumbs_of(found, enterprise, title)[:-1]
    what = Redacting(
        file=kept,
        address=reverse("web:document-file", args=[pk, file]),
        back=reverse("web:document", args=[pk]),
        template="documents/redact.html",
        crumbs=(*way, Crumb(title, reverse("web:document", args=[pk]), is_data=True)),
        section="" if found.is_own else "office",
        told=_("The public gets the copy in place of the file, with the reason; the file itself stays for the "
               "enterprise, the staff and the parties of a case."),
        done=_("The public gets the copy without what you marked in place of the file."),
    )  # fmt: skip
    return redaction(
        request,
        what,
        lambda areas, reason, seen: redact_paper(
            pk, file, areas, reason=reason, seen=seen, actor=actor, at=timezone.now()
        ),
    )
