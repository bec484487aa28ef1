"""What a tablet asks and sends: JSON, each edit by itself, so that each has an answer of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from qingce.doors.web.access import actor_in
from qingce.doors.web.checklists.online import aims_of, evidence_limits, file_in
from qingce.doors.web.checklists.said import body_of, edit_in, evidence_in, wrong
from qingce.doors.web.checklists.telling import item_told, sheet_told
from qingce.doors.web.messages import sentence, status
from qingce.doors.web.office.access import with_factor
from qingce.doors.web.uploads import Bounded, behind_token
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.checklists.actions import add_evidence, save_answer
from qingce.shared.checklists.enums import Place
from qingce.shared.checklists.queries import checklist_terms, fillable_sheets, form_subject, laws_at_hand, sheet_of
from qingce.shared.parties.enums import Actor

P = ParamSpec("P")
_UNKNOWN = 401


def _told(view: Callable[Concatenate[HttpRequest, Actor, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """For who is logged in; refusals are told in words that a person can act upon."""

    @never_cache
    @wraps(view)
    def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        actor = with_factor(actor_in(request))
        if actor.is_nobody:
            return JsonResponse({"code": "log-in", "said": _log_in(), "log_in": _log_in_address()}, status=_UNKNOWN)
        try:
            return view(request, actor, *args, **kwargs)
        except QingceError as error:
            return JsonResponse({"code": error.code, "said": sentence(error)}, status=status(error))

    return answered


def _log_in() -> str:
    return _("Log in again to send what you noted. It stays on this device until then.")


def _log_in_address() -> str:
    return f"{reverse('account_login')}?next={reverse('web:tablet')}"


@serves("REM-7")
@require_safe
@_told
def me(request: HttpRequest, actor: Actor) -> JsonResponse:
    """Who is logged in, which forms the person may fill in, and what a form needs to be taken."""
    sheets = [
        {"kind": kind, "subject": each.id, "title": each.title, "name": each.name}
        for kind, each in fillable_sheets(actor)
    ]
    return JsonResponse({"person": actor.number, "name": actor.name, "csrf": get_token(request), "sheets": sheets})


@serves("REM-7", "REM-11")
@require_safe
@_told
def sheet(request: HttpRequest, actor: Actor, kind: str, pk: int) -> JsonResponse:
    """A form with everything that is needed to go on without a connection: items, answers, laws, limits."""
    del request
    found = sheet_of(actor, kind, pk)
    return JsonResponse(sheet_told(found, laws_at_hand(kind, timezone.localdate()), checklist_terms(), aims_of(found)))


@serves("REM-7")
@require_POST
@_told
def answer(request: HttpRequest, actor: Actor, kind: str, pk: int, item: str) -> JsonResponse:
    """Takes an edit, once however often it comes; tells what became of it and what holds now."""
    form_subject(actor, kind, pk)
    said = body_of(request.body)
    settles = said.get("settles", [])
    if not isinstance(settles, list):
        raise wrong()
    saved = save_answer(actor, Place(kind, pk, item), edit_in(said, settles), at=timezone.now())
    return _answered(actor, Place(kind, pk, item), {"state": saved.state.value, "revision": saved.revision})


@serves("REM-7")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_POST
@_told
def evidence(request: HttpRequest, actor: Actor, kind: str, pk: int, item: str) -> HttpResponse:
    """Takes a piece of evidence with its file, once however often it comes."""
    place = Place(kind, pk, item)
    form_subject(actor, kind, pk)

    def sent(request: HttpRequest, bounded: Bounded) -> HttpResponse:
        text = evidence_in(request.POST.dict())
        add_evidence(actor, place, text, file_in(request, bounded), at=timezone.now())
        return _answered(actor, place, {"state": "kept"})

    return behind_token(request, evidence_limits(), sent)


def _answered(actor: Actor, place: Place, told: dict[str, Any]) -> JsonResponse:
    found = sheet_of(actor, place.kind, place.subject)
    row = next(each for each in found.items if each.item.id == place.item)
    return JsonResponse({**told, "item": item_told(row)})
