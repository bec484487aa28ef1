"""A file brought in through the office, from upload to the public page and back (REC-3)."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from qingce.domain.enterprises.enums import AskReason
from qingce.domain.records.models import Record
from qingce.domain.records.permissions import visible_to
from qingce.shared.intake.enums import BatchState
from qingce.shared.intake.models import Batch, SavedMapping
from qingce.shared.intake.tasks import remove_uploads
from qingce.shared.parties.enums import NOBODY, StaffRole
from qingce.shared.parties.queries import name_behind
from tests.factories import penalty, staff_member, take_in, work

pytestmark = pytest.mark.django_db
CSV = "企业名称,处罚文号,处罚日期,违法事实,罚款金额（万元）\n" + "".join(
    f"示例{n}染整有限公司,示环罚〔2024〕{n}号,2024-03-0{n},未按规定设置排污口,{n}.5\n" for n in range(1, 5)
)


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(staff_member(StaffRole.SENIOR_REVIEWER))
    return client


def uploaded(office: Client, text: str = CSV, name: str = "处罚.csv") -> int:
    file = SimpleUploadedFile(name, text.encode())
    answer = office.post("/office/imports/", {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    work()
    return Batch.objects.latest("pk").pk


def proposed(page: str) -> dict[str, str]:
    """What the form would send as it is shown."""
    from html.parser import HTMLParser

    class Form(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.said: dict[str, str] = {}
            self._select = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = {name: value or "" for name, value in attrs}
            if tag == "select":
                self._select = given["name"]
            elif tag == "option" and "selected" in given:
                self.said[self._select] = given["value"]
            elif tag == "input" and given.get("name") and (given.get("type") != "radio" or "checked" in given):
                self.said[given["name"]] = given.get("value", "")

    form = Form()
    form.feed(page)
    return form.said


@pytest.mark.requirement("REC-3")
def test_file_goes_from_upload_to_the_public_page_and_back(office: Client) -> None:
    batch = uploaded(office)
    said = proposed(office.get(f"/office/imports/{batch}/columns/").content.decode())
    fields = [said[f"column-{number}"] for number in range(1, 6)]
    assert fields == ["enterprise_name", "doc_no", "decided_on", "description", "fine_cny"]
    assert (said["mapping"], said["source_title"]) == ("own", "处罚")
    answer = office.post(
        f"/office/imports/{batch}/columns/", said | {"type": "supervision", "issuer": "示例县生态环境局"}
    )
    assert answer.status_code == 302
    work()
    page = office.get(f"/office/imports/{batch}/").content.decode()
    assert "示例1染整有限公司" in page
    assert "15,000" in page
    mapping = Batch.objects.get(pk=batch).mapping_sha256
    office.post(f"/office/imports/{batch}/", {"act": "run", "mapping": mapping})
    work()
    record = Record.objects.get(doc_no="示环罚〔2024〕2号")
    assert (record.fine_cny, record.issuer, record.title) == (
        25000,
        "示例县生态环境局",
        "环境监管记录 示环罚〔2024〕2号",
    )
    assert Client().get(f"/records/{record.pk}/").status_code == 200
    assert f"/records/{record.pk}/" in office.get(f"/office/imports/{batch}/").content.decode()
    assert office.get(f"/office/imports/{batch}/undo/").status_code == 200
    refused = office.post(f"/office/imports/{batch}/undo/", {"reason": " "})
    assert refused.status_code == 422
    proposal = office.post(f"/office/imports/{batch}/undo/", {"reason": "文件发错了地区"}).headers["Location"]
    colleague = Client()
    colleague.force_login(staff_member(StaffRole.SENIOR_REVIEWER, email="second@example.org"))
    assert colleague.post(proposal, {"act": "confirm"}).status_code == 302
    work()
    gone = Client().get(f"/records/{record.pk}/")
    assert gone.status_code == 410
    assert "文件发错了地区" in gone.content.decode()


def test_columns_that_lack_what_is_needed_are_told_and_nothing_typed_is_lost(office: Client) -> None:
    batch = uploaded(office)
    said = {"mapping": "own", "column-2": "doc_no", "column-3": "doc_no", "issuer": "示例县生态环境局"}
    answer = office.post(f"/office/imports/{batch}/columns/", said)
    page = answer.content.decode()
    assert answer.status_code == 422
    for anchor in ("#id-type", "#id-source_title", "#id-column-1", "#id-column-3"):
        assert f'href="{anchor}"' in page
    assert 'value="示例县生态环境局"' in page
    assert Batch.objects.get(pk=batch).state == BatchState.MAPPING


@pytest.mark.requirement("REC-3")
def test_columns_kept_under_a_title_fit_the_next_file(office: Client) -> None:
    batch = uploaded(office)
    said = proposed(office.get(f"/office/imports/{batch}/columns/").content.decode())
    said |= {"type": "supervision", "save_as": "示例县月报"}
    assert office.post(f"/office/imports/{batch}/columns/", said).status_code == 302
    saved = SavedMapping.objects.get()
    assert (saved.title, saved.version, name_behind(saved.saved_by)) == ("示例县月报", 1, "数据组")
    other = uploaded(office, CSV.replace("〔2024〕", "〔2025〕"))
    page = office.get(f"/office/imports/{other}/columns/").content.decode()
    assert proposed(page)["mapping"] == saved.name
    assert "示例县月报" in page
    assert office.post(f"/office/imports/{other}/columns/", {"mapping": saved.name}).status_code == 302
    work()
    assert Batch.objects.get(pk=other).trial["rows_new"] == 4


def test_mapping_made_for_the_same_columns_comes_before_one_that_fits_as_well(office: Client) -> None:
    batch = uploaded(office)
    for title, text in (
        ("甲", CSV.replace("违法事实,", "违法事实,备注,").replace("排污口,", "排污口,无,")),
        ("乙", CSV),
    ):
        made = uploaded(office, text)
        shown = proposed(office.get(f"/office/imports/{made}/columns/").content.decode())
        office.post(
            f"/office/imports/{made}/columns/", shown | {"mapping": "own", "type": "supervision", "save_as": title}
        )
    first = proposed(office.get(f"/office/imports/{batch}/columns/").content.decode())["mapping"]
    assert first == SavedMapping.objects.get(title="乙").name


def test_rejected_rows_are_downloaded_with_what_is_wrong(office: Client) -> None:
    batch = uploaded(office, CSV.replace("2024-03-02", "2024-13-02"))
    said = proposed(office.get(f"/office/imports/{batch}/columns/").content.decode())
    office.post(f"/office/imports/{batch}/columns/", said | {"type": "supervision"})
    work()
    page = office.get(f"/office/imports/{batch}/").content.decode()
    assert f"/office/imports/{batch}/rejected/1/" in page
    assert '决定日期 <span lang="zh-Hans">(处罚日期)</span>' in page
    assert "“2024-13-02”" in page
    answer = office.get(f"/office/imports/{batch}/rejected/1/")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert b"".join(answer.streaming_content).decode("utf-8-sig").count("示环罚〔2024〕2号") == 1
    assert office.get(f"/office/imports/{batch}/rejected/2/").status_code == 404


@pytest.mark.parametrize(("text", "code"), [("", 422), ("\n\n", 302)])
def test_file_that_holds_nothing_is_told(office: Client, text: str, code: int) -> None:
    answer = office.post("/office/imports/", {"file": SimpleUploadedFile("空.csv", text.encode())})
    assert answer.status_code == code
    work()
    assert visible_records() == 0
    if code == 302:
        batch = Batch.objects.get()
        assert "空.csv" in office.get(f"/office/imports/{batch.pk}/").content.decode()
        assert batch.state == BatchState.REFUSED


def test_upload_without_a_token_is_refused() -> None:
    office = Client(enforce_csrf_checks=True)
    office.force_login(staff_member())
    answer = office.post("/office/imports/", {"file": SimpleUploadedFile("处罚.csv", CSV.encode())})
    assert (answer.status_code, Batch.objects.count()) == (403, 0)


def test_second_person_is_told_that_the_file_is_in(office: Client) -> None:
    first = uploaded(office)
    said = proposed(office.get(f"/office/imports/{first}/columns/").content.decode()) | {"type": "supervision"}
    second = uploaded(office)
    for batch in (first, second):
        office.post(f"/office/imports/{batch}/columns/", said)
    work()
    mapping = Batch.objects.get(pk=first).mapping_sha256
    assert office.post(f"/office/imports/{first}/", {"act": "run", "mapping": mapping}).status_code == 302
    told = office.post(f"/office/imports/{second}/", {"act": "run", "mapping": mapping})
    assert (told.status_code, f"/office/imports/{first}/" in told.content.decode()) == (422, True)


@pytest.mark.parametrize("number", [1, 20])
def test_list_of_imports_costs_the_same_however_long(office: Client, number: int) -> None:
    for n in range(number):
        uploaded(office, CSV.replace("2024", str(2000 + n)))
    with CaptureQueriesContext(connection) as queries:
        office.get("/office/imports/")
    assert len(queries) == 9


def test_busy_page_asks_for_its_part_and_then_for_the_whole(office: Client) -> None:
    batch = uploaded(office)
    done = office.get(f"/office/imports/{batch}/", headers={"HX-Request": "true"})
    assert (done.status_code, done.headers["HX-Refresh"]) == (204, "true")
    Batch.objects.filter(pk=batch).update(state=BatchState.RUNNING, rows_total=10, rows_done=5)
    part = office.get(f"/office/imports/{batch}/", headers={"HX-Request": "true"}).content.decode()
    assert part.count("<progress") == 1
    assert "<h1" not in part


def visible_records() -> int:
    return Record.objects.filter(visible_to(NOBODY)).count()


def test_type_that_there_is_not_is_asked_for_again_and_nothing_typed_is_lost(office: Client) -> None:
    batch = uploaded(office)
    said = proposed(office.get(f"/office/imports/{batch}/columns/").content.decode())
    answer = office.post(
        f"/office/imports/{batch}/columns/", said | {"type": "no-such-type", "issuer": "示例县生态环境局"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#id-type"' in page
    assert "示例县生态环境局" in page


def test_mapping_said_in_english_gives_the_same_titles(office: Client) -> None:
    texts = []
    for prefix in ("", "/en"):
        batch = uploaded(office)
        said = proposed(office.get(f"{prefix}/office/imports/{batch}/columns/").content.decode())
        office.post(f"{prefix}/office/imports/{batch}/columns/", said | {"type": "supervision"})
        texts.append(Batch.objects.get(pk=batch).mapping_text)
    assert texts[0] == texts[1]


def test_disk_that_fills_up_during_an_upload_is_told_and_gets_its_room_back(
    office: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path

    def full(*_words: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", full)
    answer = office.post("/office/imports/", {"file": SimpleUploadedFile("处罚.csv", CSV.encode())})
    assert (answer.status_code, Batch.objects.count()) == (422, 0)
    assert "磁盘已满" in answer.content.decode()
    assert list(tmp_path.iterdir()) == []


def test_uploads_that_a_kill_left_behind_are_swept(tmp_path: Path, settings: Settings) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    old, new = tmp_path / "old.upload", tmp_path / "new.upload"
    old.touch()
    new.touch()
    os.utime(old, (0, 0))
    assert remove_uploads(before=datetime(2020, 1, 1, tzinfo=UTC)) == 1
    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.requirement("REC-4")
def test_rows_of_doubt_are_told_before_the_run_and_lead_to_their_questions_after_it(office: Client) -> None:
    take_in(penalty())
    batch = uploaded(office, CSV.replace("示例1染整", "绍兴样申印染"))
    said = proposed(office.get(f"/office/imports/{batch}/columns/").content.decode())
    office.post(f"/office/imports/{batch}/columns/", said | {"type": "supervision"})
    work()
    assert str(AskReason.NEAR.label) in office.get(f"/office/imports/{batch}/").content.decode()
    office.post(f"/office/imports/{batch}/", {"act": "run", "mapping": Batch.objects.get(pk=batch).mapping_sha256})
    work()
    assert f"/office/review/?batch={batch}" in office.get(f"/office/imports/{batch}/").content.decode()
