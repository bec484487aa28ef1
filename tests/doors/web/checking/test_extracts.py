"""Extracts of public pages: issued by anybody, once a day, checked by their code, compared with what comes back."""

from __future__ import annotations

import re
from datetime import date

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingce.domain.records.actions import correct_record, withdraw_record
from qingce.doors.web.extracts.enterprise import enterprise_extract
from qingce.doors.web.extracts.record import record_extract
from qingce.shared.changes.actions import number_changes, run_followers
from qingce.shared.issuing.models import IssuedDocument
from qingce.shared.issuing.queries import issued_by_code, standing_of
from qingce.shared.ledger.queries import entries_of
from qingce.shared.parties.queries import operator
from tests.factories import AT, penalty, register, release_rules

pytestmark = pytest.mark.django_db
HERE = {"headers": {"sec-fetch-site": "same-origin"}}


def issue(client: Client, address: str) -> IssuedDocument:
    """The document that a press of the button issues."""
    before = set(IssuedDocument.objects.values_list("pk", flat=True))
    answer = client.post(address, **HERE)
    assert answer.status_code == 302
    code = answer["Location"].rstrip("/").rpartition("/")[2]
    found = IssuedDocument.objects.get(code=code)
    assert found.pk in before or IssuedDocument.objects.count() == len(before) + 1
    return found


def pdf_text(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        pages = [document[number] for number in range(len(document))]
        return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


@pytest.mark.requirement("DIS-3", "REC-7")
def test_extract_of_a_record_says_what_its_page_shows(client: Client) -> None:
    release_rules()
    record = register(penalty())[0]
    row = issue(client, f"/records/{record.pk}/extract/")
    answer = client.get(f"/check/{row.code}/document.pdf")
    said = re.sub(r"\s+", "", pdf_text(b"".join(answer.streaming_content)))
    for told in ("环境监管记录摘录", "柯环罚〔2024〕7号", "绍兴市生态环境局", "125,000", "如何撤除", "判定方式"):
        assert told in said
    assert f"{row.code[:4]}-{row.code[4:8]}-{row.code[8:]}" in said


@pytest.mark.requirement("DIS-3")
def test_same_extract_of_one_day_is_one_document(client: Client) -> None:
    record = register(penalty())[0]
    first = issue(client, f"/records/{record.pk}/extract/")
    assert issue(client, f"/records/{record.pk}/extract/").pk == first.pk
    assert issue(client, f"/en/records/{record.pk}/extract/").pk != first.pk
    assert len(entries_of("issued-document", first.pk)) == 1


@pytest.mark.requirement("DIS-3", "LED-1")
def test_ledger_says_what_was_issued_and_nothing_of_its_text(client: Client) -> None:
    record = register(penalty())[0]
    row = issue(client, f"/records/{record.pk}/extract/")
    (entry,) = entries_of("issued-document", row.pk)
    body = bytes(entry.entry.body).decode()
    for told in (row.code, row.fingerprint, row.pdf_sha256, f"record/{record.pk}", "record-extract"):
        assert told in body
    assert "柯环罚" not in body


@pytest.mark.requirement("REC-7")
def test_extract_of_an_enterprise_lists_its_records(client: Client) -> None:
    records = register(*(penalty(doc_no=f"柯环罚〔2024〕{number}号") for number in range(1, 4)))
    row = issue(client, f"/en/enterprises/{records[0].enterprise_id}/extract/")
    said = re.sub(r"\s+", "", "".join(row.texts or []))
    for told in ("91000000MA0000001R", "Recordsonthepubliclist3", "Page1of"):
        assert told in said
    assert said.count("废水超标排放行政处罚决定") == 3


@pytest.mark.requirement("DIS-3")
def test_page_says_when_the_record_has_changed_and_gives_no_old_file(client: Client) -> None:
    record = register(penalty())[0]
    row = issue(client, f"/records/{record.pk}/extract/")
    page = f"/check/{row.code}/"
    assert "此后内容没有变化" in client.get(page).content.decode()
    correct_record(record.pk, {"measure": "罚款一万元"}, actor=operator("test"), reason="与原文不符", at=AT)
    assert "此后相关内容已有变化" in client.get(page).content.decode()
    assert client.get(f"{page}document.pdf").status_code == 404
    assert client.get(f"{page}document.docx").status_code == 404


@pytest.mark.requirement("REC-10")
def test_what_is_withdrawn_is_forgotten_but_the_code_still_answers(client: Client) -> None:
    record = register(penalty())[0]
    row = issue(client, f"/records/{record.pk}/extract/")
    withdraw_record(record.pk, actor=operator("test"), reason="判决撤销", at=AT)
    text = client.get(f"/check/{row.code}/").content.decode()
    assert "相关内容已不再公开" in text
    assert "废水超标" not in text
    number_changes(at=AT)
    run_followers(at=AT)
    row.refresh_from_db()
    assert (row.said, row.texts, row.file_id) == (None, None, None)
    assert client.get(f"/check/{row.code}/").status_code == 200
    assert client.post(f"/records/{record.pk}/extract/", **HERE)["Location"] == f"/records/{record.pk}/"


@pytest.mark.requirement("DIS-3")
def test_code_is_found_however_it_is_typed(client: Client) -> None:
    record = register(penalty())[0]
    row = issue(client, f"/records/{record.pk}/extract/")
    typed = f" {row.code[:4].lower()}-{row.code[4:8]} {row.code[8:]}"
    assert client.get("/check/", {"code": typed})["Location"] == f"/check/{row.code}/"
    wrong = client.get("/check/", {"code": "K7QD-2MXP-XXXX"})
    assert (wrong.status_code, "这不是文件代码" in wrong.content.decode()) == (422, True)
    assert client.get("/check/K7QD2MXPXXXX/").status_code in {400, 404}


@pytest.mark.requirement("DIS-3")
def test_another_site_cannot_have_documents_issued(client: Client) -> None:
    record = register(penalty())[0]
    answer = client.post(f"/records/{record.pk}/extract/", headers={"sec-fetch-site": "cross-site"})
    assert (answer.status_code, IssuedDocument.objects.count()) == (403, 0)


@pytest.mark.requirement("DIS-3")
def test_next_day_alone_changes_nothing(client: Client) -> None:
    release_rules()
    record = register(penalty())[0]
    for kind, made in (("record", record_extract), ("enterprise", enterprise_extract)):
        number = record.pk if kind == "record" else record.enterprise_id
        first, later = (made(number, "zh", on=day) for day in (date(2026, 11, 20), date(2026, 11, 23)))
        assert first
        assert later
        assert (first.matter == later.matter, first.fingerprint == later.fingerprint) == (True, False)


@pytest.mark.requirement("DIS-3")
def test_what_a_document_is_about_is_composed_once_after_each_write(client: Client) -> None:
    """However many records an enterprise has: its page, PDF and DOCX do not compose its extract again and again."""
    record = register(penalty())[0]
    row = issue(client, f"/enterprises/{record.enterprise_id}/extract/")
    issued = issued_by_code(row.code)
    number_changes(at=AT)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            standing_of(issued, on=row.issued_on)
        return len(asked)

    assert queries() > 2
    assert queries() == 2
    correct_record(record.pk, {"measure": "罚款一万元"}, actor=operator("test"), reason="与原文不符", at=AT)
    assert queries() > 2
    assert queries() == 2
