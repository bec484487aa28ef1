"""Enterprises offered while a name is typed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qingce.domain.enterprises.queries import rows_by_ids
from qingce.doors.web.rows import query_of, show_enterprises
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import NOBODY
from qingce.shared.search.queries import suggest

MOST = 8
LONGEST = 60


@serves("REC-6")
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Up to eight enterprises; none rather than an error, because the reader is still typing."""
    text = request.GET.get("q", "").strip()
    try:
        ids = suggest("enterprise", text, MOST) if 0 < len(text) <= LONGEST else []
        shown = show_enterprises(rows_by_ids(ids, actor=NOBODY), query_of(text)) if ids else []
    except QingceError:
        shown = []
    response = render(request, "web/suggestions.html", {"suggestions": shown})
    response["X-Robots-Tag"] = "noindex"
    return response
