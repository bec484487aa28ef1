"""Letters about notices: asking for them, the link that confirms, the link that ends them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from qingce.doors.web.corrections.tokens import is_from_here
from qingce.doors.web.errors import forbidden
from qingce.doors.web.messages import sentence
from qingce.doors.web.notices.board import board_crumb
from qingce.doors.web.notices.shown import address_of, title_of_kind, worded
from qingce.doors.web.notices.tokens import TRAP
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.doors.web.visitor import visitor_address
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.notices.actions import confirm_follow, end_follow, follow_notices, note_objection, note_try
from qingce.shared.notices.queries import get_notice, notice_kind

WRONG = 422


@serves("DIS-6", "ACC-4")
@never_cache
@csrf_exempt  # a form of strangers: nothing is done with anybody's rights, and the letter asks first
@require_http_methods(["GET", "HEAD", "POST"])
def follow_one(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Letters about one notice."""
    if request.method == "POST" and not is_from_here(request):
        return forbidden(request)
    row = get_notice(pk, today=timezone.localdate()).row
    return _form(request, worded(row.title_zh, row.title_en).text, address_of(pk), notice=pk)


@serves("DIS-6", "ACC-4")
@never_cache
@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def follow_kind(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Letters about every notice of a kind."""
    if request.method == "POST" and not is_from_here(request):
        return forbidden(request)
    notice_kind(kind)
    return _form(request, str(title_of_kind(kind)), f"{reverse('web:notices')}?kind={kind}", kind=kind)


def _form(request: HttpRequest, what: str, back: str, *, kind: str = "", notice: int | None = None) -> HttpResponse:
    faults: list[tuple[str, str]] = []
    email, is_sent = "", False
    if request.method == "POST":
        email, at = request.POST.get("email", ""), timezone.now()
        try:
            note_try(visitor_address(request), at=at)
            if not request.POST.get(TRAP):  # a program is told the same, and nothing is written
                note_objection(visitor_address(request), at=at)
                language = "zh" if is_chinese() else "en"
                follow_notices(kind=kind, notice=notice, email=email, language=language, at=at)
            is_sent = True
        except QingceError as error:
            faults = [("email" if error.code == "notice-follow-email" else "form", sentence(error))]
    context = {
        "what": what,
        "back": back,
        "email": email or getattr(request.user, "email", ""),
        "faults": faults,
        "told": [text for name, text in faults if name == "email"],
        "is_sent": is_sent,
    }
    page = _page(_("Letters about notices"))
    return show(request, page, Shown("notices/follow.html", context), status=WRONG if faults else 200)


@serves("DIS-6", "ACC-4")
@never_cache
@csrf_exempt  # the signed token in the address is the right; no cookie is involved
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponseBase:
    """The link of the letter that asks: a button, because programs that look through mail follow links."""
    if request.method == "POST":
        if not is_from_here(request):
            return forbidden(request)
        confirm_follow(token, at=timezone.now())
    return _hop(request, _("Confirm that you want letters"), _("Letters will come"))


@serves("DIS-6", "ACC-4")
@never_cache
@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, token: str) -> HttpResponseBase:
    """The link that stands in each letter."""
    if request.method == "POST":
        if not is_from_here(request):
            return forbidden(request)
        end_follow(token)
    return _hop(request, _("No more letters about this"), _("No more letters will come"))


def _hop(request: HttpRequest, title: str, done: str) -> HttpResponse:
    is_done = request.method == "POST"
    response = show(
        request, _page(done if is_done else title), Shown("notices/follow_hop.html", {"is_done": is_done})
    )  # fmt: skip
    response["Referrer-Policy"] = "no-referrer"
    return response


def _page(title: str) -> Page:
    return Page(title=title, crumbs=(home_crumb(), board_crumb(), Crumb(title)), is_indexed=False, section="notices")
