"""Browsers by the names that people know, read from what they say of themselves."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from qingce.doors.web.templatetags.qingce_web import is_chinese


@cache
def _marks() -> tuple[dict[str, str], ...]:
    """Rows of kind, mark, zh, en; the first mark that is found counts."""
    text = files("qingce.doors.web").joinpath("data/browsers.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def browser_name(user_agent: str) -> str:
    """Such as “Chrome · Windows”; what is not known: its first 40 characters."""
    language = "zh" if is_chinese() else "en"
    found = [
        next((row[language] for row in _marks() if row["kind"] == kind and row["mark"] in user_agent), "")
        for kind in ("browser", "system")
    ]
    return " · ".join(filter(None, found)) or user_agent[:40] or "—"
