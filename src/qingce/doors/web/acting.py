"""A page with several forms: does what one of them asks for, or says at its place what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from qingce.doors.web.messages import sentence
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError


def faults_of(request: HttpRequest, does: Callable[[], str | None], *, told: str = "") -> list[tuple[str, str]]:
    """What is wrong with a form that was sent, by its place on the page; none: it is done, and the person is told.

    Args: does: the act; what it returns is told to the person. told: what is told else; empty: nothing.
    Raises: NotAllowed, NotFound: as the act; no form can mend them.
    """
    try:
        done = does()
    except (NotAllowed, NotFound):
        raise
    except QingceError as error:
        return [(request.POST.get("place", "form"), sentence(error))]
    if words := done or told:
        messages.success(request, words)
    return []
