"""Audits, duties, publications, surveys and reports as data: what pages tell, and nothing else (REC-9, CPA-2)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from qingce.domain.cleaner_production.actions import take_in_survey
from qingce.domain.cleaner_production.models import Coding, Contact, Publication
from qingce.domain.cleaner_production.queries import audit_line, duties_of, members_of, read_report, report_years
from qingce.domain.records.actions import withdraw_record
from qingce.domain.records.models import Record
from qingce.shared.parties.enums import StaffRole
from qingce.shared.parties.queries import operator
from tests.domain.cleaner_production.rostering import HEAD, ONE, RESULTS, ROSTER, TWO, take_in, write_csv
from tests.domain.cleaner_production.surveying import given
from tests.doors.api.walking import walked
from tests.factories import AT, acting, release_rules, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-9")]


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """An audit on a roster, with a publication; another one with a result that no roster knows."""
    release_rules("cleaner-production")
    take_in(write_csv(tmp_path, HEAD, ONE), ROSTER)
    take_in(write_csv(tmp_path, (*HEAD, "验收结果"), (*TWO, "不通过"), name="结果.csv"), RESULTS)
    found = Record.objects.order_by("pk").first()
    assert found
    Publication.objects.create(
        record=found, enterprise=found.enterprise, kind="fields", texts={"address": "样例路1号"}, is_all=True,
        published_on=date(2022, 4, 20), place="样例官网", entered_by="person:1", entered_at=AT,
    )  # fmt: skip
    return found


@pytest.mark.requirement("CPA-1")
def test_audits_are_the_lines_of_the_public_list(client: Client, record: Record) -> None:
    rows = walked(client, "/api/v1/cleaner-audits/?limit=1")
    assert [(each["enterprise_name"], each["listed"], each["grounds"], each["result"]) for each in rows] == [
        (ONE[1], "roster", "over-limits;toxic", ""), (TWO[1], "results", "energy", "fail"),
    ]  # fmt: skip
    assert [each["is_off_roster"] for each in rows] == [False, True]
    first = rows[0]
    assert walked(client, f"/api/v1/cleaner-audits/?roster={first['roster']}") == [first]
    assert walked(client, f"/api/v1/cleaner-audits/?enterprise={first['enterprise']}&year=2022") == [first]
    assert client.get("/api/v1/cleaner-audits/?roster=999").status_code == 404


@pytest.mark.requirement("CPA-2")
def test_duties_are_those_of_the_page_whatever_the_size_of_a_page(client: Client, record: Record) -> None:
    duties = duties_of([audit_line(record.pk)], on=localdate())[record.pk]
    rows = walked(client, "/api/v1/cleaner-duties/?limit=3")
    assert rows == walked(client, "/api/v1/cleaner-duties/") == walked(client, "/api/v1/cleaner-duties/?limit=1")
    assert [(each["kind"], each["verdict"], each["field"], each["state"], each["text"]) for each in rows] == [
        (duty.kind, duty.verdict, field.asked.id, field.state, field.text) for duty in duties for field in duty.fields
    ]
    assert {each["due_on"] for each in rows if each["kind"] == "fields"} == {"2022-04-30"}
    (said,) = walked(client, "/api/v1/cleaner-publications/?limit=1")
    assert (said["record"], said["fields"], said["place"]) == (record.pk, "address", "样例官网")
    assert "person:1" not in str(said)


def test_withdrawn_record_is_in_no_data_set(client: Client, record: Record) -> None:
    withdraw_record(record.pk, actor=operator("test"), reason="样例理由", at=AT)
    for name in ("audits", "duties", "publications"):
        rows = walked(client, f"/api/v1/cleaner-{name}/?limit=1")
        assert record.pk not in [each["record"] for each in rows], name


@pytest.mark.requirement("CPA-4")
def test_population_tells_the_draw_and_nobody_who_works_it_off(client: Client) -> None:
    lead = acting(staff_member(StaffRole.SENIOR_REVIEWER, email="lead@example.org"))
    surveyor = acting(staff_member(StaffRole.REVIEWER))
    survey = given(lead, surveyor)
    rows = walked(client, f"/api/v1/cleaner-survey-members/?survey={survey}")
    assert {(each["number"], each["drawn"], each["place"]) for each in rows} == {
        (each.number, each.drawn, each.place) for each in members_of(survey)
    }
    assert not {"first_coder", "second_coder", "coded_as", "calls"} & set(rows[0])
    assert surveyor.signature not in str(rows)
    assert (Contact.objects.count(), Coding.objects.count()) == (0, 0)


@pytest.mark.requirement("CPA-5")
def test_findings_are_those_of_the_reports(client: Client) -> None:
    take_in_survey(operator("test"), at=AT)
    rows = walked(client, "/api/v1/cleaner-report-findings/?limit=4")
    assert [(each["year"], each["about"], each["count"], each["of"]) for each in rows] == [
        (year, each.told, each.proportion.count, each.proportion.of)
        for year in sorted(report_years())
        for each in read_report(year).findings
    ]


def test_number_of_queries_does_not_depend_on_the_number_of_rows(client: Client, record: Record) -> None:
    for name in ("audits", "duties", "publications"):
        asked = []
        client.get(f"/api/v1/cleaner-{name}/?limit=1")  # whoever is the first reads the rulebook
        for limit in (1, 500):
            with CaptureQueriesContext(connection) as caught:
                client.get(f"/api/v1/cleaner-{name}/?limit={limit}")
            asked.append(len(caught))
        assert asked[0] <= asked[1] <= 8, name
