"""Lines of published lists in words of the page's language."""

from __future__ import annotations

from qingce.domain.cleaner_production.queries import AuditLine
from qingce.domain.records.enums import GROUNDS

LABELS = dict(GROUNDS)


def ground_words(line: AuditLine) -> str:
    """The grounds of a line; empty: it names none."""
    return " + ".join(str(LABELS.get(each, each)) for each in line.grounds)
