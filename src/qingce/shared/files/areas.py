"""What is to be taken out of a file: areas of its pages. No Django here: the checking process reads it, too."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qingce.shared.files.errors import RedactionWrong

MOST_AREAS = 500
_WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a page that goes, in hundredths of what the page shows: from its left and its top edge."""

    page: int
    left: float
    top: float
    width: float
    height: float

    @property
    def is_on_page(self) -> bool:
        """Whether it has a size and lies on the page."""
        numbers = (self.left, self.top, self.width, self.height)
        is_sized = all(map(math.isfinite, numbers)) and self.width > 0 and self.height > 0
        return is_sized and 0 <= self.left < _WHOLE and 0 <= self.top < _WHOLE and self.page > 0


def check_areas(areas: Sequence[Area]) -> None:
    """Whether these areas can be taken out; what reaches over an edge is cut off there.

    Raises: RedactionWrong.
    """
    if not areas:
        raise RedactionWrong("Nothing is marked. Mark at least one area.", cause="none")
    if len(areas) > MOST_AREAS:
        raise RedactionWrong(f"At most {MOST_AREAS} areas are taken out at once.", cause="many", most=MOST_AREAS)
    for number, area in enumerate(areas, start=1):
        if not area.is_on_page:
            raise RedactionWrong(
                f"Area {number} does not lie on a page. Left and top are 0 to 100, width and height more than 0.",
                cause="area", number=number,
            )  # fmt: skip
