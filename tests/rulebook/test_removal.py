"""The book of removal against what IPE-2017 fixes: counts that span several parts, units, seals, types."""

from __future__ import annotations

from datetime import date

import pytest

from qingce.pure.rules.book import rows_of
from tests.rulebook.books import LIBRARY, ROOT

ON = date(2026, 11, 20)
BOOK = LIBRARY.at("removal", on=ON)
TABLE = BOOK.tables["removal"]
OFF_SITE = [row for group, row in rows_of(TABLE) if group.outcome == "off-site"]
ON_SITE = [row for group, row in rows_of(TABLE) if group.outcome == "on-site"]

pytestmark = pytest.mark.requirement("POL-1", "REM-1")


def test_removal_has_28_scenarios_in_11_categories_and_11_conditions() -> None:
    assert len([group for group in TABLE.group if group.outcome == "off-site"]) == 11
    assert (len(OFF_SITE), len(ON_SITE)) == (28, 11)


@pytest.mark.requirement("REM-2")
def test_scenarios_share_17_lists_and_every_scenario_has_one() -> None:
    assert {row.requires for row in OFF_SITE} == set(BOOK.requirements)
    assert len(BOOK.requirements) == 17
    assert {row.requires for row in ON_SITE} == {None}


def test_each_scenario_and_each_condition_stands_alone_in_a_golden_case() -> None:
    alone = {case.rows[0] for case in BOOK.golden.case if len(case.rows) == 1}
    # whatever is dismantled without approval is dismantled: this condition never stands alone
    assert {row.id for row in (*OFF_SITE, *ON_SITE)} - alone == {"facility-removed-unapproved"}


def test_every_type_of_record_has_a_golden_case() -> None:
    known = [facts for case in BOOK.golden.case for facts in (case.facts, *case.violations)]
    seen = {facts["record_type"] for facts in known if "record_type" in facts}
    assert {choice.id for choice in BOOK.facts["record_type"].choice} - seen == set()


def test_every_matter_has_a_condition_and_a_golden_case() -> None:
    matters = {choice.id for choice in BOOK.facts["matters"].choice}
    assert {each.contains for each in BOOK.conditions.values() if each.contains} == matters
    seen = {matter for case in BOOK.golden.case for matter in case.facts.get("matters", ())}
    assert matters - seen == set()


@pytest.mark.parametrize(
    ("parameter", "unit"),
    [
        ("internal-approval", "working-days"),
        ("alliance-notice", "calendar-days"),
        ("removal-period", "years"),
        ("exceedance-window", "months"),
        ("recent-monitoring", "months"),
        ("monitoring-record", "months"),
        ("illegal-waste-least", "t"),
        ("load-above", "percent"),
    ],
)
def test_term_counts_the_kind_of_days_that_the_readings_fix(parameter: str, unit: str) -> None:
    assert BOOK.parameters[parameter].unit == unit


def test_papers_that_the_enterprise_writes_take_its_seal_and_no_others() -> None:
    assert {each.written_by for each in BOOK.documents.values() if each.sealed} == {"enterprise"}
    assert all(each.sealed for each in BOOK.documents.values() if each.written_by == "enterprise")


def test_items_with_windows_are_those_of_the_source() -> None:
    windows = {
        (name, item.id): item.window or item.between or item.of_day
        for name, requirement in BOOK.requirements.items()
        for item in requirement.item
        if item.window or item.between or item.of_day
    }
    months = ["yellow-rating", "three-synchronisations", "permit-expired", "equipment-stopped", "accident"]
    months += ["older-than-three-years", "hazardous-waste"]
    assert windows == {
        ("record-untrue", "proof"): "violated_on",
        ("record-untrue", "recent-monitoring"): "recent-monitoring",
        ("permit-expired", "monitoring-while-expired"): ("permit_expired_on", "permit_renewed_on"),
        **{(name, "monitoring-24-months"): "monitoring-record" for name in months},
    }


def test_book_holds_from_the_first_day_of_the_month_that_the_source_gives() -> None:
    assert LIBRARY.at("removal", on=date(2017, 6, 1)).key == "removal/2017-06-01"


@pytest.mark.requirement("REM-4", "REM-7")
def test_audit_items_stand_in_eight_groups_and_three_phases() -> None:
    items = BOOK.lists["audit-items"].item
    assert len({item.at["group"] for item in items}) == 8
    assert [sum(item.at["phase"] == phase for item in items) for phase in ("plan", "do", "check")] == [5, 10, 6]


@pytest.mark.requirement("REM-4")
def test_every_stage_has_its_duties_and_no_party_is_without() -> None:
    duties = BOOK.lists["duties"]
    places = {(item.at["stage"], item.at["party"]) for item in duties.item}
    stages, parties = ([each.id for each in duties.axis[axis]] for axis in ("stage", "party"))
    every = {(stage, party) for stage in stages for party in parties}
    assert every - places == {("conclusion", "enterprise"), ("conclusion", "agency")}


def test_golden_cases_name_no_enterprise() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "removal").rglob("cases/*.toml")]
    assert not any(word in text for text in texts for word in ("有限公司", "股份公司", "集团"))
