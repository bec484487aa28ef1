"""Where somebody comes who holds a document in hand: its code is typed, or its pages are handed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from qingce.doors.web.checking.one import WRONG, check_public, shown_document
from qingce.doors.web.checking.sent import LIMITS, bounded, returned, ticket
from qingce.doors.web.corrections.tokens import is_from_here
from qingce.doors.web.errors import forbidden
from qingce.doors.web.messages import sentence
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.issuing.queries import code_on, compared, issued_by_code


@serves("DIS-3")
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Two forms: for a code, and for pages that carry one."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        asked = [("code", _("Type the code first."))] if "code" in request.GET else []
        return _shown(request, faults=asked)
    try:
        return redirect("web:check-document", issued_by_code(typed).code)
    except QingceError as error:
        return _shown(request, typed=typed[:40], faults=[("code", sentence(error))])


@serves("DIS-3")
@never_cache
@csrf_exempt  # reads only, with nobody's rights, and no cookie comes with a public page
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest) -> HttpResponse:
    """Finds out which document the pages are of, and compares them with it."""
    if request.method != "POST":
        return redirect("web:check")
    if not is_from_here(request):
        return forbidden(request)
    bound = bounded(request)
    try:
        sent = returned(request, bound)
        issued = issued_by_code(code_on(sent.pages))
        check_public(issued)
        found = compared(issued, sent.pages, digests=sent.digests)
    except QingceError as error:
        return _shown(request, faults=[("files", sentence(error))])
    return shown_document(request, issued, found=found)


def _shown(request: HttpRequest, *, typed: str = "", faults: list[tuple[str, str]] | None = None) -> HttpResponse:
    title = _("Check a document")
    page = Page(
        title=_("Error: %(title)s") % {"title": title} if faults else title,
        description=_("See whether a document was issued here, whether it is still right, and whether a copy is true."),
        crumbs=(home_crumb(), Crumb(title)),
    )
    context = {
        "typed": typed,
        "faults": faults or [],
        "limits": LIMITS,
        "ticket": ticket(),
        "wrong": {name: [text] for name, text in faults or []},
    }
    return show(request, page, Shown("checking/start.html", context), status=WRONG if faults else 200)
