"""What every page's template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from qingce.doors.web.access import actor_in
from qingce.doors.web.links import CHINESE, ENGLISH, TAGS, absolute, in_language, is_english


def page(request: HttpRequest) -> dict[str, Any]:
    """The page's address in each language, the switch to the other one, and the contact for the footer."""
    path = request.path
    language, other = (ENGLISH, CHINESE) if is_english(path) else (CHINESE, ENGLISH)
    query = request.META.get("QUERY_STRING", "")
    return {
        # Asked only where a template looks at it, so that public pages need no session.
        "actor": SimpleLazyObject(lambda: actor_in(request)),
        "contact": settings.CONTACT,
        "lang": TAGS[language],
        "canonical": absolute(path),
        "alternates": [(TAGS[each], absolute(in_language(path, each))) for each in (CHINESE, ENGLISH)],
        "default_alternate": absolute(in_language(path, CHINESE)),
        "other_language": TAGS[other],
        "other_language_path": in_language(path, other) + (f"?{query}" if query else ""),
    }
