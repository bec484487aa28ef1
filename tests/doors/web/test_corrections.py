"""Anybody says that a record is wrong: without a cookie or a script, nothing typed lost, nobody's name in public."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from qingce.domain.records.actions import answer_request, release_statement, withdraw_record
from qingce.domain.records.enums import Answer, Outcome
from qingce.domain.records.models import CorrectionRequest, Record, RequestContact
from qingce.domain.records.queries import staff_request
from qingce.doors.web import uploads
from qingce.doors.web.kept_files import file_response
from qingce.shared.files.models import StoredFile
from qingce.shared.files.queries import files_by_ids
from qingce.shared.parties.queries import SYSTEM, operator
from qingce.shared.tallies.models import HourTally
from tests import hostile_files
from tests.clamd import scanner
from tests.factories import AT, SCRIPT, ask, index, penalty, register

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-2")]
SAID = {"kind": "wrong", "statement": "罚款应为十二万元", "name": "陈样本", "email": "chen@example.org"}


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def record() -> Record:
    return register(penalty())[0]


def token(client: Client, path: str) -> str:
    found = re.search('name="token" value="([^"]+)"', client.get(path).content.decode())
    assert found is not None
    return html.unescape(found[1])


def send(client: Client, record: Record, *, prefix: str = "", **said: object) -> HttpResponse:
    path = f"{prefix}/records/{record.pk}/report/"
    return client.post(path, {"token": token(client, path), **SAID, **said})


def upload(content: bytes, name: str = "判决书.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_form_says_what_becomes_public(client: Client, record: Record) -> None:
    for prefix in ("", "/en"):
        response = client.get(f"{prefix}/records/{record.pk}/report/")
        text = response.content.decode()
        assert response.cookies == {}
        assert "no-store" in response["Cache-Control"]
        assert 'content="noindex"' in text
    for told in ("What becomes public", "within 10 working days", "Never: your name, your e-mail address, your files."):
        assert told in text


def test_record_page_leads_to_the_form_and_sets_no_cookie(client: Client, record: Record) -> None:
    response = client.get(f"/records/{record.pk}/")
    assert f'href="/records/{record.pk}/report/"' in response.content.decode()
    assert response.cookies == {}


def test_request_that_is_sent_leads_to_a_page_of_its_own(client: Client, record: Record) -> None:
    response = send(client, record, prefix="/en", files=[upload(hostile_files.plain_pdf())])
    assert response.status_code == 302
    page = client.get(response["Location"])
    text = page.content.decode()
    reference = CorrectionRequest.objects.get().reference
    for told in ("We have your request", reference, "罚款应为十二万元", "判决书.pdf", "working days left"):
        assert told in text
    assert "陈样本" not in text
    assert "chen@example.org" not in text
    assert (page["Referrer-Policy"], page.cookies, response.cookies) == ("no-referrer", {}, {})
    assert "no-store" in page["Cache-Control"]


def test_same_form_twice_leads_to_the_same_page(client: Client, record: Record) -> None:
    path = f"/records/{record.pk}/report/"
    sent = {"token": token(client, path), **SAID}
    assert client.post(path, sent)["Location"] == client.post(path, sent)["Location"]
    assert CorrectionRequest.objects.count() == 1


def test_fault_keeps_what_was_typed_and_the_files(client: Client, record: Record) -> None:
    response = send(
        client, record, prefix="/en", kind="", statement=SCRIPT, files=[upload(hostile_files.picture(), "现场.jpeg")]
    )
    text = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in text
    assert '<a href="#kind">Choose what is wrong with the record.</a>' in text
    assert 'id="kind-fault"' in text
    for told in (
        html.escape(SCRIPT),
        'value="陈样本"',
        'value="chen@example.org"',
        "现场.jpg",
    ):
        assert told in text
    kept = html.unescape(re.findall('name="kept" value="([^"]+)"', text)[0])
    form = html.unescape(re.findall('name="token" value="([^"]+)"', text)[0])
    again = client.post(f"/en/records/{record.pk}/report/", {"token": form, "kept": [kept], **SAID})
    assert again.status_code == 302
    [file] = StoredFile.objects.all()
    assert (file.name, file.attached_at is not None) == ("现场.jpg", True)


def test_kept_file_can_be_left_out(client: Client, record: Record) -> None:
    text = send(client, record, kind="", files=[upload(hostile_files.picture(), "a.jpg")]).content.decode()
    kept = html.unescape(re.findall('name="kept" value="([^"]+)"', text)[0])
    form = html.unescape(re.findall('name="token" value="([^"]+)"', text)[0])
    drop = StoredFile.objects.get().pk
    sent = {"token": form, "kept": [kept], "drop": [drop], **SAID}
    assert client.post(f"/records/{record.pk}/report/", sent).status_code == 302
    assert StoredFile.objects.count() == 0


def test_file_of_another_form_is_not_taken_over(client: Client, record: Record) -> None:
    text = send(client, record, kind="", files=[upload(hostile_files.picture(), "a.jpg")]).content.decode()
    kept = html.unescape(re.findall('name="kept" value="([^"]+)"', text)[0])
    assert send(client, record, kept=[kept]).status_code == 302
    assert StoredFile.objects.get().attached_at is None


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "empty.pdf", "empty"),
        (hostile_files.EICAR, "eicar.com", "no file of a type taken in here"),
        (b"<html><script>alert(1)</script>", "x.pdf", "no file of a type taken in here"),
        (hostile_files.office("docx"), "x.docx", "no file of a type taken in here"),
        (hostile_files.locked_pdf(), "locked.pdf", "password"),
        (hostile_files.huge_png, "bomb.png", "10000 × 10000 pixels"),
    ],
    ids=["empty", "eicar", "html", "docx", "locked", "bomb"],
)
def test_file_that_is_refused_is_told_beside_its_field(
    client: Client, record: Record, content: bytes | Callable[[], bytes], name: str, told: str
) -> None:
    made = content if isinstance(content, bytes) else content()
    response = send(client, record, prefix="/en", files=[upload(made, name)])
    text = response.content.decode()
    assert response.status_code == 422
    assert f'<a href="#files">{name}: ' in text
    assert told in text
    assert CorrectionRequest.objects.count() == 0


def test_file_that_is_too_large_is_told_and_the_rest_kept(
    client: Client, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_MB", 1000)  # ten kilobytes a file
    big, small = upload(b"%PDF-" + b"0" * 50_000, "big.pdf"), upload(hostile_files.plain_pdf(), "small.pdf")
    text = send(client, record, prefix="/en", files=[big, small]).content.decode()
    assert "big.pdf: The file is larger than 10 MB" in text
    assert "small.pdf" in text
    assert "罚款应为十二万元" in text


def test_body_beyond_all_bounds_is_not_read(client: Client, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "_MB", 100)
    response = send(client, record, prefix="/en", files=[upload(b"0" * 50_000, "big.pdf")])
    assert (response.status_code, "larger than 100 MB" in response.content.decode()) == (400, True)


def test_sixth_file_is_told(client: Client, record: Record) -> None:
    many = [upload(hostile_files.picture(), f"{number}.jpg") for number in range(6)]
    text = send(client, record, prefix="/en", files=many).content.decode()
    assert "At most 5 files can be sent." in text
    assert StoredFile.objects.count() == 5


def test_form_that_was_open_too_long_is_sent_again_with_all_in_it(
    client: Client, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/en/records/{record.pk}/report/"
    old = token(client, path)
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 25 * 3600)
    response = client.post(path, {"token": old, **SAID})
    text = response.content.decode()
    assert (response.status_code, "had been open for too long" in text, "罚款应为十二万元" in text) == (422, True, True)
    fresh = html.unescape(re.findall('name="token" value="([^"]+)"', text)[0])
    assert client.post(path, {"token": fresh, **SAID}).status_code == 302


@pytest.mark.parametrize(
    "text", ["", "nonsense", signing.dumps([1, "x"], salt="another")], ids=["none", "nonsense", "another"]
)
def test_form_that_is_not_ours_makes_no_request(client: Client, record: Record, text: str) -> None:
    assert client.post(f"/records/{record.pk}/report/", {"token": text, **SAID}).status_code == 422
    assert CorrectionRequest.objects.count() == 0


def test_form_of_another_record_makes_no_request(client: Client, record: Record) -> None:
    other = register(penalty(doc_no="柯环罚〔2024〕8号"))[1]
    sent = {"token": token(client, f"/records/{other.pk}/report/"), **SAID}
    assert client.post(f"/records/{record.pk}/report/", sent).status_code == 422


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {"origin": "null"}]
)
def test_form_on_another_site_is_refused(client: Client, record: Record, headers: dict[str, str]) -> None:
    path = f"/records/{record.pk}/report/"
    response = client.post(path, {"token": token(client, path), **SAID}, headers=headers)
    assert response.status_code == 403
    assert CorrectionRequest.objects.count() == 0


def test_form_of_this_site_is_taken(client: Client, record: Record) -> None:
    path = f"/records/{record.pk}/report/"
    sent = {"token": token(client, path), **SAID}
    assert client.post(path, sent, headers={"origin": "http://testserver"}).status_code == 302


def test_program_that_fills_in_everything_makes_no_request(client: Client, record: Record) -> None:
    response = send(client, record, website="http://spam.example")
    assert response.status_code == 422
    assert "spam.example" not in response.content.decode()
    assert CorrectionRequest.objects.count() == 0


def test_sixth_request_of_an_hour_waits_and_loses_nothing(client: Client, record: Record) -> None:
    for number in range(5):
        assert send(client, record, statement=f"第{number}处").status_code == 302
    response = send(client, record, prefix="/en", statement="第六处")
    text = response.content.decode()
    assert (response.status_code, "within this hour" in text, "第六处" in text) == (422, True, True)
    assert b"127.0.0.1" not in b"".join(bytes(each.key) for each in HourTally.objects.all())


def test_address_behind_our_web_server_is_the_one_it_noted(client: Client, record: Record, settings: Settings) -> None:
    settings.PROXIES = 1
    path = f"/records/{record.pk}/report/"
    for last in range(6):
        sent = {"token": token(client, path), **SAID, "statement": f"第{last}处"}
        response = client.post(path, sent, headers={"x-forwarded-for": f"203.0.113.9, 192.0.2.{last}"})
        assert response.status_code == 302


def test_withdrawn_record_has_no_form(client: Client, record: Record) -> None:
    withdraw_record(record.pk, actor=operator("复核员"), reason="重复", at=AT)
    response = client.get(f"/records/{record.pk}/report/")
    assert (response.status_code, response["Location"]) == (302, f"/records/{record.pk}/")
    assert client.get("/records/999999/report/").status_code == 404


def test_asker_adds_to_an_open_request(client: Client, record: Record) -> None:
    path = f"/en/requests/{ask(record)}/"
    response = client.post(path, {"text": "补充一页", "files": [upload(hostile_files.plain_pdf())]})
    text = client.get(response["Location"]).content.decode()
    for told in ("It has been added", "补充一页", "判决书.pdf"):
        assert told in text
    wrong = client.post(path, {"text": "保留的话", "files": [upload(b"MZ", "x.exe")]})
    assert wrong.status_code == 422
    assert '<a href="#files">x.exe: ' in wrong.content.decode()
    assert "保留的话" in wrong.content.decode()
    assert client.post(path, {"text": " "}).status_code == 422


def test_unknown_link_helps_on(client: Client) -> None:
    for path in (f"/requests/{'a' * 32}/", "/requests/x/"):
        response = client.get(path)
        assert response.status_code == 404
        assert "重新提出申请" in response.content.decode()


def test_record_page_shows_open_and_answered_requests(client: Client, record: Record) -> None:
    ask(record, statement="张某说谎")
    pk = CorrectionRequest.objects.get().pk
    text = client.get(f"/en/records/{record.pk}/").content.decode()
    for told in ("Something in it is wrong", "Open", "working day"):
        assert told in text
    assert "张某" not in text
    release_statement(pk, "某人说谎", actor=operator("复核员"), at=AT)
    seen = staff_request(pk, today=AT.date(), actor=SYSTEM).version
    answer_request(
        pk, Answer(Outcome.DECLINED, "与原文一致"), seen=seen, actor=operator("复核员"), at=AT + timedelta(days=1)
    )
    text = client.get(f"/en/records/{record.pk}/").content.decode()
    for told in ("某人说谎", "Declined", "与原文一致", "复核员"):
        assert told in text


@pytest.mark.requirement("REC-10")
def test_withdrawn_record_shows_the_answer_but_not_the_words(client: Client, record: Record) -> None:
    ask(record, kind="annulled")
    pk = CorrectionRequest.objects.get().pk
    release_statement(pk, "某法院撤销了绍兴样甲的处罚", actor=operator("复核员"), at=AT)
    seen = staff_request(pk, today=AT.date(), actor=SYSTEM).version
    answer_request(pk, Answer(Outcome.WITHDRAWN, "判决生效"), seen=seen, actor=operator("复核员"), at=AT)
    response = client.get(f"/records/{record.pk}/")
    text = response.content.decode()
    assert (response.status_code, "判决生效" in text, "某法院" in text) == (410, True, False)


def test_record_asks_the_database_equally_often_for_one_and_three_requests(client: Client, record: Record) -> None:
    counts = []
    for number in range(3):
        ask(record, nonce=str(number), statement=f"第{number}处")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/records/{record.pk}/")
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_file_leaves_as_a_download_of_its_true_type(client: Client, record: Record) -> None:
    send(client, record, files=[upload(hostile_files.plain_pdf(), 'a"b<script>.html')])
    [file] = files_by_ids([StoredFile.objects.get().pk])
    response = file_response(file, {})
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "private, no-store")
    assert b"".join(response.streaming_content).startswith(b"%PDF-")  # type: ignore[arg-type]
    response.close()


@pytest.mark.requirement("DIS-4")
def test_form_is_kept_while_the_virus_scanner_is_away(client: Client, record: Record, settings: Settings) -> None:
    settings.CLAMD = "/nowhere/clamd.ctl"
    answer = send(client, record, prefix="/en", files=[upload(hostile_files.plain_pdf(), "a.pdf")])
    text = answer.content.decode()
    assert "a.pdf: Files cannot be scanned for viruses just now" in text
    assert SAID["statement"] in text
    assert StoredFile.objects.count() == 0
    with scanner() as (settings.CLAMD, _):
        answer = send(client, record, prefix="/en", files=[upload(hostile_files.plain_pdf() + hostile_files.EICAR)])
    assert "The virus scanner finds “Eicar-Signature”" in answer.content.decode()


PUBLIC = (
    "/",
    "/search/?q=印染",
    "/search/download.csv?q=印染",
    "/about/",
    "/dictionary/",
    "/sitemap.xml",
    "/suggest/?q=绍兴",
)
# Each unlike anything else on a page.
WORDS = st.uuids().map(lambda each: f"私{each.hex[:12]}")


@given(name=WORDS, email=WORDS.map(lambda word: f"{word[1:]}@example.org"), statement=WORDS)
@trying(
    max_examples=8, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_who_asked_and_what_was_written_stand_in_no_public_page_or_export(
    client: Client, caplog: pytest.LogCaptureFixture, name: str, email: str, statement: str
) -> None:
    RequestContact.objects.all().delete()
    record = Record.objects.first() or register(penalty())[0]
    secret = ask(record, nonce=name + email, name=name, email=email, statement=statement)
    index()
    own = (
        f"/records/{record.pk}/",
        f"/enterprises/{record.enterprise_id}/",
        f"/enterprises/{record.enterprise_id}/records.csv",
        f"/records/{record.pk}/sources/{record.provenances.get().pk}/",
    )
    for path in [*PUBLIC, *own]:
        for prefix in ("", "/en"):
            response = client.get(prefix + path)
            if response.status_code == 404:  # what programs ask for has no language
                continue
            shown = html.unescape(response.getvalue().decode())
            for private in (name, email, statement, secret):
                assert private not in shown, path
    for private in (name, email):
        assert private not in html.unescape(client.get(f"/requests/{secret}/").content.decode())
    assert not any(private in caplog.text for private in (name, email, statement, secret))
    for word in (name, statement):
        assert f"/records/{record.pk}/" not in client.get("/search/", {"q": word}).content.decode()
