"""Correction requests in the office: one page, one decision; what is decided and what is answered are one act."""

from __future__ import annotations

import html
import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from qingce.domain.records.actions import add_to_request, answer_request
from qingce.domain.records.enums import EVIDENCE, Answer, Outcome
from qingce.domain.records.models import CorrectionRequest, Record, RequestContact
from qingce.domain.records.queries import get_record, reusable_answers, staff_request
from qingce.shared.files.actions import keep_upload
from qingce.shared.files.enums import FileType
from qingce.shared.parties.enums import NOBODY, StaffRole
from qingce.shared.parties.queries import SYSTEM, name_behind, operator, signature_name
from tests import hostile_files
from tests.factories import AT, ask, penalty, register, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-2")]


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def record() -> Record:
    return register(penalty())[0]


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(staff_member(StaffRole.SENIOR_REVIEWER, name="复核员"))
    return client


def newest() -> int:
    return CorrectionRequest.objects.order_by("-pk")[0].pk


def seen(client: Client, pk: int) -> str:
    found = re.search('name="seen" value="([^"]+)"', client.get(f"/office/requests/{pk}/").content.decode())
    assert found is not None
    return found[1]


def send(client: Client, pk: int, **said: object) -> str:
    answer = client.post(f"/en/office/requests/{pk}/", {"seen": seen(client, pk), "act": "answer", **said})
    return answer.headers.get("Location") or html.unescape(answer.content.decode())


def test_queue_shows_the_oldest_first_and_the_office_counts_it(office: Client, record: Record) -> None:
    for day in (2, 1):
        ask(record, nonce=str(day), statement=f"第{day}处", at=AT + timedelta(days=day))
    text = office.get("/en/office/requests/").content.decode()
    first, second = CorrectionRequest.objects.order_by("received_at")
    assert "2 requests wait" in text
    assert text.index(first.reference) < text.index(second.reference)
    assert "<strong>2</strong> correction requests" in office.get("/en/office/").content.decode()


def test_one_page_shows_all_that_the_decision_needs(office: Client, record: Record) -> None:
    ask(record, field="fine_cny", proposed="十二万元", is_enterprise=True)
    text = office.get(f"/en/office/requests/{newest()}/").content.decode()
    for told in ("chen@example.org", "陈样本", "罚款金额应为十二万元", "not verified", record.title, "125,000"):
        assert told in text
    assert '<option value="fine_cny" selected>' in text
    assert ">十二万元</textarea>" in text


def test_answer_corrects_in_place_under_the_name_of_the_decider(office: Client, record: Record) -> None:
    ask(record)
    where = send(office, newest(), outcome="corrected", field=["fine_cny", ""], value=["120000", ""], text="与原文不符")
    assert where == "/en/office/requests/?answered=1"
    [correction] = get_record(record.pk, actor=NOBODY).corrections
    decider = name_behind(correction.corrected_by)
    assert (correction.current, decider, correction.reason) == ("120000", "复核员", "与原文不符")
    public = office.get(f"/records/{record.pk}/").content.decode()
    assert "与原文不符" in public
    assert signature_name(correction.corrected_by, {}) in public
    assert "复核员" not in public


def test_answer_leads_to_the_next_request(office: Client, record: Record) -> None:
    ask(record)
    ask(record, nonce="form-2", statement="另一处", at=AT + timedelta(days=1))
    first, second = CorrectionRequest.objects.order_by("pk").values_list("pk", flat=True)
    assert send(office, first, outcome="declined", text="原文如此") == f"/en/office/requests/{second}/?answered=1"


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"outcome": "", "text": "理由"}, "#outcome"),
        ({"outcome": "declined", "text": " "}, "#text"),
        ({"outcome": "moved", "text": "理由", "to": "x"}, "#to"),
        ({"outcome": "moved", "text": "理由", "to": "9" * 18}, "#to"),
        ({"outcome": "moved", "text": "理由", "to": "9" * 40}, "#to"),
    ],
)
def test_answer_that_lacks_something_keeps_what_was_typed(
    office: Client, record: Record, said: dict[str, str], place: str
) -> None:
    ask(record)
    text = send(office, newest(), **said, clause="保留的条款")
    assert f'<a href="{place}">' in text
    assert 'value="保留的条款"' in text
    assert CorrectionRequest.objects.get().outcome == ""


def test_value_that_cannot_be_is_told(office: Client, record: Record) -> None:
    ask(record)
    text = send(office, newest(), outcome="corrected", field=["published_on"], value=["某日"], text="理由")
    assert "某日" in text
    assert "This has to be put right" in text


def test_preview_changes_nothing_and_shows_both_values(office: Client, record: Record) -> None:
    ask(record)
    text = send(office, newest(), act="preview", outcome="corrected", field=["doc_no"], value=["新文号"], text="理由")
    for told in ("How it will read in public", "柯环罚〔2024〕7号", "新文号", "Staff P"):
        assert told in text
    assert CorrectionRequest.objects.get().outcome == ""


def test_reusable_reason_is_put_behind_what_was_typed(office: Client, record: Record) -> None:
    ask(record)
    reason = next(each for each in reusable_answers() if each.outcome == Outcome.DECLINED)
    text = send(office, newest(), act="insert", reusable=reason.number, text="您好。")
    assert f">您好。\n{reason.en}</textarea>" in text
    assert 'value="declined" checked' in text


def test_second_decider_is_told_who_was_faster(office: Client, record: Record) -> None:
    ask(record)
    pk = newest()
    before = seen(office, pk)
    answer_request(pk, Answer(Outcome.DECLINED, "原文如此"), seen=before, actor=operator("主任"), at=AT)
    answer = office.post(
        f"/en/office/requests/{pk}/", {"seen": before, "act": "answer", "outcome": "withdrawn", "text": "撤"}
    )
    text = answer.content.decode()
    assert (answer.status_code, "主任 has answered this request meanwhile" in text) == (422, True)


def test_decider_looks_again_at_what_was_added_meanwhile(office: Client, record: Record) -> None:
    secret = ask(record)
    pk = newest()
    before = seen(office, pk)
    add_to_request(secret, text="又一份判决", at=AT)
    said = {"act": "answer", "outcome": "declined", "text": "打好的答复"}
    text = office.post(f"/office/requests/{pk}/", {"seen": before, **said}).content.decode()
    assert "又一份判决" in text
    assert "打好的答复" in text
    again = re.findall('name="seen" value="([^"]+)"', text)[0]
    assert office.post(f"/office/requests/{pk}/", {"seen": again, **said}).status_code == 302


def test_statement_is_released_by_the_staff(office: Client, record: Record) -> None:
    ask(record)
    office.post(f"/office/requests/{newest()}/release/", {"statement": "金额有误"})
    assert "金额有误" in office.get(f"/records/{record.pk}/").content.decode()


def test_who_asked_is_erased(office: Client, record: Record) -> None:
    ask(record)
    assert office.post(f"/office/requests/{newest()}/erase/").status_code == 302
    assert RequestContact.objects.count() == 0
    assert "chen@example.org" not in office.get(f"/office/requests/{newest()}/").content.decode()


def test_evidence_is_a_download_for_the_staff_only(client: Client, record: Record) -> None:
    content = [hostile_files.plain_pdf()]
    file = keep_upload(content, name="判决书.pdf", accepts=FileType, purpose=EVIDENCE, at=AT)
    other = keep_upload(content, name="别人的.pdf", accepts=FileType, purpose=EVIDENCE, at=AT)
    ask(record, files=(file.id,))
    path = f"/office/requests/{newest()}/files/{file.id}/"
    assert client.get(path).status_code == 302
    client.force_login(staff_member())
    answer = client.get(path)
    assert answer.getvalue().startswith(b"%PDF-")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.get(f"/office/requests/{newest()}/files/{other.id}/").status_code == 404


def test_all_evidence_is_one_archive_for_the_staff_only(client: Client, record: Record) -> None:
    content = [hostile_files.plain_pdf()]
    first, second = (
        keep_upload(content, name="判决书.pdf", accepts=FileType, purpose=EVIDENCE, at=AT).id for _ in range(2)
    )
    secret = ask(record, files=(first,))
    path = f"/office/requests/{newest()}/files.zip"
    assert client.get(path).status_code == 302
    client.force_login(staff_member())
    assert path not in client.get(f"/office/requests/{newest()}/").content.decode()  # one file needs no archive
    add_to_request(secret, text="补充", files=(second,), at=AT)
    assert path in client.get(f"/office/requests/{newest()}/").content.decode()
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert archive.namelist() == ["判决书.pdf", "判决书 (2).pdf", "SHA256SUMS.txt"]
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"].startswith("attachment")


def test_archive_is_not_there_for_staff_of_another_place(client: Client, record: Record) -> None:
    file = keep_upload([hostile_files.plain_pdf()], name="a.pdf", accepts=FileType, purpose=EVIDENCE, at=AT)
    ask(record, files=(file.id,))
    client.force_login(staff_member(StaffRole.REVIEWER, email="far@example.org", area="110000"))
    assert client.get(f"/office/requests/{newest()}/files.zip").status_code == 404


def test_request_without_files_has_no_archive(office: Client, record: Record) -> None:
    ask(record)
    assert office.get(f"/office/requests/{newest()}/files.zip").status_code == 404


def test_unknown_request_is_not_found(office: Client) -> None:
    assert office.get("/office/requests/999999/").status_code == 404


def test_queue_and_page_ask_the_database_equally_often_for_one_and_three(office: Client, record: Record) -> None:
    counts = []
    for number in range(3):
        secret = ask(record, nonce=str(number), statement=f"第{number}处")
        for _ in range(number):
            add_to_request(secret, text=f"补充{_}", at=AT)
        with CaptureQueriesContext(connection) as queries:
            office.get("/office/requests/")
            office.get(f"/office/requests/{newest()}/")
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_answered_request_has_no_form_any_more(office: Client, record: Record) -> None:
    ask(record)
    version = staff_request(newest(), today=AT.date(), actor=SYSTEM).version
    answer_request(newest(), Answer(Outcome.REFERRED, "已转请核实"), seen=version, actor=operator("主任"), at=AT)
    text = office.get(f"/office/requests/{newest()}/").content.decode()
    assert 'name="seen"' not in text
    assert "已转请核实" in text
