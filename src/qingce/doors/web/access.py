"""Who may enter a page that is not for everybody: asked anew at each request."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url
from django.views.decorators.cache import never_cache

from qingce.shared.parties.enums import NOBODY, Actor
from qingce.shared.parties.queries import actor_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
ActorView = Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]
SEAT = "seat"  # in the session: the membership acted in


def actor_in(request: HttpRequest) -> Actor:
    """Who asks: asked of the database once per request; `NOBODY`: not logged in, or the account is closed."""
    known = getattr(request, "qingce_actor", None)
    if known is None:
        number = request.user.pk if request.user.is_authenticated else None
        known = number and actor_of(int(number), membership_id=request.session.get(SEAT))
        request.qingce_actor = known = known or NOBODY  # type: ignore[attr-defined]  # kept for this request
    return cast("Actor", known)


def to_log_in(request: HttpRequest) -> HttpResponseBase:
    """Sends somebody to log in, and back afterwards; what was being sent is not repeated."""
    return redirect_to_login(request.get_full_path(), resolve_url("account_login"))


def signed_in(view: ActorView[P]) -> View[P]:
    """Opens a view to everybody who has logged in, and hands it who acts."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        actor = actor_in(request)
        return to_log_in(request) if actor.is_nobody else view(request, actor, *args, **kwargs)

    return cast("View[P]", guarded)
