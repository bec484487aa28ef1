"""A form to try a table: one question at a time, all at once, don't know, faults; the same as JSON."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.test import Client

from qingce.doors.web.rules import tried
from tests.doors.web.rules.test_books import TODAY, release, text_of
from tests.factories import release_rules, rule_library

pytestmark = [pytest.mark.requirement("POL-2", "REM-1", "REM-2"), pytest.mark.django_db]
TRY = "/en/rules/removal/try/"
ON_SITE = "record_type=supervision&matters=&matters=exceedance&published_on=2025-01-01&applied_on=2026-11-01"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tried.timezone, "localdate", lambda: TODAY)


def outcome(text: str) -> str:
    """What the page says that it comes to."""
    found = re.search(r'class="outcome">.*?<strong>(.*?)</strong>', text, re.DOTALL)
    assert found
    return unescape(found[1])


def question(text: str) -> str:
    """The name of the field that the page asks for; empty: none."""
    found = re.findall(r'<(?:input|fieldset) id="([a-z_]+)"', text)
    return found[0] if found else ""


def hidden(text: str) -> str:
    """The answers that the form takes along, as an address."""
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', text)
    return "&".join(f"{name}={value}" for name, value in pairs)


def test_questions_lead_to_a_determination_without_scripts(client: Client) -> None:
    release_rules()
    answers = {
        "record_type": "supervision", "matters": "exceedance", "published_on": "2025-01-01",
        "applied_on": "2026-11-01", "exceedance_days": "0", "is_device_fault_proven": "no",
    }  # fmt: skip
    text, asked = text_of(client, TRY), []
    while name := question(text):
        asked.append(name)
        text = text_of(client, f"{TRY}?{hidden(text)}&{name}={answers.get(name, '-')}")
    assert set(asked) == {"matters", "record_type", "published_on", "applied_on"}
    assert outcome(text) == "Third-party on-site audit"
    assert "No further answer would change the result." in text
    assert "Release above a national or provincial standard" in text


def test_what_nobody_knows_is_asked_once_and_never_taken_for_no(client: Client) -> None:
    release_rules()
    text, asked = text_of(client, TRY), []
    while name := question(text):
        asked.append(name)
        text = text_of(client, f"{TRY}?{hidden(text)}&{name}=-")
    assert len(asked) == len(set(asked))
    assert outcome(text) == "Not decided: something is not known yet"
    assert "With what is not known, the rules cannot decide." in text


@pytest.mark.parametrize(
    ("waste", "expected"),
    [
        ("2.999", "Off-site document review"),
        ("3", "A person decides"),
        ("", "Not decided: something is not known yet"),
    ],
)
def test_boundary_of_three_tonnes_shows(client: Client, waste: str, expected: str) -> None:
    release_rules()
    query = f"record_type=supervision&matters=waste-mixed&published_on=2025-01-01&applied_on=2026-11-01&waste_t={waste}"
    text = text_of(client, f"{TRY}?{query}&exceedance_days=0")
    assert outcome(text) == expected
    assert "less than 3 t" in text


def test_each_row_says_what_stopped_it(client: Client) -> None:
    release_rules()
    text = text_of(client, f"{TRY}?{ON_SITE}&exceedance_days=9")
    stopped = text[text.index("What stopped each of") :]
    assert "Ten or more daily-mean exceedances" in stopped
    assert "known: 9" in stopped


def test_fault_is_told_beside_its_field_and_nothing_is_lost(client: Client) -> None:
    release_rules()
    text = text_of(client, f"{TRY}?record_type=supervision&waste_t=abc&published_on=2025-13-01", status=422)
    assert '<a href="#waste_t">' in text
    assert '<a href="#published_on">' in text
    assert 'value="abc"' in text
    assert 'value="2025-13-01"' in text
    assert "Environmental supervision record" in text
    assert text_of(client, f"{TRY}?all=1&waste_t=-5", status=422).count('aria-invalid="true"') == 1


def test_all_questions_at_once_are_one_form(client: Client) -> None:
    release_rules()
    book = rule_library().versions("removal")[-1]
    text = text_of(client, f"{TRY}?all=1&matters=&has_major_impact=yes&waste_t=2.5")
    asked = re.findall(r'<(?:input|fieldset) id="([a-z_]+)"', text)
    assert set(asked) <= set(book.facts)
    assert len(asked) > 10
    assert re.search(r'id="matters-none"[^>]* checked', text)
    assert re.search(r'id="has_major_impact-yes"[^>]* checked', text)
    assert 'value="2.5"' in text


def test_answer_is_changed_by_its_link(client: Client) -> None:
    release_rules()
    text = text_of(client, f"{TRY}?{ON_SITE}&waste_t=-")
    changes = [unescape(each) for each in re.findall(r'href="([^"]+)">change', text)]
    assert len(changes) == 5
    assert all("matters" not in each for each in changes if "published_on" in each and "exceedance" not in each)
    assert question(text_of(client, changes[0])) == "record_type"


def test_day_chooses_version_and_figures(client: Client) -> None:
    release()
    release("2026-12-01", limit="5")
    later = "A person decides"
    for query, expected in (("", "On site"), ("&on=2026-12-01", later), ("&version=2026-12-01", later)):
        text = text_of(client, f"/en/rules/trial/try/?waste_t=4{query}")
        assert outcome(text) == expected, query
    assert "is no day" in text_of(client, "/en/rules/trial/try/?on=2026-13-01", status=400)


def test_decision_is_the_same_as_json(client: Client) -> None:
    release_rules()
    value = json.loads(text_of(client, f"/rules/removal/decision.json?{ON_SITE}&exceedance_days=0"))
    assert (value["outcome"], value["is_complete"]) == ("on-site", True)
    assert [each["id"] for each in value["decided_by"]] == ["exceedance"]
    assert value["version"] == "2017-06-01"
    open_one = json.loads(text_of(client, "/rules/removal/decision.json"))
    assert (open_one["outcome"], open_one["question"]["fact"]) == (None, "matters")


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [("waste=3", 422, "fact-invalid"), ("waste_t=x", 422, "fact-invalid"), ("on=x", 422, "rules-day-wrong"),
     ("version=2001-01-01", 404, "rulebook-not-found"), ("table=x", 404, "rulebook-not-found")],
)  # fmt: skip
def test_what_is_no_fact_is_refused_as_json(client: Client, query: str, status: int, code: str) -> None:
    release_rules()
    assert json.loads(text_of(client, f"/rules/removal/decision.json?{query}", status=status))["error"] == code


def test_json_of_the_page_takes_what_nobody_knows(client: Client) -> None:
    release_rules()
    text = text_of(client, f"{TRY}?record_type=supervision&matters=-&waste_t=2.5")
    found = re.search(r'href="([^"]+)">JSON', text)
    assert found
    value = json.loads(text_of(client, unescape(found[1])))
    assert value["facts"] == {"record_type": "supervision", "waste_t": "2.5"}
    assert value["question"]["fact"] != "matters"


def test_several_violations_are_taken_together(client: Client) -> None:
    release_rules()
    text = text_of(client, f"{TRY}?{ON_SITE}&exceedance_days=0")
    assert "The case as a whole" not in text
    further = re.search(r'href="([^"]+)">Add a further violation', text)
    assert further
    text = text_of(client, unescape(further[1]))
    assert "2025-01-01" in text  # what the violations share is filled in
    assert "Third-party on-site audit" in text
    text = text_of(client, unescape(further[1]) + "&matters=waste-mixed&waste_t=2")
    assert outcome(text[text.index('id="case"') :]) == "Third-party on-site audit"
    assert outcome(text[text.index('id="so-far"') :]) == "Off-site document review"
    alone = re.search(r'href="([^"]+)">take out', text)
    assert alone
    text = text_of(client, unescape(alone[1]))
    assert outcome(text) == "Off-site document review"
    assert "The case as a whole" not in text


def test_more_violations_than_a_case_has_are_not_taken(client: Client) -> None:
    release_rules()
    many = "&".join(["violation=matters%3Dexceedance"] * 25)
    text = text_of(client, f"{TRY}?{ON_SITE}&exceedance_days=0&{many}")
    assert text.count(">take out<") == 20
    assert "Add a further violation" not in text


def test_many_choices_stand_in_the_groups_of_the_table(client: Client) -> None:
    release_rules()
    text = text_of(client, f"{TRY}?all=1")
    groups = re.findall(r'role="group" aria-label="([^"]+)"', text)
    assert len(groups) == len(set(groups)) > 5
    assert text.count('type="checkbox"') == 41 + len(["none of these"])
