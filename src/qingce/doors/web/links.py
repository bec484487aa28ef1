"""Addresses: the canonical one of a page, the same page in the other language, and how to report an error."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

CHINESE, ENGLISH = "zh-hans", "en"
# Tags of HTML and of schema.org, where Django writes zh-hans.
TAGS = {CHINESE: "zh-Hans", ENGLISH: "en"}


def in_language(path: str, language: str) -> str:
    """The path of the same page in a language: Chinese stands without a prefix, English below /en/."""
    bare = path.removeprefix(f"/{ENGLISH}") if is_english(path) else path
    bare = "/" + bare.lstrip("/")  # two slashes at the start would name another site
    return f"/{ENGLISH}{bare}" if language == ENGLISH else bare


def is_english(path: str) -> bool:
    """Whether a path lies below /en/."""
    return path == f"/{ENGLISH}" or path.startswith(f"/{ENGLISH}/")


def absolute(path: str) -> str:
    """The public address of a path."""
    return f"{settings.BASE_URL}{path}"


def permanent(view: str, *args: object) -> str:
    """The address to cite: absolute and without a language, so that it never changes."""
    with override(CHINESE):
        return absolute(reverse(view, args=args))


def report_address(subject: str) -> str:
    """Where a reader reports an error: the contact of this installation, or its words on the page “About”."""
    contact: str = settings.CONTACT
    if contact.startswith(("https://", "http://")):
        return contact
    if "@" in contact:
        return f"mailto:{contact}?subject={quote(subject)}"
    return reverse("web:about") + "#errors"
