"""Addresses on the web, as people paste them."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_web(link: str) -> bool:
    """Whether a text is a whole address on the web."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in link
