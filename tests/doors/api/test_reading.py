"""Data for programs: the rows that pages show, page by page, and clear refusals (REC-9, CPA-3)."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from openapi_spec_validator import validate

from qingce.domain.cleaner_production.actions import FindingText, enter_finding, take_in_survey
from qingce.domain.cleaner_production.enums import HowFound, ListKind, ListState
from qingce.domain.cleaner_production.queries import (
    Cell,
    compare_totals,
    differences,
    read_matrix,
    score_rule,
    score_units,
)
from qingce.domain.statistics.queries import DATASETS
from qingce.doors.api.middleware import OpenReading
from qingce.shared.parties.queries import operator
from tests import hostile_files
from tests.domain.cleaner_production.rostering import HEAD, ONE, ROSTER, bring, take_in, write_csv
from tests.doors.api.walking import walked
from tests.factories import AT, release_rules

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-9")]
STAFF = operator("test")
CELL = Cell("320000", 2022, ListKind.ROSTER)
SAID = FindingText(ListState.PUBLISHED, HowFound.WEB, "样例公告第1号", link="https://example.org/1")


@pytest.mark.requirement("CPA-3")
def test_cells_are_those_of_the_matrix_and_prefectures_whatever_the_size_of_a_page(client: Client) -> None:
    take_in_survey(STAFF, at=AT)
    rows = walked(client, "/api/v1/cleaner-cells/?limit=150")
    assert rows == walked(client, "/api/v1/cleaner-cells/?limit=1000")
    own = {Cell(each["unit"], each["first_year"], each["list"]): each["state"] for each in rows if not each["place"]}
    assert own == {cell: state.value for cell, state in read_matrix().states.items()}
    assert any(each["place"] for each in rows)
    some = walked(client, "/api/v1/cleaner-cells/?unit=310000&year=2020&list=results")
    assert [(each["unit_name"], each["state"]) for each in some] == [("上海市", "published")]


@pytest.mark.requirement("CPA-3")
def test_corrected_cell_is_told_once_with_its_reason_and_the_digest_of_its_copy(client: Client) -> None:
    first = enter_finding(STAFF, CELL, SAID, seen=None, at=AT)
    copy = ("名单.pdf", [hostile_files.plain_pdf()])
    corrected = replace(SAID, state=ListState.IN_PART, reason="只公布了部分")
    enter_finding(STAFF, CELL, corrected, seen=first, at=AT, copy=copy)
    (row,) = walked(client, "/api/v1/cleaner-cells/")
    assert (row["state"], row["reason"], row["link"]) == ("in-part", "只公布了部分", "https://example.org/1")
    saved = client.get(f"/cleaner-production/cells/{row['id']}/copy/")
    assert hashlib.sha256(saved.getvalue()).hexdigest() == row["copy_sha256"]
    assert "operator" not in str(row)
    assert "test" not in str(row)


@pytest.mark.requirement("CPA-3")
def test_totals_and_differences_are_those_of_the_page(client: Client) -> None:
    take_in_survey(STAFF, at=AT)
    totals = compare_totals(read_matrix().states)
    rows = walked(client, "/api/v1/cleaner-totals/?limit=7")
    assert [(each["published"], each["computed"], each["differs"]) for each in rows] == [
        (each.published, each.computed, each.differs) for each in totals
    ]
    assert len(walked(client, "/api/v1/cleaner-totals/?year=2018")) == sum(each.year == 2018 for each in totals)
    assert len(walked(client, "/api/v1/cleaner-differences/?limit=7")) == len(differences())


@pytest.mark.requirement("CPA-3")
def test_scores_are_those_of_the_overview(client: Client) -> None:
    take_in_survey(STAFF, at=AT)
    release_rules("cleaner-production")
    scores = score_units(read_matrix(), score_rule(on=localdate()))
    rows = walked(client, "/api/v1/cleaner-scores/?limit=10")
    assert {each["unit"]: (each["percent"], each["points"], each["due"]) for each in rows} == {
        unit: (each.percent, float(each.points), each.due) for unit, each in scores.items()
    }
    assert all(each["rules"] for each in rows)
    assert [each["unit"] for each in walked(client, "/api/v1/cleaner-scores/?unit=310000")] == ["310000"]


@pytest.mark.requirement("CPA-1")
def test_roster_is_told_once_its_file_is_in(client: Client, tmp_path: Path) -> None:
    path = write_csv(tmp_path, HEAD, ONE)
    bring(write_csv(tmp_path, HEAD, ONE, name="草稿.csv"), replace(ROSTER, title="样例草稿"))
    assert walked(client, "/api/v1/cleaner-rosters/") == []
    take_in(path)
    (row,) = walked(client, "/api/v1/cleaner-rosters/?unit=320000&year=2022&list=roster")
    assert (row["title"], row["lines"], row["published_on"], row["has_copy"]) == (ROSTER.title, 1, "2022-03-31", False)
    assert walked(client, "/api/v1/cleaner-rosters/?year=2021") == []


def test_number_of_queries_does_not_depend_on_the_number_of_rows(client: Client) -> None:
    take_in_survey(STAFF, at=AT)

    def asked(name: str, limit: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(f"/api/v1/{name}/?limit={limit}")
        return len(caught)

    for each in DATASETS:
        assert asked(each.name, 1) == asked(each.name, 500), each.name


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("limit=-1", "whole number from 1 to 1000"),
        ("limit=0", "whole number from 1 to 1000"),
        ("limit=1001", "whole number from 1 to 1000"),
        (f"limit={'9' * 5000}", "whole number from 1 to 1000"),
        ("limit=%D9%A1", "whole number from 1 to 1000"),
        ("cursor=1-2", "Take the address under “next”"),
        (f"cursor={'9' * 30}", "Take the address under “next”"),
        ("cursor=' OR 1=1", "Take the address under “next”"),
        ("cursor=", "Take the address under “next”"),
        ("year=99999999999999999999", "whole number of 1900-2200"),
        ("year=x", "whole number of 1900-2200"),
        ("unit=999999", "Give one of: 110000"),
        ("list=roster&list=results", "once"),
        ("entered_by=1", "These are: unit, year, list, limit, cursor."),
        ("limit=1%00", "/api/v1/ says what can be asked"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_both_languages(client: Client, query: str, told: str) -> None:
    answer = client.get(f"/api/v1/cleaner-cells/?{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    said = answer.json()
    assert told in said["detail_en"]
    assert re.search("[一-鿿]", said["detail"])
    assert len(answer.content) < 3_000


def test_other_sites_may_read_and_nobody_may_write(client: Client) -> None:
    answer = client.get("/api/v1/")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    again = client.get("/api/v1/", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head("/api/v1/cleaner-cells/")
    assert (head.status_code, head.content) == (200, b"")
    assert client.options("/api/v1/cleaner-cells/").status_code == 204
    for refused, status in ((client.post("/api/v1/"), 405), (client.get("/api/v1/no-such-set/"), 404)):
        assert (refused.status_code, refused.json()["status"]) == (status, status)
        assert refused.headers["Access-Control-Allow-Origin"] == "*"


def test_document_is_openapi_and_tells_every_set_column_and_filter(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    validate(document)
    for each in DATASETS:
        read = document["paths"][f"/api/v1/{each.name}/"]["get"]
        assert [one["name"] for one in read["parameters"]] == [
            *(one.name for one in each.filters), "limit", "cursor",
        ]  # fmt: skip
        shape = read["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        row = document["components"]["schemas"][shape.removesuffix("Page") + "Row"]
        assert list(row["properties"]) == [one.name for one in each.columns]
    listed = client.get("/api/v1/").json()["datasets"]
    assert [each["name"] for each in listed] == [each.name for each in DATASETS]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages_tell_every_set_and_column(client: Client, prefix: str) -> None:
    overview = client.get(f"{prefix}/data/").content.decode()
    dictionary = client.get(f"{prefix}/data/dictionary.csv").content.decode()
    for each in DATASETS:
        assert f'href="{prefix}/data/{each.name}/"' in overview
        page = client.get(f"{prefix}/data/{each.name}/").content.decode()
        for column in each.columns:
            assert f"<code>{column.name}</code>" in page
            assert f"{each.name},{each.row},{column.name}," in dictionary or f",{column.name}," in dictionary
    assert client.get(f"{prefix}/data/no-such-set/").status_code == 404


def test_what_is_refused_before_any_page_is_told_as_json_too() -> None:
    flood = HttpResponse("<h1>…</h1>", status=429, headers={"Retry-After": "7"})
    answer = OpenReading(lambda _request: flood)(RequestFactory().get("/bulk/cleaner-cells.csv"))
    assert isinstance(answer, HttpResponse)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert json.loads(answer.content)["code"] == "too-many-requests"
    page = HttpResponse("<h1>…</h1>", status=429)
    assert OpenReading(lambda _request: page)(RequestFactory().get("/data/")) is page
