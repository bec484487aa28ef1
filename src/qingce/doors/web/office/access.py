"""Who may enter the office: members of the staff with a second factor, asked anew at each page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import ParamSpec, cast

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from qingce.doors.web.access import ActorView, View, actor_in, to_log_in
from qingce.pure.kernel.errors import NotAllowed
from qingce.shared.parties.enums import Actor, StaffRole

P = ParamSpec("P")
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class StaffOnly(NotAllowed):
    """The page is for members of the staff with a certain role."""

    code = "staff-only"


def staff_only(*roles: StaffRole) -> Callable[[ActorView[P]], View[P]]:
    """Opens a view to the staff and hands it who acts.

    Others are sent to log in, told that they may not, or, if the second factor is missing, led to set it up.

    Args: roles: one of these is needed; none: any role of the staff.
    """

    def decorate(view: ActorView[P]) -> View[P]:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            actor = actor_in(request)
            if actor.is_nobody:
                return to_log_in(request)
            if not actor.is_staff or (roles and not actor.roles & set(roles)):
                raise StaffOnly("Your account has no role, or no longer has the role, that this needs.")
            if not has_second_factor(actor.person_id):
                return redirect("web:second-factor-needed")
            return view(request, actor, *args, **kwargs)

        return cast("View[P]", guarded)

    return decorate


def with_factor(actor: Actor) -> Actor:
    """Who acts on a page outside of the office: where the second factor is missing, without the roles of the staff."""
    return replace(actor, grants=()) if actor.is_staff and not has_second_factor(actor.person_id) else actor


def has_second_factor(person_id: int) -> bool:
    """Whether somebody has an app or a key beside the password."""
    return bool(Authenticator.objects.filter(user=person_id, type__in=SECOND_FACTORS).exists())
