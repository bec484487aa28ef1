"""Who may enter the office: members of the staff, asked anew at each page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import never_cache

from qingce.shared.parties.enums import Actor, StaffRole
from qingce.shared.parties.queries import actor_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def staff_only(
    *roles: StaffRole,
) -> Callable[[Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]], View[P]]:
    """Opens a view to the staff and hands it who acts; others are sent to log in, or told that they may not.

    Args: roles: one of these is needed; none: any role of the staff.
    """

    def decorate(view: Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]) -> View[P]:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            number = request.user.pk if request.user.is_authenticated else None
            if number is None:
                return redirect_to_login(request.get_full_path(), reverse("web:log-in"))
            actor = actor_of(int(number))
            if actor is None or not actor.is_staff or (roles and not actor.roles & set(roles)):
                raise PermissionDenied
            return view(request, actor, *args, **kwargs)

        return cast("View[P]", guarded)

    return decorate
