"""The form that says what is taken out of a file: rows of numbers, which a script fills by drawing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.http import QueryDict

from qingce.doors.web.numbers import number_in
from qingce.shared.files.actions import Area
from qingce.shared.files.enums import KeptFile

NUMBERS = ("page", "left", "top", "width", "height")
EMPTY_ROWS = 3
_LONGEST = 20


@dataclass(frozen=True)
class Row:
    """One area as it was written."""

    said: dict[str, str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written."""
        return not any(self.said.values())

    @property
    def area(self) -> Area:
        """The area; what cannot be read is one that lies on no page."""
        page, left, top, width, height = (_number(self.said[name]) for name in NUMBERS)
        return Area(int(page) if math.isfinite(page) and page == int(page) else 0, left, top, width, height)


@dataclass
class RedactionForm:
    """What was written so far.

    Args: faults: what is wrong, by the part of the form. seen: the newest copy when the page was opened; 0: none.
    """

    rows: list[Row] = field(default_factory=list)
    reason: str = ""
    faults: list[tuple[str, str]] = field(default_factory=list)
    seen: int = 0

    @property
    def areas(self) -> list[Area]:
        """Those rows that say something."""
        return [row.area for row in self.rows]

    @property
    def told(self) -> dict[str, list[str]]:
        """What is wrong with each part."""
        return {name: [text] for name, text in self.faults}

    @property
    def shown_rows(self) -> list[Row]:
        """What was written, and empty rows for more."""
        return [*self.rows, *(Row(dict.fromkeys(NUMBERS, "")) for _ in range(EMPTY_ROWS))]

    def of_page(self, number: int) -> list[Area]:
        """The areas of a page, to be drawn over it."""
        return [area for area in self.areas if area.page == number and area.is_on_page]


def former_redaction(file: KeptFile) -> RedactionForm:
    """What was taken out of the newest copy of a file, so that more can be marked; nothing if there is none."""
    told = file.copies[-1].redacted if file.copies else None
    areas = told.areas if told else ()
    rows = [Row({name: f"{getattr(area, name):g}" for name in NUMBERS}) for area in areas]
    return RedactionForm(rows, seen=file.copies[-1].id if file.copies else 0)


def said_redaction(post: QueryDict) -> RedactionForm:
    """The form as it was sent, without the row that is taken back."""
    without = post.get("without")
    rows = [row for place, row in enumerate(_rows(post)) if not row.is_empty and str(place) != without]
    return RedactionForm(rows, post.get("reason", "").strip(), seen=number_in(post.get("seen", "")) or 0)


def _rows(post: QueryDict) -> Iterator[Row]:
    columns = [[text.strip()[:_LONGEST] for text in post.getlist(name)] for name in NUMBERS]
    for values in zip(*columns, strict=False):
        yield Row(dict(zip(NUMBERS, values, strict=True)))


def _number(text: str) -> float:
    try:
        return float(text.replace("，", ".").replace(",", "."))
    except ValueError:
        return math.nan
