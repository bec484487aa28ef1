"""What passes between this room and those that ask it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

PLACES = ("province", "prefecture", "county")
UNIT = "unit"  # directly below a province: prefecture, or county where no prefecture stands between
# By these records are counted, and but for the unit filtered; the values are those of the search. Empty: not stated.
DIMENSIONS = (*PLACES, UNIT, "issuer", "year", "type", "industry", "status")
NOT_STATED = ""


@dataclass(frozen=True)
class Question:
    """Which records are counted.

    Args: filters: dimension → the values of which a record has one; different dimensions must all hold.
        first_year, last_year: the records of these years and those between; None: no bound.
    """

    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True)
class Counted:
    """How many public records there are, and how many with each value.

    Args: total: all that fit. synthetic: of these, invented ones. until: when the last change was taken up.
        by: dimension → value → records; only values that occur, those with most records first. Each dimension adds up
        to the total.
    """

    total: int
    synthetic: int
    until: datetime
    by: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
