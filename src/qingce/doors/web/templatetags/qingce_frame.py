"""What stands around every page: the files its head names, the menu, the foot; written once in each language."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

_KEPT = 100  # parts, sections of the menu and languages; more than there are


@register.simple_tag
def frame(part: str, section: str = "") -> SafeString:
    """A part of the frame.

    It is made without the request and kept for all visitors, so its template must not, and cannot, show who asks.

    Args: part: a template of `web/frame`. section: whose link in the menu is marked.
    """
    if settings.DEBUG:  # a template that was changed is seen at once
        return _made(part, section)
    return _kept(part, section, get_language())


@lru_cache(_KEPT)
def _kept(part: str, section: str, language: str | None) -> SafeString:
    """The part in the language of the page, which is `language`."""
    del language
    return _made(part, section)


def _made(part: str, section: str) -> SafeString:
    return render_to_string(f"web/frame/{part}.html", {"section": section})
