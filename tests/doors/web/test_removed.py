"""What is left of a record that was removed after review: its number answers, its enterprise tells of it (REC-10)."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from qingce.domain.records.enums import CASE as CASES
from qingce.domain.records.models import Record
from qingce.doors.web.cases import urls as registered
from qingce.doors.web.extracts.enterprise import enterprise_extract
from qingce.doors.web.ledger import subjects
from qingce.doors.web.ledger.subjects import Subject, SubjectKind
from qingce.pure.merkle.notes import read_verifier
from qingce.pure.merkle.proof_files.checking_files import check_file
from qingce.shared.ledger.actions import number_entries
from qingce.shared.ledger.models import LedgerEntry, LogKey
from qingce.shared.notices.enums import About
from qingce.shared.parties.enums import StaffRole
from tests.domain.records.removing import CASE, CLAUSE, a_pair, remove, restore
from tests.factories import AT, index, penalty, register, staff_member
from tests.shared.notices.making import published

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-10")]
SAID = ("绍兴样甲", "柯环罚", "废水总排放口", "125000", "125,000", "十二万")


@pytest.fixture
def record() -> Record:
    return register(penalty())[0]


@pytest.fixture
def shown_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every case has a page; those of the house have one when they are public."""
    assert registered  # by the addresses of cases, which come before this one in its place
    kind = SubjectKind(CASES, "案件", lambda numbers: {pk: Subject(f"/cases/{pk}/") for pk in numbers})
    monkeypatch.setitem(subjects._kinds, CASES, kind)


def get(client: Client, address: str, *, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("language", ["", "/en"])
def test_its_number_answers_with_when_clause_why_and_case_and_nothing_else(
    language: str, client: Client, record: Record, shown_cases: None
) -> None:
    pair, source = a_pair(), record.provenances.get().pk
    remove(record, pair)
    for address in (f"{language}/records/{record.pk}/", f"{language}/records/{record.pk}/sources/{source}/"):
        text = get(client, address, status=410)
        title, day, path = ("Record {} was removed after review", "20 November 2026", "Off-site document review")
        if not language:
            title, day, path = "记录 {} 已撤除", "2026年11月20日", "非现场文件审阅"
        for told in (
            title.format(record.pk),
            day,
            path,
            CLAUSE,
            "整改完成，文件齐全",
            f'<a href="/cases/{CASE}/">',
            "status-removed",
        ):
            assert told in text
        for hidden in (*SAID, "批准人"):
            assert hidden not in text
    assert client.get(f"{language}/records/{record.pk}/report/").status_code == 302


def test_case_without_a_page_is_named_by_its_number(client: Client, record: Record) -> None:
    remove(record, a_pair())
    text = get(client, f"/records/{record.pk}/", status=410)
    assert (f"案件 {CASE}" in text, f"/cases/{CASE}/" in text) == (True, False)


@pytest.mark.requirement("REM-9")
def test_restored_record_shows_all_and_both_changes(client: Client, record: Record, shown_cases: None) -> None:
    pair = a_pair()
    remove(record, pair, path="on-site")
    restore(record, pair)
    text = get(client, f"/records/{record.pk}/")
    for told in ("柯环罚〔2024〕7号", "已撤除", "第三方现场审核", "已恢复", "整改报告系伪造", "IPE-2017 §2.2.5 注"):
        assert told in text
    assert text.count(f'<a href="/cases/{CASE}/">') == 2
    remove(record, pair)
    assert get(client, f"/records/{record.pk}/", status=410).count("整改报告系伪造") >= 1


@pytest.mark.requirement("REC-7")
def test_its_enterprise_tells_of_it_without_its_content(client: Client, record: Record, shown_cases: None) -> None:
    owner, pair = record.enterprise_id, a_pair()
    assert "removed" not in re.findall(r'<h2 id="([a-z]+)"', get(client, f"/enterprises/{owner}/"))
    remove(record, pair)
    for language, title in (("", "记录的撤除与恢复"), ("/en", "Removed after review, and restored")):
        text = get(client, f"{language}/enterprises/{owner}/")
        for told in (title, f"/records/{record.pk}/", CLAUSE, f'<a href="/cases/{CASE}/">'):
            assert told in text
        for hidden in SAID[1:]:
            assert hidden not in text
    restore(record, pair)
    rows = list(csv.reader(get(client, f"/enterprises/{owner}/removals.csv").splitlines()))
    case = f"http://127.0.0.1:8000/cases/{CASE}/"
    assert [row[3:] for row in rows[1:]] == [
        ["已恢复", AT.isoformat(), "IPE-2017 §2.2.5 注", "", str(CASE), case],
        ["已撤除", AT.isoformat(), CLAUSE, "非现场文件审阅", str(CASE), case],
    ]
    text = get(client, f"/enterprises/{owner}/")
    assert all(told in text for told in ("已撤除", "已恢复", "柯环罚〔2024〕7号"))


def test_staff_see_what_it_said_and_cannot_propose_to_bring_it_back(client: Client, record: Record) -> None:
    remove(record, a_pair())
    staff = staff_member(StaffRole.REVIEWER, email="a@example.org", area="330000")
    client.force_login(staff)
    text = get(client, f"/office/records/{record.pk}/")
    for told in ("废水总排放口", "罚款十二万五千元", "审阅人、批准人", f"案件 {CASE}", "只有恢复程序"):
        assert told in text
    assert 'name="act"' not in text
    for act in ("republish-record", "withdraw-record"):
        answer = client.post(f"/office/records/{record.pk}/", {"act": act, "reason": "恢复"})
        assert (answer.status_code, "是否恢复，只由该案件决定" in answer.content.decode()) == (422, True)


def test_enterprise_asks_equally_often_for_one_and_three_removed_records(client: Client) -> None:
    records, pair, counts = register(*(penalty(doc_no=f"柯环罚〔2024〕{n}号") for n in range(1, 5))), a_pair(), []
    for gone in (records[:1], records[1:3]):
        for each in gone:
            remove(each, pair)
        with CaptureQueriesContext(connection) as queries:
            get(client, f"/enterprises/{records[0].enterprise_id}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.requirement("REC-6", "REC-8")
def test_search_downloads_and_trends_leave_it_out(client: Client) -> None:
    gone, kept = register(penalty(), penalty(doc_no="柯环罚〔2024〕8号"))
    pair = a_pair()
    remove(gone, pair)
    index()
    for address in (f"/enterprises/{gone.enterprise_id}/records.csv", "/search/download.csv", "/search/results.json"):
        response = client.get(address)
        body = b"".join(response) if response.streaming else response.content
        text = body.decode()
        assert ("柯环罚〔2024〕8号" in text, "柯环罚〔2024〕7号" in text) == (True, False)
    found = client.get("/search/results.json").json()
    assert (found["total"], [each["id"] for each in found["records"]]) == (1, [kept.pk])
    restore(gone, pair)
    index()
    assert client.get("/search/results.json").json()["total"] == 2


@pytest.mark.parametrize("language", ["", "/en"])
def test_notice_about_it_names_it_by_its_number_only(language: str, client: Client, record: Record) -> None:
    notice = published(about=(About("record", record.pk, record.title),))
    own = f'<a href="{language}/records/{record.pk}/">'
    for address in (f"{language}/notices/", f"{language}/notices/{notice}/"):
        text = get(client, address)
        assert (own in text, record.title in text) == (True, True)
    remove(record, a_pair())
    for address in (f"{language}/notices/", f"{language}/notices/{notice}/"):
        text = get(client, f"{address}?again=1")
        assert (own in text, record.title in text) == (True, False)


def test_extract_of_an_enterprise_counts_those_that_are_removed_now(record: Record) -> None:
    def told() -> dict[str, str]:
        found = enterprise_extract(record.enterprise_id, "en", on=AT.date())
        assert found is not None
        return dict(found.values["facts"])

    pair = a_pair()
    assert "Records removed after review" not in told()
    for _ in range(2):
        remove(record, pair)
        assert (told()["Records on the public list"], told()["Records removed after review"]) == ("0", "1")
        restore(record, pair)
    assert "Records removed after review" not in told()


def test_programs_are_told_the_same(client: Client, record: Record, shown_cases: None) -> None:
    pair = a_pair()
    remove(record, pair)
    response = client.get(f"/records/{record.pk}/determination.json")
    told = response.json()
    assert (response.status_code, told.pop("detail") != "") == (410, True)
    assert told == {
        "error": "record-gone", "record": record.pk, "state": "removed", "reason": "整改完成，文件齐全",
        "clause": CLAUSE, "at": AT.isoformat(), "by": told["by"], "case": CASE,
        "case_page": f"http://127.0.0.1:8000/cases/{CASE}/", "path": "off-site",
    }  # fmt: skip
    assert "批准人" not in response.content.decode()
    assert client.get(f"/records/{record.pk + 1}/determination.json").status_code == 404


@pytest.mark.requirement("LED-2")
def test_certificate_and_ledger_say_removed(client: Client, record: Record, settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path  # the folder of the published log must not outlive its database
    remove(record, a_pair())
    number_entries(at=AT)
    file = client.get(f"/records/{record.pk}/certificate.json").content.decode()
    keys = [read_verifier(key) for key in LogKey.objects.values_list("key", flat=True)]
    shown = {each.code: dict(each.values) for each in check_file(file, keys).shown}
    assert shown["certificate-state"] == {"state": "removed"}
    assert client.get(f"/records/{record.pk}/proof.json").status_code == 404
    entry = LedgerEntry.objects.get(act="record-removed")
    text = get(client, f"/ledger/entries/{entry.number}/")
    assert all(told in text for told in ("整改完成，文件齐全", CLAUSE, "off-site"))
