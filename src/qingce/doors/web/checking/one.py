"""One issued document: what it is, how it stands today, its files, and what came back beside it."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from qingce.doors.web.checking.sent import LIMITS, bounded, returned, ticket
from qingce.doors.web.corrections.tokens import is_from_here
from qingce.doors.web.errors import forbidden
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.ledger.shown import shown
from qingce.doors.web.messages import sentence
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.files.enums import FileType
from qingce.shared.issuing.enums import Compared, Issued, Standing
from qingce.shared.issuing.errors import DocumentForgotten, DocumentNotPublic
from qingce.shared.issuing.queries import compared, docx_of, is_public, issued_by_code, kind_title, pdf_of, standing_of
from qingce.shared.issuing.registry import kind_of
from qingce.shared.ledger.queries import public_history

WRONG = 422


@serves("DIS-3")
@never_cache
@require_safe
def document(request: HttpRequest, code: str) -> HttpResponse:
    """The page of one document."""
    issued = issued_by_code(code)
    return shown_document(request, issued) if issued.code == code else redirect("web:check-document", issued.code)


@serves("DIS-3")
@never_cache
@csrf_exempt  # reads only, with nobody's rights, and no cookie comes with a public page
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Compares the pages that are sent with the document."""
    if request.method != "POST":
        return redirect("web:check-document", code)
    if not is_from_here(request):
        return forbidden(request)
    issued = issued_by_code(code)
    check_public(issued)
    bound = bounded(request)
    try:
        sent = returned(request, bound)
        found = compared(issued, sent.pages, digests=sent.digests)
    except QingceError as error:
        return shown_document(request, issued, faults=[("files", sentence(error))])
    return shown_document(request, issued, found=found)


@serves("DIS-3")
@require_safe
def pdf(request: HttpRequest, code: str) -> FileResponse:
    """The file as it was issued, as long as what it says is public."""
    del request
    return file_response(pdf_of(_open(code)), {})


@serves("SVC-5")
@require_safe
def docx(request: HttpRequest, code: str) -> HttpResponse:
    """What it says, as a Word document to edit; as long as that is public."""
    del request
    issued = _open(code)
    headers = {
        "Content-Disposition": f'attachment; filename="{issued.kind}-{issued.spoken}.docx"',
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(docx_of(issued), content_type=FileType.DOCX.media_type, headers=headers)


def _open(code: str) -> Issued:
    """A document whose content may still be read.

    Raises: DocumentForgotten: what it is about has changed, or is no longer public.
    """
    issued = issued_by_code(code)
    check_public(issued)
    if standing_of(issued, on=timezone.localdate()) != Standing.CURRENT:
        raise DocumentForgotten(f"What document {issued.spoken} says is no longer so.", code=issued.spoken)
    return issued


def check_public(issued: Issued) -> None:
    """Raises: DocumentNotPublic: what it says is for the enterprise that it is about and for the staff."""
    if not is_public(issued):
        raise DocumentNotPublic("What this document says is not for everybody; only that it was issued is.")


def shown_document(
    request: HttpRequest,
    issued: Issued,
    *,
    found: Compared | None = None,
    faults: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    """The page, with what a comparison found, or why there was none."""
    standing = standing_of(issued, on=timezone.localdate())
    language = "zh" if is_chinese() else "en"
    context: dict[str, Any] = {
        "issued": issued,
        "kind": kind_title(issued, language),
        "standing": standing,
        "is_current": standing == Standing.CURRENT,
        "is_gone": standing == Standing.GONE,
        "is_public": is_public(issued),
        "for_parties": kind_of(issued.kind).about == "audit",
        "subject": reverse(f"web:{kind_of(issued.kind).about}", args=[issued.subject]),
        "entries": shown(public_history("issued-document", issued.id)),
        "found": found,
        "faults": faults or [],
        "wrong": {name: [text] for name, text in faults or []},
        "limits": LIMITS,
        "ticket": ticket(),
    }
    title = _("Document %(code)s") % {"code": issued.spoken}
    page = Page(
        title=_("Error: %(title)s") % {"title": title} if faults else title,
        crumbs=(home_crumb(), Crumb(_("Check a document"), reverse("web:check")), Crumb(issued.spoken)),
        is_indexed=False,
    )
    return show(request, page, Shown("checking/document.html", context), status=WRONG if faults else 200)
