"""Errors as RFC 9457 has them, in both languages: what is wrong, why and what to do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from qingce.doors.api.words import in_both, told
from qingce.pure.kernel.errors import NotFound, QingceError

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PROBLEM = "application/problem+json"
_SAID: Mapping[int, StrOrPromise] = {
    404: _("Nothing has this address. /api/v1/ lists what there is."),
    405: _("This address is for reading only: ask with GET or HEAD."),
    429: _("Too many requests came within a short time. Wait as long as Retry-After says, then go on."),
    503: _("This cannot be answered at the moment. Try again in a minute."),
}
_OTHERWISE = _("Something went wrong here, and it has been noted. Try again in a minute.")
_WRONG = _("This address cannot be understood. /api/v1/ says what can be asked.")


def problem(status: int, code: str, detail: Mapping[str, str]) -> HttpResponse:
    """An error for programs; `detail` is Chinese, `detail_en` English."""
    said = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail["zh"],
        "detail_en": detail["en"],
    }
    return HttpResponse(json.dumps(said, ensure_ascii=False), content_type=PROBLEM, status=status)


def problem_of(request: HttpRequest, error: QingceError) -> HttpResponse:
    """The answer to what a program can put right."""
    del request
    return problem(404 if isinstance(error, NotFound) else 400, error.code, told(error))


def problem_of_status(status: int) -> HttpResponse:
    """The answer where nothing but the status is known."""
    words = _SAID.get(status, _WRONG if status < HTTPStatus.INTERNAL_SERVER_ERROR else _OTHERWISE)
    return problem(status, HTTPStatus(status).phrase.lower().replace(" ", "-"), in_both(words))
