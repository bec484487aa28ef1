"""Cells of what provinces published, for the table of permissions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone
from django.utils.timezone import localdate

from qingce.domain.cleaner_production.actions import (
    ContactText,
    FindingText,
    LetterText,
    enter_finding,
    issue_letter,
    note_member_contact,
    note_unit_contact,
    write_letter,
)
from qingce.domain.cleaner_production.enums import ContactKind, HowFound, ListKind, ListState, Outcome
from qingce.domain.cleaner_production.models import Roster
from qingce.domain.cleaner_production.queries import Cell
from qingce.shared.parties.enums import StaffRole
from qingce.shared.parties.models import Person
from qingce.shared.parties.queries import operator
from tests import hostile_files
from tests.domain.cleaner_production.rostering import HEAD, ONE, ROSTER, bring, take_in, write_csv
from tests.domain.cleaner_production.surveying import SEARCH, given, sample_of
from tests.factories import AT, acting, staff_member


def lists_of_provinces() -> dict[str, dict[str, dict[str, object]]]:
    """A cell of the province of each place, with a saved copy; the staff of a city do not reach it."""
    found: dict[str, dict[str, dict[str, object]]] = {
        **{f"web:cleaner-{view}": {"-": {"year": 2022}} for view in ("year", "year-csv")},
        "web:cleaner-table": {"-": {"table": "counts"}},
        "web:cleaner-report-table": {"-": {"year": 2022, "table": "matrix"}},
    }
    said = FindingText(ListState.PUBLISHED, HowFound.WEB, "样例公告")
    for relation, unit in (("here", "320000"), ("elsewhere", "330000")):
        cell = Cell(unit, 2022, ListKind.ROSTER)
        copy = ("名单.pdf", [hostile_files.plain_pdf()])
        number = enter_finding(operator("test"), cell, said, seen=None, at=AT, copy=copy)
        for view in ("cleaner-cell", "cleaner-copy"):
            found.setdefault(f"web:{view}", {})[relation] = {"pk": number}
        for view in ("cleaner-province", "cleaner-province-csv"):
            found.setdefault(f"web:{view}", {})[relation] = {"code": unit}
        found.setdefault("web:office-cleaner-cell", {})[relation] = {"unit": unit, "year": 2021, "kind": "roster"}
        rosters = rosters_of(unit, relation)
        for view in ("cleaner-roster", "cleaner-roster-csv", "cleaner-roster-copy"):
            found.setdefault(f"web:{view}", {})[relation] = {"pk": rosters[0]}
        found.setdefault("web:office-roster-columns", {})[relation] = {"batch": rosters[1]}
    return found


def rosters_of(unit: str, name: str) -> tuple[int, int]:
    """A list of a province that is in, with a saved copy, and the file of one whose columns are not said yet."""
    said = replace(ROSTER, unit=unit, title=f"样例名单 {name}")
    with TemporaryDirectory() as folder:
        path = write_csv(Path(folder), HEAD[:2], (ONE[0], f"样例{name}化工有限公司"), name=f"{name}.csv")
        copy = ("名单.pdf", [hostile_files.plain_pdf()])
        batch = take_in(path, said, copy=copy).pk
        waiting = bring(write_csv(Path(folder), HEAD[:2], ONE[:2], name=f"{name}-b.csv"), said)
    return Roster.objects.get(batch_id=batch).pk, waiting


def surveys_of_lists() -> dict[str, dict[str, dict[str, object]]]:
    """A survey whose sample was given to a reviewer of the world's, and an enterprise of it with a saved page."""
    lead = acting(staff_member(StaffRole.SENIOR_REVIEWER, email="survey.lead@example.org"))
    surveyor = acting(Person.objects.get(email="reviewer@example.org"))
    survey = given(lead, surveyor)
    member = sample_of(survey)[0].pk
    page = ("页.pdf", [hostile_files.plain_pdf()])
    note = note_member_contact(surveyor, member, SEARCH, at=timezone.now(), copy=page)
    of_survey = ("cleaner-one-survey", "cleaner-population", "cleaner-sample", "office-survey", "office-survey-mine")
    found: dict[str, dict[str, dict[str, object]]] = {f"web:{view}": {"-": {"pk": survey}} for view in of_survey}
    found["web:office-sample"] = {"given to the reviewer": {"pk": member}}
    found["web:office-letters"] = {"-": {"pk": survey}}
    for name in ("report", "report-document", "report-findings", "report-changes"):
        found[f"web:cleaner-{name}"] = {"-": {"year": 2022}}
    found["bulk"] = {"-": {"name": "cleaner-cells", "form": "csv"}}
    found["web:open-data-set"] = {"-": {"name": "cleaner-cells"}}
    found["web:office-report"] = {"-": {"year": 2022}}
    places = (("here", "320000"), ("elsewhere", "330000"))
    found["web:office-letter"] = {place: {"pk": survey, "unit": unit} for place, unit in places}
    letter = write_letter(surveyor, survey, "110000", LetterText("样例厅", "请公开。"), at=timezone.now())
    issue_letter(surveyor, letter, "zh", at=timezone.now())
    found["web:office-letter-file"] = {"-": {"pk": survey, "unit": "110000", "name": "zh.pdf"}}
    reply = ContactText(ContactKind.REPLY, Outcome.IMPROVED, "样例厅", localdate())
    answered = note_unit_contact(surveyor, survey, "320000", reply, at=timezone.now(), copy=page)
    found["web:office-survey-evidence"] = {
        "given to the reviewer": {"pk": note}, "of a unit": {"pk": answered},
    }  # fmt: skip
    return found
