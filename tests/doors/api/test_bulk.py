"""Whole data sets as files: the same rows in each form, harmless, made anew when something changes (REC-9)."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from qingce.domain.cleaner_production.actions import FindingText, enter_finding, take_in_survey
from qingce.domain.cleaner_production.enums import HowFound, ListKind, ListState
from qingce.domain.cleaner_production.queries import Cell
from qingce.domain.statistics.datasets import writing
from qingce.domain.statistics.queries import DATASETS, FORMS
from qingce.shared.parties.queries import operator
from tests.doors.api.walking import walked
from tests.factories import AT

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-9")]
STAFF = operator("test")
SAID = FindingText(ListState.PUBLISHED, HowFound.WEB, "=HYPERLINK(1)", link="https://example.org/1")


def taken(client: Client, name: str) -> bytes:
    answer = client.get(f"/bulk/{name}")
    assert answer.status_code == 200, name
    return answer.getvalue()


def test_every_form_has_the_rows_of_the_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "PIECE", 50)
    take_in_survey(STAFF, at=AT)
    for each in DATASETS:
        rows = walked(client, f"/api/v1/{each.name}/?limit=1000")
        lines = taken(client, f"{each.name}.jsonl").decode().splitlines()
        assert [json.loads(line) for line in lines] == rows, each.name
        table = pl.read_parquet(io.BytesIO(taken(client, f"{each.name}.parquet")))
        assert table.columns == [column.name for column in each.columns]
        assert json.loads(json.dumps(table.to_dicts(), default=str)) == rows, each.name
        told = taken(client, f"{each.name}.csv").decode("utf-8-sig")
        read = list(csv.DictReader(io.StringIO(told)))
        assert [[one.lstrip("'") for one in row.values()] for row in read] == [
            ["" if one is None else str(one).lower() if isinstance(one, bool) else str(one) for one in row.values()]
            for row in rows
        ], each.name


def test_csv_has_no_cell_that_a_spreadsheet_runs_and_is_made_anew_after_a_change(
    client: Client, settings: Settings
) -> None:
    cell = Cell("320000", 2022, ListKind.ROSTER)
    first = enter_finding(STAFF, cell, SAID, seen=None, at=AT)
    before = client.get("/bulk/cleaner-cells.csv")
    assert ",'=HYPERLINK(1)," in before.getvalue().decode()
    tag = before.headers["ETag"]
    assert client.get("/bulk/cleaner-cells.csv", headers={"If-None-Match": tag}).status_code == 304
    enter_finding(STAFF, cell, replace(SAID, source="样例公告", reason="来源有误"), seen=first, at=AT)
    after = client.get("/bulk/cleaner-cells.csv", headers={"If-None-Match": tag})
    assert (after.status_code, "样例公告" in after.getvalue().decode()) == (200, True)
    assert len(list(Path(settings.HOME).joinpath("bulk").iterdir())) == 1


def test_head_tells_the_size_and_hostile_names_are_refused(client: Client) -> None:
    answer = client.head("/bulk/cleaner-cells.parquet")
    assert (answer.status_code, answer.headers["Content-Type"], answer.content) == (200, FORMS["parquet"], b"")
    assert answer.headers["Content-Length"] == str(len(taken(client, "cleaner-cells.parquet")))
    for path, status in (
        ("nothing.csv", 404), ("cleaner-cells.exe", 404), ("cleaner-cells.csv?year=2020", 400), ("..%2f.csv", 404),
    ):  # fmt: skip
        refused = client.get(f"/bulk/{path}")
        assert (refused.status_code, refused.headers["Content-Type"]) == (status, "application/problem+json"), path
    assert client.post("/bulk/cleaner-cells.csv").status_code == 405
