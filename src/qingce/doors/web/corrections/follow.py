"""The page behind the secret link: how a request stands, and a way to add to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from qingce.domain.records.actions import add_to_request, note_try
from qingce.domain.records.queries import OwnRequest, answer_terms, own_request
from qingce.doors.web.corrections.form import LABELS, limits
from qingce.doors.web.corrections.tokens import is_from_here
from qingce.doors.web.errors import forbidden
from qingce.doors.web.links import absolute
from qingce.doors.web.messages import sentence
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.uploads import Bounded, Sent, bound_uploads, files_sent
from qingce.doors.web.visitor import visitor_address
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves

WRONG = 422


@serves("REC-2")
@never_cache
@csrf_exempt  # the secret in the address is the right to add; no cookie is involved
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, secret: str) -> HttpResponse:
    """What was asked, how it stands, and what is needed to come back."""
    own = own_request(secret, today=timezone.localdate())
    if request.method == "POST":
        return (
            _added(request, secret, bound_uploads(request, limits())) if is_from_here(request) else forbidden(request)
        )
    return _shown(request, own, secret)


def _added(request: HttpRequest, secret: str, bounded: Bounded) -> HttpResponse:
    text, at, sent = request.POST.get("text", ""), timezone.now(), Sent()
    faults: list[tuple[str, str]]
    try:
        note_try(visitor_address(request), at=at)
        sent = files_sent(request, bounded, limits(), nonce=secret, at=at)
        faults = [("files", each) for each in sent.faults]
        if not faults:
            add_to_request(secret, text=text, files=[file.id for file in sent.kept], at=at)
            return redirect(reverse("web:request", args=[secret]) + "?added=1")
    except QingceError as error:
        faults = [("text", sentence(error))]
    own = own_request(secret, today=timezone.localdate())
    return _shown(request, own, secret, text=text, files=sent, faults=faults)


def _shown(
    request: HttpRequest,
    own: OwnRequest,
    secret: str,
    *,
    text: str = "",
    files: Sent | None = None,
    faults: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    title = _("Correction request %(reference)s") % {"reference": own.public.reference}
    crumb = Crumb(_("Record %(number)s") % {"number": own.record_id}, reverse("web:record", args=[own.record_id]))
    page = Page(
        title=_("Error: %(title)s") % {"title": title} if faults else title,
        crumbs=(home_crumb(), crumb, Crumb(_("Correction request"))),
        is_indexed=False,
    )
    context = {
        "own": own,
        "heading": title,
        "field_label": LABELS.get(own.field, ""),
        "link": absolute(reverse("web:request", args=[secret])),
        "terms": answer_terms(),
        "ticket": limits().ticket(secret),
        "text": text,
        "files": files.tokens(secret) if files else [],
        "faults": faults or [],
        "told": {name: [each for place, each in faults or [] if place == name] for name in ("text", "files")},
        "is_new": "new" in request.GET,
        "is_added": "added" in request.GET,
    }
    response = show(request, page, Shown("request.html", context), status=WRONG if faults else 200)
    # The address is the key: no page that is gone to from here may learn it.
    response["Referrer-Policy"] = "no-referrer"
    return response
