"""What every page has: a title, a description, its place, structured data; and one way to show it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from qingce.doors.web.links import absolute

# Inside a script element these could end it, or begin markup.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class Crumb:
    """A step of the way to a page; the last one has no address."""

    name: str
    path: str = ""
    is_data: bool = False


@dataclass(frozen=True)
class Page:
    """The head of a page.

    Args: data: things of schema.org that the page is about. query: what of the query belongs to the canonical
        address, with its question mark. is_indexed: whether search engines may list it.
    """

    title: str
    description: str = ""
    crumbs: Sequence[Crumb] = ()
    data: Sequence[Mapping[str, Any]] = ()
    query: str = ""
    is_indexed: bool = True
    section: str = ""

    @property
    def json_ld(self) -> SafeString:
        """Structured data, safe inside a script element."""
        graph = [*self.data, *([_breadcrumbs(self.crumbs)] if self.crumbs else [])]
        text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, default=str)
        # Everything that could end the element is escaped here.
        return mark_safe(text.translate(_ESCAPES))  # noqa: S308  # nosec B308 B703


def home_crumb() -> Crumb:
    """The first step of every way."""
    return Crumb(_("Home"), reverse("web:home"))


def _breadcrumbs(crumbs: Sequence[Crumb]) -> dict[str, Any]:
    items = [
        {"@type": "ListItem", "position": place, "name": crumb.name}
        | ({"item": absolute(crumb.path)} if crumb.path else {})
        for place, crumb in enumerate(crumbs, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


@dataclass(frozen=True)
class Shown:
    """A template and what it shows; `part` is what an HTMX request gets of it."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    part: str = ""


def show(request: HttpRequest, page: Page, shown: Shown, *, status: int = 200) -> HttpResponse:
    """The page, or its part for a script that asks for no more."""
    htmx = getattr(request, "htmx", None)
    is_part = bool(shown.part and htmx and not htmx.history_restore_request)
    template = f"web/{shown.template}" + (f"#{shown.part}" if is_part else "")
    context = {"page": page, "is_part": is_part, **shown.context}
    response = render(request, template, context, status=status)
    if shown.part:
        patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response
