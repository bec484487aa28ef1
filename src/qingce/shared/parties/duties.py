"""Which role of the staff has which duty: a table, read once."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from qingce.shared.parties.enums import Duty, StaffRole

_TABLE = Path(__file__).parent / "data" / "duties.csv"


def roles_of(duty: Duty) -> tuple[StaffRole, ...]:
    """The roles that have a duty; at least one."""
    return _duties()[duty]


@cache
def _duties() -> dict[Duty, tuple[StaffRole, ...]]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {Duty(row["duty"]): tuple(role for role in StaffRole if row[role.value] == "yes") for row in rows}
