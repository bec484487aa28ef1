"""Letters about notices: asking for them, the link that confirms, the link that ends them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from qingce.doors.web.access import signed_in
from qingce.doors.web.account.overview import account_page
from qingce.doors.web.corrections.tokens import is_from_here
from qingce.doors.web.errors import forbidden
from qingce.doors.web.messages import sentence
from qingce.doors.web.notices.board import board_crumb
from qingce.doors.web.notices.shown import address_of, title_of_kind, worded
from qingce.doors.web.notices.tokens import TRAP
from qingce.doors.web.numbers import number_in
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.doors.web.visitor import visitor_address
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.notices.actions import (
    confirm_follow,
    end_follow,
    end_follows,
    follow_notices,
    note_objection,
    note_try,
)
from qingce.shared.notices.queries import address_in, follows_of, get_notice, notice_kind, notice_kinds
from qingce.shared.parties.enums import Actor

WRONG, ALL = 422, "all"


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
    return _hop(request, _("Confirm that you want letters"), _("Letters will come"), token=token)


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


@serves("DIS-6", "ACC-4")
@never_cache
@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest, token: str) -> HttpResponseBase:
    """All that the address of a letter is written to about, each to be ended here."""
    if request.method == "POST" and not is_from_here(request):
        return forbidden(request)
    email = address_in(token)
    if request.method == "POST":
        _end_asked(request, email)
        left = follows_of(email)
        if left:
            return redirect("web:notice-letters", left[0].token)
    response = show(
        request, _page(_("My letters about notices")), Shown("notices/letters.html", _letters_context(email))
    )
    response["Referrer-Policy"] = "no-referrer"
    return response


@serves("DIS-6", "ACC-4")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_letters(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The same for the address of one's account."""
    del actor
    email = str(getattr(request.user, "email", ""))
    if request.method == "POST":
        _end_asked(request, email)
        messages.success(request, _("Done."))
        return redirect("web:my-letters")
    page = account_page(_("My letters about notices"))
    return show(request, page, Shown("account/letters.html", _letters_context(email)))


def _end_asked(request: HttpRequest, email: str) -> None:
    if request.POST.get("follow") == ALL:
        end_follows(email)
    elif number := number_in(request.POST.get("follow", "")):
        end_follows(email, follow=number)


def _letters_context(email: str) -> dict[str, object]:
    rows = [
        (each, worded(each.title_zh, each.title_en) if each.notice else None, title_of_kind(each.kind))
        for each in follows_of(email)
    ]
    return {"email": email, "rows": rows, "all": ALL, "kinds": notice_kinds()}


def _hop(request: HttpRequest, title: str, done: str, *, token: str = "") -> HttpResponse:
    is_done = request.method == "POST"
    shown = Shown("notices/follow_hop.html", {"is_done": is_done, "token": token})
    response = show(request, _page(done if is_done else title), shown)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _page(title: str) -> Page:
    return Page(title=title, crumbs=(home_crumb(), board_crumb(), Crumb(title)), is_indexed=False, section="notices")
