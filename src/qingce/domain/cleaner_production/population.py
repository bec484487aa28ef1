"""Whom a survey can draw: enterprises on rosters of mandatory audits, by the public records of its years."""

from __future__ import annotations

from qingce.domain.cleaner_production.errors import UnitUnknown
from qingce.domain.cleaner_production.sampling import STRATA, Member
from qingce.domain.cleaner_production.units import unit_of
from qingce.domain.records.queries import AuditedRow, audited_between
from qingce.shared.parties.enums import within

_UNIT_DIGITS = 2


def population_of(first_year: int, last_year: int, *, area: str = "") -> list[Member]:
    """Each enterprise once, by unit and number; one whose province nobody knows is left out. One query.

    Args: area: GB/T 2260; empty: the whole country.
    """
    found: dict[int, list[AuditedRow]] = {}
    for row in audited_between(first_year, last_year):
        if unit_at(row.division) and (not area or within(row.division, area)):
            found.setdefault(row.enterprise_id, []).append(row)
    members = [_member(number, rows) for number, rows in found.items()]
    return sorted(members, key=lambda each: (each.unit, int(each.number[1:])))


def number_of(enterprise_id: int) -> str:
    """An enterprise as pools name it: E and its number, by which its page is found."""
    return f"E{enterprise_id}"


def unit_at(division: str) -> str:
    """The province-level unit of a place; empty: none that owes these lists."""
    try:
        return unit_of(f"{division[:_UNIT_DIGITS]}0000").code
    except UnitUnknown:
        return ""


def _member(number: int, rows: list[AuditedRow]) -> Member:
    grounds = {ground for each in rows for ground in each.grounds}
    return Member(
        number_of(number),
        unit_at(rows[-1].division),
        tuple(each for each in STRATA if each and each in grounds),
        tuple(sorted({each.year for each in rows})),
        next((each.is_listed for each in rows if each.is_listed is not None), None),
    )
