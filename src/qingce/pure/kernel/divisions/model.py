"""What a division is and what can go wrong in naming one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qingce.pure.kernel.errors import NotFound

if TYPE_CHECKING:
    from datetime import date


class UnknownDivision(NotFound):
    """No division has this code, or none had it at that time."""

    code = "unknown-division"


class Level(StrEnum):
    """The three levels of GB/T 2260."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Division:
    """A division under one name.

    `since` is the first published list that has it and `until` the first that no longer has it, each as the
    first day of that list's month: the lists do not give the day of the change itself. `until` is None while it
    exists.
    """

    code: str
    name: str
    level: Level
    since: date
    until: date | None
    parent_code: str | None
    name_en: str = ""

    @property
    def is_current(self) -> bool:
        """Whether the newest list has it."""
        return self.until is None


@dataclass(frozen=True, slots=True)
class DivisionPath:
    """Where something lies, as far as it is known; a deeper part always lies in the one above it.

    Counties that lie directly under a province (Beijing, Shanghai, Tianjin, Chongqing; 429xxx, 469xxx, 6590xx)
    have no prefecture.
    """

    province: Division
    prefecture: Division | None = None
    county: Division | None = None

    @property
    def deepest(self) -> Division:
        """The most exact part."""
        return self.county or self.prefecture or self.province

    @property
    def code(self) -> str:
        """The code of the most exact part."""
        return self.deepest.code

    @property
    def parts(self) -> tuple[Division, ...]:
        """From the province down."""
        return tuple(part for part in (self.province, self.prefecture, self.county) if part)

    @property
    def text(self) -> str:
        """The names in one, as in an address: 河南省洛阳市伊川县."""
        return "".join(part.name for part in self.parts)
