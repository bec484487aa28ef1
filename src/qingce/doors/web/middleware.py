"""What every request passes: text that cannot be meant is refused, and errors that a person can put right are told."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.middleware.gzip import GZipMiddleware

from qingce.domain.statistics.queries import FORMS
from qingce.doors.web.errors import problem
from qingce.doors.web.kept_files import ZIP
from qingce.pure.kernel.errors import InvalidValue, QingceError
from qingce.shared.files.enums import FileType

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")  # each view says which of them it takes


PACKED = frozenset({ZIP, FORMS["parquet"], *(each.media_type for each in FileType)})


class NulCharacter(InvalidValue):
    """The address holds a NUL character, which databases refuse."""

    code = "nul-character"


class Problems:
    """Turn every `QingceError` into a page that says what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or say what is wrong with its address or method."""
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path or "\0" in query or "%00" in query:
            return problem(request, NulCharacter("The address holds a NUL character; remove it."))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """The page of an error that a person can put right; others are left to Django."""
        return problem(request, error) if isinstance(error, QingceError) else None


class Compressed(GZipMiddleware):
    """Compresses answers, but not files that are packed already: it would cost a processor and save nothing."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, smaller if the browser takes it so."""
        if response.headers.get("Content-Type") in PACKED:
            return response
        return super().process_response(request, response)
