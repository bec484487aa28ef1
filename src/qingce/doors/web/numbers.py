"""Numbers that people or addresses bring."""

from __future__ import annotations

MOST_DIGITS = 15


def number_in(text: str) -> int | None:
    """The number of an entry; None: the text is none, or longer than any."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None
