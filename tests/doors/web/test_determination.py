"""“How could this record be removed?” on the page of a record, and the same for programs."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingce.domain.records.actions import withdraw_record
from qingce.domain.records.models import Record
from qingce.domain.removal.actions import confirm_facts, end_override, override_determination
from qingce.domain.removal.enums import StatedViolation
from qingce.domain.removal.models import Confirmation, Override
from qingce.shared.parties.enums import StaffRole
from qingce.shared.parties.queries import operator
from tests.factories import AT, SCRIPT, acting, key_unit, penalty, release_rules, staff_member, take_in

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("POL-2", "REM-1")]
WHO = operator("审核组")
EXCEEDS = StatedViolation("", {"matters": ["exceedance"]})
NOISE = StatedViolation("罚款十二万五千元", {"matters": ["noise-disturbance"], "exceedance_days": 0})


@pytest.fixture
def record() -> Record:
    release_rules()
    take_in(penalty())
    return Record.objects.get()


def section(client: Client, record: Record, language: str = "/en") -> str:
    """The section of the page, without breaks."""
    text = client.get(f"{language}/records/{record.pk}/").content.decode()
    found = re.search(
        '<section class="section removal".*?(?=<section class="section" aria-labelledby="sources")', text, re.S
    )
    assert found
    return re.sub(r"\s+", " ", found[0])


def test_undecided_record_says_what_is_possible_and_what_is_asked_next(client: Client, record: Record) -> None:
    text = section(client, record)
    assert "Not decided: something is not known yet" in text
    assert "Still possible:" in text
    assert "To be known next:" in text
    assert "Nobody has confirmed the facts of this record yet." in text


def test_what_words_suggest_stands_beside_with_the_words(client: Client, record: Record) -> None:
    text = section(client, record)
    facts, suggested = text.split("If what the text suggests is right", 1)
    assert "Suggested, not confirmed:" in suggested
    assert re.search('<q lang="zh-Hans">[^<]*超过排放标准', suggested)
    assert "<q " not in facts


def test_confirmed_facts_are_shown_with_who_when_version_and_entry(client: Client, record: Record) -> None:
    person = acting(staff_member(StaffRole.REVIEWER, name="审核员甲"))
    confirm_facts(record.pk, [EXCEEDS], seen=0, actor=person, at=AT)
    text = section(client, record)
    entry = Confirmation.objects.get().entry
    assert f"/en/ledger/entries/{entry}/" in text
    assert "/en/rules/removal/2017-06-01/" in text
    assert person.signature.removeprefix("#") in text
    assert "审核员甲" not in text
    assert "Suggested, not confirmed:" not in text
    assert "By the confirmed facts" in text


@pytest.mark.requirement("POL-4")
def test_override_comes_first_and_stays_in_the_history_once_ended(client: Client, record: Record) -> None:
    confirm_facts(record.pk, [EXCEEDS], seen=0, actor=WHO, at=AT)
    override_determination(record.pk, "off-site", reason="另案已经证明", seen=0, actor=WHO, at=AT)
    text = section(client, record)
    assert text.index("Decided by a person, in place of the rules") < text.index("By the confirmed facts")
    assert text.index("另案已经证明") < text.index("By the rules it would be:")
    end_override(record.pk, reason="证明被撤回", seen=1, actor=WHO, at=AT)
    text = section(client, record)
    assert "Decided by a person, in place of the rules" not in text
    assert text.index("证明被撤回") < text.index("另案已经证明")
    assert all(f"/ledger/entries/{each.entry}/" in text for each in Override.objects.all())


def test_several_violations_are_told_apart_and_taken_together(client: Client, record: Record) -> None:
    confirm_facts(record.pk, [NOISE, EXCEEDS], seen=0, actor=WHO, at=AT)
    text = section(client, record)
    assert text.index("All violations together:") < text.index("Violation 1") < text.index("Violation 2")
    assert '<p class="told" lang="zh-Hans">罚款十二万五千元</p>' in text


def test_type_that_cannot_be_removed_says_so(client: Client) -> None:
    release_rules()
    take_in(key_unit())
    text = section(client, Record.objects.get())
    assert "Removal does not apply to records of this type" in text
    assert "If what the text suggests is right" not in text


def test_page_holds_without_any_rules(client: Client) -> None:
    take_in(penalty())
    assert "No rules on removal are in force yet" in section(client, Record.objects.get())


def test_words_of_a_confirmation_are_escaped(client: Client, record: Record) -> None:
    Record.objects.filter(pk=record.pk).update(description=SCRIPT)
    violations = [StatedViolation(SCRIPT, {}), StatedViolation(SCRIPT, {})]
    confirm_facts(record.pk, violations, seen=0, actor=WHO, at=AT)
    override_determination(record.pk, "off-site", reason=SCRIPT, seen=0, actor=WHO, at=AT)
    assert "<script>" not in section(client, record)


def test_section_costs_the_same_for_one_violation_and_three(client: Client, record: Record) -> None:
    client.get(f"/records/{record.pk}/")  # the version is read once
    costs = []
    for count in (1, 3):
        confirm_facts(record.pk, [EXCEEDS] * count, seen=len(costs), actor=WHO, at=AT)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/records/{record.pk}/")
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_determination_as_json_says_the_same(client: Client, record: Record) -> None:
    address = f"/records/{record.pk}/determination.json"
    told = client.get(address).json()
    assert (told["outcome"], told["rules"]["question"], told["suggested"]["outcome"]) == (None, "matters", "on-site")
    [violation] = told["violations"]
    assert {each["value"] for each in violation["suggestions"]} == {"exceedance"}
    assert "matters" not in violation["decision"]["facts"]
    assert violation["suggested"]["facts"]["matters"] == ["exceedance"]
    confirm_facts(record.pk, [EXCEEDS], seen=0, actor=WHO, at=AT)
    override_determination(record.pk, "off-site", reason="另案已经证明", seen=0, actor=WHO, at=AT)
    told = client.get(address).json()
    assert (told["outcome"], told["rules"]["outcome"], told["suggested"]) == ("off-site", "on-site", None)
    assert told["confirmation"]["entry"] == Confirmation.objects.get().entry
    assert told["override"]["reason"] == "另案已经证明"


def test_json_of_no_record_or_no_rules_is_not_found(client: Client) -> None:
    take_in(penalty())
    record = Record.objects.get()
    assert client.get("/records/999/determination.json").status_code == 404
    assert client.get(f"/records/{10**20}/determination.json").status_code == 404
    without = client.get(f"/records/{record.pk}/determination.json")
    assert (without.status_code, without.json()["error"]) == (404, "no-release-in-force")
    release_rules()
    withdraw_record(record.pk, actor=WHO, reason="判决撤销", clause="", at=AT)
    gone = client.get(f"/records/{record.pk}/determination.json")
    assert (gone.status_code, gone.json()["error"], gone.json()["reason"]) == (410, "record-gone", "判决撤销")
    assert client.get(f"/records/{record.pk}/").status_code == 410
