"""The page on which anybody says that a record is wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from qingce.domain.records.actions import ask_correction, note_request, note_try
from qingce.domain.records.enums import RequestKind, RequestText
from qingce.domain.records.queries import RecordDetail, answer_terms, get_record
from qingce.doors.web.corrections.form import CorrectionForm, choices, faults_of, limits, typed
from qingce.doors.web.corrections.tokens import is_from_here, new_token, sent_token
from qingce.doors.web.errors import forbidden
from qingce.doors.web.messages import sentence
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.uploads import Bounded, Sent, bound_uploads, files_sent
from qingce.doors.web.visitor import visitor_address
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import NOBODY

WRONG = 422


@serves("REC-2", "REC-10")
@never_cache
@csrf_exempt  # no cookie to bind a token to: `tokens` says what stands in its place
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; sent without a fault it leads to the asker's own page."""
    found = get_record(pk, actor=NOBODY)
    if not found.row.status.is_listed:
        return redirect("web:record", pk)
    if request.method != "POST":
        kind = request.GET.get("kind", "")
        said = RequestText(kind=kind if kind in RequestKind else "")
        return _shown(request, found, CorrectionForm(said, new_token(pk)))
    if not is_from_here(request):
        return forbidden(request)
    return _sent(request, found, bound_uploads(request, limits()))


def _sent(request: HttpRequest, found: RecordDetail, bounded: Bounded) -> HttpResponse:
    said, sent, at = typed(request.POST), Sent(), timezone.now()
    token = sent_token(request.POST.get("token", ""), found.row.id)
    try:
        note_try(visitor_address(request), at=at)
        sent = files_sent(request, bounded, limits(), nonce=token.nonce, at=at)
        faults = faults_of(said, request.POST, token, sent)
        if not faults:
            note_request(visitor_address(request), at=at)
            files = [file.id for file in sent.kept]
            asked = ask_correction(found.row.id, said=said, files=files, nonce=token.nonce, at=at)
            return redirect(reverse("web:request", args=[asked.secret]) + "?new=1")
    except QingceError as error:
        faults = {"form": [sentence(error)]}
    form = CorrectionForm(said, token, sent.tokens(token.nonce), faults)
    return _shown(request, found, form)


def _shown(request: HttpRequest, found: RecordDetail, form: CorrectionForm) -> HttpResponse:
    number = found.row.id
    title = _("Report a problem with record %(number)s") % {"number": number}
    page = Page(
        title=_("Error: %(title)s") % {"title": title} if form.faults else title,
        crumbs=(
            home_crumb(),
            Crumb(_("Record %(number)s") % {"number": number}, reverse("web:record", args=[number])),
            Crumb(_("Report a problem")),
        ),
        is_indexed=False,
    )
    context = {"record": found.row, "form": form, "heading": title, "terms": answer_terms(), **choices()}
    return show(request, page, Shown("report.html", context), status=WRONG if form.faults else 200)
