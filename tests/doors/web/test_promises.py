"""Promises in public, in My Green Choice and in the office."""

from __future__ import annotations

import csv
import html
import io
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from pytest_django.fixtures import Settings

from qingce.domain.disclosure.models import PromisedRecord
from qingce.domain.enterprises.models import Enterprise
from tests.domain.disclosure.promising import hand_in, promiser, publish, term_of
from tests.domain.documents.keeping import Kept
from tests.factories import SCRIPT, somebody, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-8", "ACC-2")]
START, DUE = "2025-09-22", "2025-10-11"


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def own(db: None) -> Kept:
    """One promise kept, one missed, one running."""
    found = promiser("2025-09-18")
    first, _second = publish(found, START, 2)
    hand_in(found, [first], DUE)
    publish(found, str(localdate()))
    return found


def words(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def test_everybody_reads_who_kept_the_promise_and_how_it_is_counted(client: Client, own: Kept) -> None:
    page = words(client, "/en/promises/")
    for said in ("kept <b>1</b> of <b>2</b> (50%)", "not kept <b>1</b>", "still running <b>1</b>"):
        assert said in page
    assert "within 10 working days (BMD step 6)" in page
    assert "how many were kept, rounded down" in page
    assert f'href="/en/enterprises/{own.enterprise}/promises/"' in page
    page = words(client, f"/en/enterprises/{own.enterprise}/")
    assert "kept <b>1</b> of <b>2</b> (50%)" in page
    page = words(client, f"/en/enterprises/{own.enterprise}/promises/")
    assert '28 September 2025 <span class="soft">Sunday, worked in place of a day off' in page
    assert "1 October 2025 (holiday)" in page
    assert re.findall(r"status\">(Kept|Not kept|Running)<", page) == ["Running", "Not kept", "Kept"]


def test_the_download_is_safe_from_formulas_and_says_every_day(client: Client, own: Kept) -> None:
    Enterprise.objects.filter(pk=own.enterprise).update(name=f"=1+1{SCRIPT}")
    rows = list(csv.reader(io.StringIO(client.get("/en/promises/promises.csv").content.decode("utf-8-sig"))))
    assert [len(each) for each in rows] == [14] * 4
    assert rows[1][1] == f"'=1+1{SCRIPT}"
    assert rows[1][6:] == ["2025-09-22", "", START, DUE, DUE, rows[1][11], "Kept", ""]
    assert SCRIPT not in client.get("/en/promises/").content.decode()


def test_pages_ask_as_often_for_three_as_for_one(client: Client, own: Kept) -> None:
    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    paths = ("/promises/", f"/enterprises/{own.enterprise}/promises/", "/promises/promises.csv")
    first = {path: asked(path) for path in paths}
    publish(own, START, 3)
    assert {path: asked(path) for path in paths} == first


def test_my_green_choice_says_what_is_owed_by_when_why_and_what_is_next(client: Client, own: Kept) -> None:
    client.force_login(own.person)
    for path in (f"/en/my/green-choice/{own.enterprise}/", f"/en/my/green-choice/{own.enterprise}/promises/"):
        page = words(client, path)
        assert "Correct and explain 1 new record: Environmental supervision record" in page
        assert "10 working days left (until" in page
        assert "Promised: within 10 working days; day zero is 22 September 2025. Next: explain what was" in page
        assert "working days late (was due by 11 October 2025)" in page
    client.force_login(somebody("other@example.org"))
    words(client, f"/en/my/green-choice/{own.enterprise}/promises/", 403)


def test_year_without_a_calendar_is_said_and_never_guessed(client: Client, own: Kept) -> None:
    PromisedRecord.objects.filter(handed_in_on=None).update(due_on=None, starts_on="2026-12-22")
    client.force_login(own.person)
    said = "within 10 working days; the working days of 2027 are not published yet"
    for path in (f"/en/my/green-choice/{own.enterprise}/promises/", f"/en/enterprises/{own.enterprise}/promises/"):
        assert said in words(client, path)
    assert "not kept <b>0</b>" in words(client, "/en/promises/")


def test_the_office_notes_an_earlier_notice_in_its_area_only(client: Client, own: Kept) -> None:
    pk = term_of(PromisedRecord.objects.order_by("pk")[1].record_id).pk
    client.force_login(staff_member(email="near@example.org", area="330600"))
    assert "2 new records for which nothing was handed in" in words(client, "/en/office/promises/")
    path = f"/en/office/promises/{pk}/"
    assert "Was the enterprise told earlier?" in words(client, path)
    answer = client.post(path, {"told_on": "2025-09-01", "reason": "函告"})
    assert (answer.status_code, "Give a day from 2025-09-18" in answer.content.decode()) == (422, True)
    assert client.post(path, {"told_on": "?", "reason": "函告"}).status_code == 422
    assert client.post(path, {"told_on": "2025-09-19", "reason": "9月19日函告。"}).status_code == 302
    assert "9月19日函告。" in words(Client(), f"/en/enterprises/{own.enterprise}/promises/")
    client.force_login(staff_member(email="far@example.org", area="440300"))
    words(client, path, 404)
    assert "0 new records" in words(client, "/en/office/promises/")
