"""A published list brought in through the office, from its file to the public pages (CPA-1)."""

from __future__ import annotations

import csv
import html
import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from qingce.domain.cleaner_production.models import Roster
from qingce.domain.enterprises.models import Enterprise
from qingce.shared.files.models import StoredFile
from qingce.shared.intake.models import Batch
from qingce.shared.parties.enums import StaffRole
from tests import hostile_files
from tests.domain.cleaner_production.rostering import HEAD, ONE, RESULTS, TWO, csv_of, take_in, write_csv
from tests.factories import SCRIPT, staff_member, work

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CPA-1")]
SAID = {
    "unit": "320000", "list": "roster", "first_year": "2022", "obligation": "mandatory", "title": "样例省2022年名单",
    "issuer": "江苏省生态环境厅", "link": "https://example.org/2022", "published_on": "2022-03-31",
}  # fmt: skip
BRING = "/en/office/cleaner-production/rosters/"


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(staff_member(StaffRole.SENIOR_REVIEWER))
    return client


def sent(client: Client, text: str, **said: object) -> int:
    file = SimpleUploadedFile("名单.csv", text.encode())
    answer = client.post(BRING, SAID | {"file": file} | said)
    assert answer.status_code == 302, answer.content.decode()
    work()
    return Batch.objects.latest("pk").pk


def words(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def test_list_goes_from_its_file_to_the_public_pages(office: Client, client: Client) -> None:
    everybody = Client()
    assert "neither a roster of audited enterprises nor" in words(everybody, "/en/cleaner-production/rosters/")
    copy = SimpleUploadedFile("公告.pdf", hostile_files.plain_pdf())
    batch = sent(office, csv_of((HEAD, ONE, TWO)), copy=copy)
    page = words(office, f"{BRING}{batch}/")
    assert page.count(" selected") == 4
    asked = re.findall(r'href="([^"]+/columns/)"', words(office, f"/en/office/imports/{batch}/"))
    assert [office.get(each).headers["Location"] for each in asked] == [f"{BRING}{batch}/"]
    answer = office.post(f"{BRING}{batch}/", {"column-2": "enterprise_name", "column-3": "uscc", "column-5": "grounds"})
    assert answer.headers["Location"] == f"/en/office/imports/{batch}/"
    work()
    found = Batch.objects.get(pk=batch)
    assert office.get(f"{BRING}{batch}/").status_code == 200
    office.post(f"/en/office/imports/{batch}/", {"act": "run", "mapping": found.mapping_sha256})
    work()
    roster = Roster.objects.get()
    assert ONE[1] in words(everybody, f"/en/cleaner-production/rosters/{roster.pk}/")
    assert "Over limits + Toxic" in words(everybody, f"/en/cleaner-production/rosters/{roster.pk}/")
    assert SAID["title"] in words(everybody, "/en/cleaner-production/rosters/?unit=320000&year=2022&list=roster")
    assert "No list fits all of this" in words(everybody, "/en/cleaner-production/rosters/?unit=330000")
    owner = Enterprise.objects.order_by("pk")[0]
    assert "What published lists say" in words(everybody, f"/en/enterprises/{owner.pk}/")
    rows = everybody.get(f"/cleaner-production/rosters/{roster.pk}/lines.csv").content.decode("utf-8-sig")
    assert [row[1] for row in csv.reader(io.StringIO(rows))] == ["企业", ONE[1], TWO[1]]
    saved = everybody.get(f"/cleaner-production/rosters/{roster.pk}/copy/")
    assert saved.headers["Content-Type"] == "application/pdf"
    saved.close()


@pytest.mark.parametrize(
    ("said", "anchor"),
    [
        ({"title": ""}, "title"), ({"first_year": "x"}, "first_year"), ({"published_on": "gestern"}, "published_on"),
        ({"list": "other"}, "list"), ({"link": "ftp"}, "link"), ({"file": ""}, "file"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    office: Client, said: dict[str, str], anchor: str
) -> None:
    file = SimpleUploadedFile("名单.csv", csv_of((HEAD, ONE)).encode())
    answer = office.post(BRING, SAID | {"file": file, "department": SCRIPT} | said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{anchor}"' in page
    assert SCRIPT not in page
    assert html.escape(SCRIPT) in page
    assert (Batch.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_columns_said_twice_or_not_at_all_are_told(office: Client) -> None:
    batch = sent(office, csv_of((HEAD, ONE)))
    twice = office.post(f"{BRING}{batch}/", {"column-1": "uscc", "column-3": "uscc"})
    assert (twice.status_code, 'href="#column-3"' in twice.content.decode()) == (422, True)
    none = office.post(f"{BRING}{batch}/", {"column-1": "note"})
    assert (none.status_code, 'href="#column-1"' in none.content.decode()) == (422, True)


def test_file_that_is_too_large_is_refused(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from qingce.doors.web.office import rosters
    from qingce.doors.web.uploads import UploadLimits

    monkeypatch.setattr(rosters, "LIMITS", UploadLimits("x", files_most=2, file_mb=1))
    file = SimpleUploadedFile("名单.csv", b"x" * (1024 * 1024 + 1))
    answer = office.post(BRING, SAID | {"file": file})
    assert answer.status_code == 422
    assert Batch.objects.count() == 0


def test_staff_of_elsewhere_neither_bring_nor_see_a_list(office: Client) -> None:
    batch = sent(office, csv_of((HEAD, ONE)))
    elsewhere = Client()
    elsewhere.force_login(staff_member(StaffRole.SENIOR_REVIEWER, area="330000", email="zj@example.org"))
    assert elsewhere.get(f"{BRING}{batch}/").status_code == 404
    file = SimpleUploadedFile("名单.csv", csv_of((HEAD, ONE)).encode())
    assert elsewhere.post(BRING, SAID | {"file": file}).status_code == 403


def test_pages_ask_as_often_for_two_lines_as_for_one(client: Client, tmp_path: Path) -> None:
    take_in(write_csv(tmp_path, (*HEAD, "验收结果"), (*ONE, "不合格")), RESULTS)
    paths = (f"/cleaner-production/rosters/{Roster.objects.get().pk}/", f"/enterprises/{Enterprise.objects.get().pk}/")

    def asked() -> list[int]:
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            found.append(len(queries))
        return found

    assert "should" not in words(client, paths[1])
    assert "a new audit is due" in words(client, f"/en{paths[1]}")
    first = asked()
    take_in(write_csv(tmp_path, (*HEAD, "验收结果"), (*ONE[:4], "1", "合格"), (*TWO, "合格"), name="b.csv"), RESULTS)
    assert asked() == first
