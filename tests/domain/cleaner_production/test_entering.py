"""Entering and correcting cells: who may, what is refused, what stays (CPA-3, REC-10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from qingce.domain.cleaner_production.actions import FindingText, enter_finding, take_in_survey
from qingce.domain.cleaner_production.enums import Grounds, HowFound, ListKind, ListState
from qingce.domain.cleaner_production.errors import (
    FindingChanged,
    FindingNotFound,
    FindingWrong,
    NothingNew,
    SurveyThere,
    UnitUnknown,
)
from qingce.domain.cleaner_production.models import Finding
from qingce.domain.cleaner_production.queries import (
    Cell,
    compare_totals,
    copy_of,
    count_prefectures,
    findings_of_unit,
    held_in,
    history_of,
    laws,
    read_matrix,
)
from qingce.shared.changes.models import Change
from qingce.shared.files.models import StoredFile
from qingce.shared.ledger.models import JournalEntry
from qingce.shared.parties.actions import export_person
from qingce.shared.parties.enums import Actor, StaffRole
from qingce.shared.parties.errors import DutyMissing, OutOfArea
from qingce.shared.parties.queries import operator
from tests import hostile_files
from tests.domain.cleaner_production import printed
from tests.factories import AT, acting, release_rules, somebody, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CPA-3", "REC-10")]
CELL = Cell("320000", 2023, ListKind.ROSTER)
SAID = FindingText(ListState.PUBLISHED, HowFound.WEB, "样例公告第1号", Grounds.ALL, link="https://example.org/a")


@pytest.fixture
def actor() -> Actor:
    return acting(staff_member(StaffRole.REVIEWER))


def test_survey_is_taken_in_whole_and_once() -> None:
    assert take_in_survey(operator("test"), at=AT) == 333
    matrix = read_matrix()
    assert {
        (cell.unit, cell.year, cell.list.value): state.value for cell, state in matrix.states.items()
    } == printed.matrix()
    assert {place: each.value for place, each in matrix.grounds.items()} == printed.types()
    assert matrix.years == [2018, 2019, 2020, 2021, 2022]
    assert all(source for source in Finding.objects.values_list("source", flat=True))
    assert JournalEntry.objects.filter(act="cleaner-survey-taken-in").count() == 1
    assert Change.objects.filter(kind="cleaner-finding").count() == 1
    with pytest.raises(SurveyThere):
        take_in_survey(operator("test"), at=AT)
    assert Finding.objects.count() == 333
    found = {(each.unit, each.list.value): (each.published, each.not_published) for each in count_prefectures()}
    assert found[("140000", "results")] == (4, 0)
    assert found[("440000", "roster")] == (0, 2)
    assert [each.place for each in findings_of_unit("660000") if each.place] == [
        "第三师", "第五师", "第八师", "第十三师", "第十二师",
    ]  # fmt: skip


def test_survey_needs_the_whole_country() -> None:
    with pytest.raises(OutOfArea):
        take_in_survey(acting(staff_member(StaffRole.REVIEWER, area="320000")), at=AT)
    with pytest.raises(DutyMissing):
        take_in_survey(acting(somebody()), at=AT)
    assert not Finding.objects.exists()


def test_a_cell_is_entered_and_corrected_and_what_stood_there_stays(actor: Actor) -> None:
    first = enter_finding(actor, CELL, SAID, seen=None, at=AT)
    later = replace(SAID, state=ListState.NOT_PUBLISHED, grounds=Grounds.NO_ROSTER, reason="公告已撤回")
    second = enter_finding(actor, CELL, later, seen=first, at=AT)
    rows = history_of(first)
    assert [(each.id, each.state, each.replaced_at) for each in rows] == [
        (second, ListState.NOT_PUBLISHED, None),
        (first, ListState.PUBLISHED, AT),
    ]
    held = held_in(CELL)
    assert held is not None
    assert (held.id, held.reason, held.entered_by) == (second, "公告已撤回", actor.signature)
    assert read_matrix().states == {CELL: ListState.NOT_PUBLISHED}
    assert JournalEntry.objects.filter(act="cleaner-finding-entered").count() == 2
    assert Change.objects.filter(kind="cleaner-finding").count() == 2


def test_a_correction_changes_the_computed_total_at_once(actor: Actor) -> None:
    take_in_survey(operator("test"), at=AT)
    cell = Cell("340000", 2022, ListKind.ROSTER)
    held = held_in(cell)
    assert held is not None
    enter_finding(actor, cell, replace(SAID, reason="找到原件"), seen=held.id, at=AT)
    totals = {(each.list.value, each.series.value, each.year): each for each in compare_totals(read_matrix().states)}
    assert totals["roster", "published", 2022].computed == 22
    assert totals["roster", "published", 2022].differs is False


@pytest.mark.parametrize(
    ("cell", "said", "field"),
    [
        (CELL, replace(SAID, source=" "), "source"),
        (CELL, replace(SAID, source="长" * 301), "source"),
        (CELL, replace(SAID, link="javascript:alert(1)"), "link"),
        (CELL, replace(SAID, link="www.example.org"), "link"),
        (CELL, replace(SAID, link="http://[::1"), "link"),
        (CELL, replace(SAID, published_on=date(2999, 1, 1)), "published_on"),
        (replace(CELL, year=2002), SAID, "year"),
        (replace(CELL, year=2999), SAID, "year"),
        (replace(CELL, list=ListKind.RESULTS), SAID, "grounds"),
    ],
)
def test_what_cannot_be_is_refused_and_says_which_field(
    actor: Actor, cell: Cell, said: FindingText, field: str
) -> None:
    with pytest.raises(FindingWrong) as error:
        enter_finding(actor, cell, said, seen=None, at=AT)
    assert error.value.params["field"] == field
    assert not Finding.objects.exists()


def test_units_that_owe_nothing_and_places_out_of_reach_are_refused(actor: Actor) -> None:
    for code in ("810000", "320500", "990000", ""):
        with pytest.raises(UnitUnknown):
            enter_finding(actor, replace(CELL, unit=code), SAID, seen=None, at=AT)
    near = acting(staff_member(StaffRole.REVIEWER, email="near@example.org", area="330000"))
    with pytest.raises(OutOfArea):
        enter_finding(near, CELL, SAID, seen=None, at=AT)
    with pytest.raises(DutyMissing):
        enter_finding(
            acting(staff_member(StaffRole.BRAND_LIAISON, email="b@example.org")), CELL, SAID, seen=None, at=AT
        )
    assert enter_finding(near, replace(CELL, unit="330000"), SAID, seen=None, at=AT)


def test_a_correction_needs_a_reason_news_and_the_newest_cell(actor: Actor) -> None:
    first = enter_finding(actor, CELL, SAID, seen=None, at=AT)
    with pytest.raises(NothingNew):
        enter_finding(actor, CELL, replace(SAID, reason="没有变化"), seen=first, at=AT)
    with pytest.raises(FindingWrong):
        enter_finding(actor, CELL, replace(SAID, state=ListState.NOT_PUBLISHED), seen=first, at=AT)
    for seen in (None, first + 1):
        with pytest.raises(FindingChanged):
            enter_finding(actor, CELL, replace(SAID, source="另一份", reason="x"), seen=seen, at=AT)
    assert Finding.objects.count() == 1


def test_a_saved_copy_is_kept_stays_with_corrections_and_leaves_nothing_if_refused(
    actor: Actor, settings: Settings, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    copy = ("名单.pdf", [hostile_files.plain_pdf()])
    first = enter_finding(actor, CELL, SAID, seen=None, at=AT, copy=copy)
    assert copy_of(first).name == "名单.pdf"
    second = enter_finding(actor, CELL, replace(SAID, source="样例公告第2号", reason="补正"), seen=first, at=AT)
    assert copy_of(second).id == copy_of(first).id
    with pytest.raises(FindingChanged):
        enter_finding(actor, CELL, SAID, seen=first, at=AT, copy=copy)
    assert StoredFile.objects.count() == 1
    other = enter_finding(actor, replace(CELL, year=2022), SAID, seen=None, at=AT)
    with pytest.raises(FindingNotFound):
        copy_of(other)
    with pytest.raises(FindingNotFound):
        history_of(other + 1)


def test_matrix_of_twenty_years_asks_once_and_prefectures_once() -> None:
    take_in_survey(operator("test"), at=AT)
    with CaptureQueriesContext(connection) as few:
        read_matrix()
        count_prefectures()
    template = Finding.objects.filter(place="").values().first()
    assert template is not None
    rows = [
        Finding(
            **template | {"id": None, "unit": "320000", "place": f"样例{place}", "first_year": year, "last_year": year}
        )
        for year in range(2003, 2023)
        for place in range(17)
    ]
    Finding.objects.bulk_create(rows)
    with CaptureQueriesContext(connection) as many:
        read_matrix()
        count_prefectures()
    assert len(few) == len(many) == 2


def test_who_entered_it_is_part_of_what_is_held_about_a_person(actor: Actor) -> None:
    enter_finding(actor, CELL, SAID, seen=None, at=AT)
    held = export_person(actor, at=AT)
    assert "320000" in str(held)


@pytest.mark.requirement("CPA-6")
def test_time_line_of_laws_comes_from_the_rulebook() -> None:
    release_rules("cleaner-production")
    line = laws(on=date(2026, 11, 22))
    assert [(each.year, each.is_ours) for each in line.laws] == [
        (2002, False), (2003, True), (2004, False), (2012, False), (2016, False), (2018, False), (2020, False),
        (2021, False),
    ]  # fmt: skip
    assert line.laws[4].on == date(2016, 7, 1)
