"""The form by which anybody objects, the page of one's own objection, and the link of a letter that confirms one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from qingce.doors.web.access import actor_in
from qingce.doors.web.corrections.tokens import is_from_here
from qingce.doors.web.errors import forbidden
from qingce.doors.web.links import absolute
from qingce.doors.web.messages import sentence
from qingce.doors.web.notices.board import board_crumb
from qingce.doors.web.notices.shown import address_of, worded
from qingce.doors.web.notices.tokens import TRAP, FormToken, new_token, sent_token
from qingce.doors.web.numbers import number_in
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.doors.web.visitor import visitor_address
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.notices.actions import (
    confirm_objection,
    note_objection,
    note_try,
    object_to_notice,
    problems_of,
    statement_hash,
)
from qingce.shared.notices.enums import NoticeDetail, NoticeState, ObjectionText
from qingce.shared.notices.queries import get_notice, needs_confirmation, notice_terms, own_objection
from qingce.shared.notices.registry import notice_kind, standing_in

WRONG = 422
ORDER = ("form", "statement", "email", "name")
PLACES = {"objection-confirmation-needed": "email"}
Faults = dict[str, list[str]]


@serves("REM-8", "LED-1")
@never_cache
@csrf_exempt  # no cookie to bind a token to: `tokens` says what stands in its place
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The form; sent without a fault it leads to the page of one's own objection."""
    if request.method == "POST" and not is_from_here(request):
        return forbidden(request)
    found, at = get_notice(pk, today=timezone.localdate()), timezone.now()
    if not found.row.takes_objections or found.row.state != NoticeState.OPEN:
        return redirect(address_of(pk) + "#objections")
    if request.method != "POST":
        return _shown(request, found, ObjectionText(), new_token(pk, at=at), {})
    said = ObjectionText(*(request.POST.get(name, "") for name in ("statement", "name", "email")))
    token = sent_token(request.POST.get("token", ""), pk, at=at)
    try:
        note_try(visitor_address(request), at=at)
        faults = _faults(request, said, token)
        if not faults:
            note_objection(visitor_address(request), at=at)
            language = "zh" if is_chinese() else "en"
            name_of, actor = number_in(request.POST.get("organisation", "")) or 0, actor_in(request)
            sent = object_to_notice(
                pk, said, nonce=token.nonce, actor=actor, language=language, organisation=name_of, at=at
            )
            if sent.is_waiting:
                return redirect("web:objection-sent", pk)
            return redirect(reverse("web:objection", args=[sent.secret]) + "?new=1")
    except QingceError as error:
        faults = {PLACES.get(error.code, "form"): [sentence(error)]}
    return _shown(request, found, said, token, faults)


def _faults(request: HttpRequest, said: ObjectionText, token: FormToken) -> Faults:
    """What has to be put right before the form can be sent."""
    found: Faults = {name: [sentence(error)] for name, error in problems_of(said).items()}
    if not token.is_fresh:
        found["form"] = [_("The page had been open for too long. Check what you wrote and send it again.")]
    elif token.is_early:
        found["form"] = [_("This came faster than people write. Check what you wrote and send it again.")]
    if request.POST.get(TRAP):
        found["form"] = [_("Your browser filled in a field that is not for people. It is empty again: send once more.")]
    return found


def _shown(
    request: HttpRequest, found: NoticeDetail, said: ObjectionText, token: FormToken, faults: Faults
) -> HttpResponse:
    title = _("Object to notice %(number)s") % {"number": found.row.id}
    actor = actor_in(request)
    context = {
        "row": found.row,
        "title": worded(found.row.title_zh, found.row.title_en),
        "heading": title,
        "said": said,
        "token": token.text,
        "faults": faults,
        "summary": [(name, text) for name in ORDER for text in faults.get(name, ())],
        "terms": notice_terms(),
        "actor": actor,
        "standing": standing_in(found.row.kind, actor),
        "chosen": number_in(request.POST.get("organisation", "")),
        "named_as": notice_kind(found.row.kind).body,
        "needs_letter": actor.is_nobody and needs_confirmation(found.row.id, at=timezone.now()),
    }
    page = _page(_("Error: %(title)s") % {"title": title} if faults else title, found.row.id)
    return show(request, page, Shown("notices/object.html", context), status=WRONG if faults else 200)


@serves("REM-8")
@never_cache
@require_safe
def objection_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """What to do now: a letter is on its way, and the objection counts once its link was followed."""
    get_notice(pk, today=timezone.localdate())
    page = _page(_("One more step: confirm your objection"), pk)
    return show(request, page, Shown("notices/sent.html", {"notice": pk, "terms": notice_terms()}))


@serves("REM-8")
@never_cache
@csrf_exempt  # the secret in the address is the right to confirm; no cookie is involved
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The link of a letter: a button, because programs that look through mail follow links."""
    if request.method == "POST":
        if not is_from_here(request):
            return forbidden(request)
        confirm_objection(secret, at=timezone.now())
        return redirect(reverse("web:objection", args=[secret]) + "?new=1")
    page = Page(
        title=_("Confirm your objection"),
        crumbs=(home_crumb(), board_crumb(), Crumb(_("Confirm your objection"))),
        is_indexed=False,
    )
    response = show(request, page, Shown("notices/confirm.html"))
    response["Referrer-Policy"] = "no-referrer"
    return response


@serves("REM-8", "LED-1")
@never_cache
@require_safe
def own(request: HttpRequest, secret: str) -> HttpResponse:
    """One's own objection: how it stands, its words, and by what the ledger holds them."""
    found = own_objection(secret)
    notice = get_notice(found.public.notice, today=timezone.localdate())
    context = {
        "own": found,
        "each": found.public,
        "notice": notice.row,
        "named_as": notice_kind(notice.row.kind).body,
        "title": worded(notice.row.title_zh, notice.row.title_en),
        "link": absolute(reverse("web:objection", args=[secret])),
        "hash": statement_hash(found.statement, found.salt) if found.salt else "",
        "is_new": "new" in request.GET,
    }
    title = _("Objection %(place)s to notice %(number)s")
    page = _page(title % {"place": found.public.place, "number": notice.row.id}, notice.row.id)
    response = show(request, page, Shown("notices/own.html", context))
    # The address is the key: no page that is gone to from here may learn it.
    response["Referrer-Policy"] = "no-referrer"
    return response


def _page(title: str, notice: int) -> Page:
    crumb = Crumb(_("Notice %(number)s") % {"number": notice}, address_of(notice))
    crumbs = (home_crumb(), board_crumb(), crumb, Crumb(_("Objection")))
    return Page(title=title, crumbs=crumbs, is_indexed=False, section="notices")
