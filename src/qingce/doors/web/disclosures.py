"""What enterprises have disclosed, for everybody: the page of each, and its public files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.disclosure.queries import public_disclosure
from qingce.doors.web.green_choice.shown_supports import public_file, shown_supports
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.ledger.shown import shown
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.paging import page_of
from qingce.pure.kernel.requirements import serves
from qingce.shared.files.errors import FileNotFound
from qingce.shared.ledger.queries import public_history


@serves("DIS-6", "LED-1")
@require_safe
def disclosure(request: HttpRequest, pk: int) -> HttpResponse:
    """One published disclosure; of a withdrawn one that, when and why."""
    row, lines = public_disclosure(pk)
    page = Page(
        title=_("Explanation by %(name)s") % {"name": row.enterprise_name},
        description=_("What the enterprise says in public about its records."),
        crumbs=(
            home_crumb(),
            Crumb(row.enterprise_name, reverse("web:enterprise", args=[row.enterprise_id]), is_data=True),
            Crumb(_("Disclosure %(number)s") % {"number": pk}),
        ),
        is_indexed=bool(lines or row.monitoring),
    )
    paging, said = page_of(lines, request)
    context = {
        "row": row,
        "left": len(lines),
        "said": said,
        "paging": paging,
        "supports": shown_supports(row.supports, public_file, on=localdate()),
        "entries": shown(public_history("disclosure", pk)),
    }
    return show(request, page, Shown("disclosures/one.html", context))


@serves("DIS-6")
@require_safe
def disclosure_file(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """A public file of a disclosure: the redacted copy, where something was taken out."""
    row, _lines = public_disclosure(pk)
    files = [*row.files, *(each for support in row.supports for each in support.document.files)]
    kept = next((each for each in files if each.id == file), None)
    if kept is None:
        raise FileNotFound(f"There is no file number {file} here.", cause="gone")
    return file_response(kept, {"page": request.GET["page"]} if "page" in request.GET else {})
