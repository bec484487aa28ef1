"""Cells of what provinces published, for the table of permissions."""

from __future__ import annotations

from qingce.domain.cleaner_production.actions import FindingText, enter_finding
from qingce.domain.cleaner_production.enums import HowFound, ListKind, ListState
from qingce.domain.cleaner_production.queries import Cell
from qingce.shared.parties.queries import operator
from tests import hostile_files
from tests.factories import AT


def lists_of_provinces() -> dict[str, dict[str, dict[str, object]]]:
    """A cell of the province of each place, with a saved copy; the staff of a city do not reach it."""
    found: dict[str, dict[str, dict[str, object]]] = {"web:cleaner-year": {"-": {"year": 2022}}}
    said = FindingText(ListState.PUBLISHED, HowFound.WEB, "样例公告")
    for relation, unit in (("here", "320000"), ("elsewhere", "330000")):
        cell = Cell(unit, 2022, ListKind.ROSTER)
        copy = ("名单.pdf", [hostile_files.plain_pdf()])
        number = enter_finding(operator("test"), cell, said, seen=None, at=AT, copy=copy)
        for view in ("cleaner-cell", "cleaner-copy"):
            found.setdefault(f"web:{view}", {})[relation] = {"pk": number}
        found.setdefault("web:cleaner-province", {})[relation] = {"code": unit}
        found.setdefault("web:office-cleaner-cell", {})[relation] = {"unit": unit, "year": 2021, "kind": "roster"}
    return found
