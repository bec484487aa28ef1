"""One publication of an audited enterprise in the office: what it says, its saved copy, and taking it back (CPA-2)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from qingce.domain.cleaner_production.actions import add_publication_copy
from qingce.domain.cleaner_production.enums import COPY_MB, COPY_TYPES, PUBLICATION_COPY
from qingce.domain.cleaner_production.queries import AuditLine, audit_line, publication
from qingce.doors.web.cleaner.one_publication import shown_texts, withdrawal_sent
from qingce.doors.web.cleaner.publishing_forms import copy_sent
from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.cleaner_pages import cleaner_page
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.doors.web.uploads import Bounded, UploadLimits, behind_token
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.files.errors import UploadTooLarge
from qingce.shared.intake.errors import EmptyFile
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty, roles_of

WRONG = 422
ROLES = roles_of(Duty.CLEANER_PRODUCTION)
LIMITS = UploadLimits(PUBLICATION_COPY, files_most=1, file_mb=COPY_MB, accepts=COPY_TYPES)


@serves("CPA-2", "REC-10")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*ROLES)
def office_publication(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What one publication says, for the staff of its area; its saved copy is brought here, or it is withdrawn."""
    line = audit_line(publication(pk).record_id)
    check_duty(actor, Duty.CLEANER_PRODUCTION, line.row.division)
    if request.method != "POST":
        return _form(request, line, pk, [])

    def sent(request: HttpRequest, bounded: Bounded) -> HttpResponse:
        if request.POST.get("act") == "copy":
            faults, told = _copy(request, actor, pk, bounded), _("Kept. The saved copy is public.")
        else:
            faults = withdrawal_sent(request, actor, pk)
            told = _("Withdrawn. It counts no more; the public page says that, and why.")
        if faults:
            return _form(request, line, pk, faults)
        messages.success(request, told)
        return redirect("web:office-audit-published", line.row.id)

    return behind_token(request, LIMITS, sent)


def _copy(request: HttpRequest, actor: Actor, pk: int, bounded: Bounded) -> list[tuple[str, str]]:
    try:
        if bounded.too_large:
            raise UploadTooLarge(f"The file is larger than {COPY_MB} MB.", limit_mb=COPY_MB, field="files")
        copy = copy_sent(request)
        if copy is None:
            raise EmptyFile("Choose a file; the one sent holds nothing.", cause="upload", file="")
        add_publication_copy(actor, pk, copy, at=timezone.now())
    except (NotAllowed, NotFound):
        raise
    except QingceError as error:
        return [("files", sentence(error))]
    return []


def _form(request: HttpRequest, line: AuditLine, pk: int, faults: list[tuple[str, str]]) -> HttpResponse:
    row = publication(pk)
    context = {
        "row": row,
        "line": line,
        "texts": shown_texts(row, line, on=timezone.localdate()),
        "reason": request.POST.get("reason", ""),
        "mb": COPY_MB,
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    back = Crumb(line.row.enterprise, reverse("web:office-audit-published", args=[line.row.id]), is_data=True)
    page = cleaner_page(_("One publication"), back)
    return show(request, page, Shown("office/publication.html", context), status=WRONG if faults else 200)
