"""What every answer of this door has: open to the scripts of other sites for reading, errors as JSON."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from qingce.doors.api.problems import PROBLEM, problem_of_status

PLACES = ("/api/", "/bulk/")
_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
    "X-Robots-Tag": "noindex",
}
_MAY = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_KEPT = ("Allow", "Retry-After")


class OpenReading:
    """Stands before everything that makes pages, as what is refused there concerns programs too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; what browsers ask beforehand is answered here."""
        if not request.path_info.startswith(PLACES):
            return self._get_response(request)
        if request.method == "OPTIONS":
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={**_OPEN, **_MAY})
        response = self._get_response(request)
        if response.status_code >= HTTPStatus.BAD_REQUEST and response.headers.get("Content-Type") != PROBLEM:
            told = problem_of_status(response.status_code)
            for name in _KEPT:
                if name in response.headers:
                    told.headers[name] = response.headers[name]
            response = told
        for name, value in _OPEN.items():
            response.headers[name] = value
        return response
