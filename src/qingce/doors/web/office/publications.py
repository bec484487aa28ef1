"""What audited enterprises published, noted by staff: where it was found, its day, a saved copy, or nothing (CPA-2)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from qingce.domain.cleaner_production.actions import note_publication
from qingce.domain.cleaner_production.enums import COPY_MB, COPY_TYPES, PUBLICATION_COPY, PublicationKind
from qingce.domain.cleaner_production.errors import PublicationNotFound
from qingce.domain.cleaner_production.queries import AuditLine, audit_line
from qingce.doors.web.cleaner.audits import shown_duties
from qingce.doors.web.cleaner.lines import ground_words
from qingce.doors.web.cleaner.publishing_forms import (
    copy_sent,
    kind_asked,
    kind_links,
    publication_text,
    written_fields,
)
from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.cleaner_pages import cleaner_page
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.doors.web.uploads import Bounded, UploadLimits, behind_token
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.files.errors import UploadTooLarge
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty, roles_of

WRONG = 422
ROLES = roles_of(Duty.CLEANER_PRODUCTION)
LIMITS = UploadLimits(PUBLICATION_COPY, files_most=1, file_mb=COPY_MB, accepts=COPY_TYPES)


@serves("CPA-2")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*ROLES)
def office_audit(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What is known to be published of an audit, and the form that notes more, for the staff of its area."""
    line = audit_line(pk)
    check_duty(actor, Duty.CLEANER_PRODUCTION, line.row.division)
    if request.method != "POST":
        return _form(request, line, [])

    def sent(request: HttpRequest, bounded: Bounded) -> HttpResponse:
        try:
            _note(request, actor, line, bounded)
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            return _form(request, line, [(str(error.params.get("field", "form")), sentence(error))])
        messages.success(request, _("Noted. It stands on the public page."))
        return redirect("web:office-audit-published", pk)

    return behind_token(request, LIMITS, sent)


def _note(request: HttpRequest, actor: Actor, line: AuditLine, bounded: Bounded) -> int:
    said, at = request.POST, timezone.now()
    if bounded.too_large:
        raise UploadTooLarge(f"The file is larger than {COPY_MB} MB.", limit_mb=COPY_MB, field="files")
    kind = kind_asked(request, line, PublicationKind)
    if kind is None:
        raise PublicationNotFound("A line of results asks for no publication.", number=line.row.id)
    text = publication_text(line, kind, said, on=timezone.localdate(at))
    return note_publication(actor, line.row.id, text, at=at, copy=copy_sent(request))


def _form(request: HttpRequest, line: AuditLine, faults: list[tuple[str, str]]) -> HttpResponse:
    today = timezone.localdate()
    kind = kind_asked(request, line, PublicationKind)
    context = {
        "line": line,
        "grounds": ground_words(line),
        "duties": shown_duties(line, on=today),
        "kind": kind,
        "kinds": kind_links(line, PublicationKind),
        "fields": written_fields(line, kind, request.POST, faults, on=today) if kind else [],
        "said": request.POST,
        "mb": COPY_MB,
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    page = cleaner_page(_("What was published of the audit"), Crumb(line.row.enterprise, is_data=True))
    return show(request, page, Shown("office/audit_published.html", context), status=WRONG if faults else 200)
