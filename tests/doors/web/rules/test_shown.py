"""A decision as pages show it: in words of both languages, with reasons, documents and the next question."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from qingce.doors.web.rules.readings import condition_words, parameter_words
from qingce.doors.web.rules.shown import ShownDetermination, shown, shown_case
from qingce.doors.web.rules.words import clause_words, quantity, value_words
from qingce.pure.rules.book import Book
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.deciding import combine, decide
from qingce.pure.rules.loading import read_book
from qingce.pure.rules.values import read_facts
from tests.factories import rule_library
from tests.rule_files import trial_book

pytestmark = [pytest.mark.requirement("POL-2", "REM-1", "REM-2")]
ON = date(2026, 11, 20)
DATED = {"record_type": "supervision", "published_on": "2025-01-01", "applied_on": "2026-11-01"}
PROVEN = {**DATED, "matters": ["exceedance", "device-fault"], "is_device_fault_proven": "yes", "exceedance_days": 0}


@pytest.fixture(scope="module")
def removal() -> Book:
    return rule_library().at("removal", on=ON)


def determined(book: Book, table: str = "removal", **raw: object) -> ShownDetermination:
    facts = read_facts(book, raw)
    decision = decide(compile_table(book, table, on=ON), facts)
    return shown(book, decision, on=ON, table=table, facts=facts)


def page(found: ShownDetermination) -> str:
    return render_to_string("web/rules/_determination.html", {"found": found})


@pytest.mark.parametrize(
    ("amount", "unit", "en"),
    [
        (3, "years", "3 years"),
        (1, "months", "1 month"),
        (10, "working-days", "10 working days"),
        (7, "calendar-days", "7 calendar days"),
        (75, "percent", "75 %"),
        (Decimal("2.50"), "t", "2.5 t"),
        (-2, "points", "-2 points"),
        (10, "count", "10"),
        (1, "people", "1 person"),
    ],
)
def test_quantity_reads_as_people_write_it(amount: Decimal | int, unit: str, en: str) -> None:
    with override("en"):
        assert quantity(amount, unit) == en


@pytest.mark.parametrize(
    ("condition", "en"),
    [
        ("waste-below-three-tonnes", "Amount of hazardous waste: less than 3 t"),
        ("waste-from-three-tonnes", "Amount of hazardous waste: at least 3 t"),
        (
            "published-within-three-years",
            "From “Day of publication by the source” to “Day of application”: within 3 years",
        ),
        ("rated-yellow", "Colour of the credit rating: Yellow"),
        ("rated-red-or-black", "Colour of the credit rating: Red or Black"),
        ("no-forgery", "Forgery is involved: No"),
        ("published-over-three-years",
         "Not: Published by the source at most three years before the application"),
    ],
)  # fmt: skip
def test_condition_is_read_out_with_its_figure(removal: Book, condition: str, en: str) -> None:
    with override("en"):
        assert condition_words(removal, condition, on=ON) == en


def test_figure_is_that_of_the_day() -> None:
    files = trial_book()
    files["rules.toml"] = files["rules.toml"].replace(
        b"value = [{ from = 2017-01-01, value = 3 }]",
        b"value = [{ from = 2017-01-01, value = 3 }, { from = 2026-01-01, value = 5 }]",
    )
    book = read_book(files)
    assert [parameter_words(book, "limit", on=on) for on in (date(2025, 12, 31), ON)] == ["3 t", "5 t"]
    assert parameter_words(book, "limit", on=date(2016, 1, 1)) == "—"


@pytest.mark.parametrize(
    ("fact", "value", "en"),
    [
        ("waste_t", Decimal(3), "3 t"),
        ("waste_t", None, "not known"),
        ("has_major_impact", True, "Yes"),
        ("has_major_impact", False, "No"),
        ("published_on", date(2025, 1, 1), "1 January 2025"),
        ("rating_colour", "red", "Red"),
        ("matters", (), "none of these"),
        ("matters", ("fire-or-explosion", "noise-disturbance"), "Fire or explosion; Noise that disturbs residents"),
    ],
)
def test_value_of_a_fact_reads_in_words(removal: Book, fact: str, value: object, en: str) -> None:
    with override("en"):
        assert value_words(removal.facts[fact], value) == en  # type: ignore[arg-type]  # what the fact may be


def test_clause_marks_its_chinese_on_english_pages_and_is_escaped() -> None:
    with override("en"):
        assert clause_words("IPE-2017 §2.1 其他 (1) <b>") == (
            'IPE-2017 §2.1 <span lang="zh-Hans">其他</span> (1) &lt;b&gt;'
        )
    with override("zh-hans"):
        assert clause_words("IPE-2017 §2.1 其他 <b>") == "IPE-2017 §2.1 其他 &lt;b&gt;"


def test_determination_tells_what_decides_what_gives_way_and_documents(removal: Book) -> None:
    with override("en"):
        found = determined(removal, **PROVEN)
        text = page(found)
    assert (found.outcome, found.question) == ("Off-site document review", None)
    assert [each.words.id for each in found.counting] == ["device-fault"]
    assert [(each.words.id, each.beaten_by[0].id) for each in found.beaten] == [("exceedance", "device-fault")]
    assert [each.id for each in found.documents] == ["device-fault"]
    assert len(found.counting) + len(found.met) + len(found.beaten) + len(found.open) + len(found.stopped) == len(
        found.table.rows
    )
    for told in ("gives way to", "Documents it takes", "/en/rules/removal/2017-06-01/table/removal/device-fault/"):
        assert told in text, told


def test_every_row_that_does_not_count_says_what_stopped_it(removal: Book) -> None:
    found = determined(removal, **PROVEN)
    assert all(each.stops and all(stop.truth is False for stop in each.stops) for each in found.stopped)
    stops = {(stop.words.id, stop.value) for each in found.stopped for stop in each.stops}
    assert ("exceedances-from-ten", "0") in stops


def test_open_determination_tells_what_is_possible_and_asks(removal: Book) -> None:
    with override("en"):
        found = determined(removal, **DATED, matters=["waste-mixed"], exceedance_days=0)
        text = page(found)
    assert (found.is_decided, found.possible) == (False, ("Off-site document review", "A person decides"))
    assert found.question
    assert found.question.fact == "waste_t"
    assert "How many tonnes of hazardous waste are concerned?" in text
    assert "Not decided: something is not known yet" in text
    assert [stop.truth for stop in found.open[0].stops] == [None]


def test_condition_made_of_others_shows_its_parts(removal: Book) -> None:
    found = determined(removal, **DATED, matters=["daily-fine"], exceedance_days=0)
    parts = [part for each in found.counting[0].conditions for part in each.parts]
    assert [part.words.id for part in parts if part.truth] == ["about-daily-fine"]
    assert len(parts) == 6


def test_draft_says_so() -> None:
    book = read_book(trial_book(status="draft", jurisdiction="330200"))
    with override("en"):
        assert "Draft, not in force" in page(determined(book, "path", waste_t=4))


def test_case_of_several_violations_tells_each(removal: Book) -> None:
    table = compile_table(removal, on=ON)
    raw = ({**DATED, "matters": ["waste-mixed"], "waste_t": 1, "exceedance_days": 0}, PROVEN,
           {**DATED, "matters": ["exceedance"], "exceedance_days": 0})  # fmt: skip
    violations = [read_facts(removal, each) for each in raw]
    case = combine(table, [decide(table, each) for each in violations])
    with override("en"):
        found = shown_case(removal, case, on=ON, violations=violations)
    assert found.outcome == "Third-party on-site audit"
    assert [each.outcome for each in found.violations] == [
        "Off-site document review", "Off-site document review", "Third-party on-site audit",
    ]  # fmt: skip
