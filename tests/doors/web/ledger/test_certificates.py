"""Certificates of records and enterprises, the proof of what a record says, and the history on their pages."""

from __future__ import annotations

import json
import re

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from qingce.domain.enterprises.actions import merge_enterprises, rename_enterprise
from qingce.domain.enterprises.models import Enterprise
from qingce.domain.records.actions import correct_record, move_record, republish_record, undo_batch, withdraw_record
from qingce.domain.records.models import Record
from qingce.pure.merkle.notes import read_verifier
from qingce.pure.merkle.proof_files.checking_files import check_file
from qingce.pure.merkle.proof_files.results import Verified
from qingce.shared.ledger.actions import number_entries
from qingce.shared.ledger.models import LedgerEntry, LogKey
from qingce.shared.parties.queries import operator
from tests.factories import AT, penalty, register, take_in

pytestmark = [pytest.mark.requirement("LED-2", "REC-10"), pytest.mark.django_db]
WHO = operator("数据组")
OTHER = {"enterprise_name": "毫无关系丁厂", "uscc": "", "doc_no": "柯环罚〔2024〕77号"}


@pytest.fixture
def record() -> Record:
    """A published record, in the log."""
    found = register(penalty())[0]
    number_entries(at=AT)
    return found


def checked(answer: HttpResponse) -> Verified:
    """What a file shows to somebody who has the log's key; it stands on nothing else."""
    assert answer.status_code == 200
    keys = [read_verifier(key) for key in LogKey.objects.values_list("key", flat=True)]
    return check_file(answer.content.decode(), keys)


def values(found: Verified) -> dict[str, dict[str, object]]:
    return {each.code: dict(each.values) for each in (*found.shown, *found.not_shown)}


def lines_of(answer: HttpResponse) -> list[str]:
    """The signed text of a certificate below its head."""
    return str(json.loads(answer.content)["note"]).partition("\n\n")[0].splitlines()[5:]


def test_proof_of_a_record_is_of_what_it_says_now(client: Client, record: Record) -> None:
    path = f"/records/{record.pk}/proof.json"
    assert "row-in-act" in values(checked(client.get(path)))
    correct_record(record.pk, {"title": "新题"}, actor=WHO, reason="录入有误", at=AT)
    assert client.get(path).status_code == 503
    number_entries(at=AT)
    found = checked(client.get(path))
    assert "content-of-act" in values(found)
    assert "新题" in next(each.text for each in found.texts if each.kind == "statement")


def test_certificate_of_a_record_follows_its_history(client: Client, record: Record) -> None:
    path = f"/records/{record.pk}/certificate.json"
    published = LedgerEntry.objects.get(act="records-published").number
    first = client.get(path)
    assert lines_of(first) == ["state published", f"entry {published}"]
    assert values(checked(first))["certificate-entries"]["count"] == 1
    assert "row" in json.loads(first.content)["proofs"][0]

    correct_record(record.pk, {"title": "新题"}, actor=WHO, reason="录入有误", at=AT)
    number_entries(at=AT)
    second = client.get(path)
    assert values(checked(second))["certificate-rows"]["count"] == 1
    assert "新题" in second.content.decode()

    withdraw_record(record.pk, actor=WHO, reason="决定被撤销", clause="行政复议法", at=AT)
    number_entries(at=AT)
    third = client.get(path)
    assert lines_of(third)[0] == "state withdrawn"
    assert len(lines_of(third)) == 4
    assert values(checked(third))["certificate-state"] == {"state": "withdrawn"}
    assert "新题" not in third.content.decode()
    assert "行政复议法" not in third.content.decode()

    republish_record(record.pk, actor=WHO, reason="复议维持", at=AT)
    number_entries(at=AT)
    assert lines_of(client.get(path))[0] == "state published"


def test_certificate_waits_for_the_checkpoint(client: Client, record: Record) -> None:
    withdraw_record(record.pk, actor=WHO, reason="决定被撤销", at=AT)
    assert client.get(f"/records/{record.pk}/certificate.json").status_code == 503
    assert client.get(f"/en/records/{record.pk}/certificate/").status_code == 503
    assert client.get(f"/records/{record.pk}/").status_code == 410


def test_undone_import_is_certified_by_the_number_alone(client: Client, record: Record) -> None:
    undo_batch(record.batch_id, actor=WHO, reason="文件有误", at=AT)
    number_entries(at=AT)
    answer = client.get(f"/records/{record.pk}/certificate.json")
    found = values(checked(answer))
    assert (found["certificate-entries"]["count"], found["certificate-rows"]["count"]) == (1, 1)
    assert record.title not in answer.content.decode()
    assert client.get(f"/records/{record.pk}/proof.json").status_code == 404


def test_certificate_of_an_enterprise_lists_its_records(client: Client, record: Record) -> None:
    take_in(penalty(doc_no="柯环罚〔2024〕8号"))
    number_entries(at=AT)
    withdraw_record(record.pk, actor=WHO, reason="决定被撤销", at=AT)
    number_entries(at=AT)
    answer = client.get(f"/enterprises/{record.enterprise_id}/certificate.json")
    found = checked(answer)
    entry = LedgerEntry.objects.get(act="enterprises-named").number
    rows = [
        f"record {pk} {state} {bytes(said or b'').hex()}"
        for (pk, said), state in zip(
            Record.objects.order_by("pk").values_list("pk", "statement_hash"), ("withdrawn", "published"), strict=True
        )
    ]
    assert lines_of(answer) == [f"entry {entry}", *rows]
    assert values(found)["certificate-records"]["count"] == 2


def test_merged_enterprise_leads_to_the_one_that_stands_for_both(client: Client, record: Record) -> None:
    take_in(penalty(**OTHER))
    one, other = Enterprise.objects.order_by("pk").values_list("pk", flat=True)
    merge_enterprises(other, into=one, actor=WHO, reason="同一企业", at=AT)
    number_entries(at=AT)
    for name in ("certificate.json", "certificate/"):
        answer = client.get(f"/enterprises/{other}/{name}")
        assert answer["Location"] == f"/enterprises/{one}/{name}"
    assert len(lines_of(client.get(f"/enterprises/{one}/certificate.json"))) == 3


def test_changed_certificate_does_not_hold(client: Client, record: Record) -> None:
    text = client.get(f"/records/{record.pk}/certificate.json").content.decode()
    keys = [read_verifier(LogKey.objects.get().key)]
    for old, new in (("state published", "state withdrawn"), (f"subject record {record.pk}", "subject record 99")):
        with pytest.raises(ValueError, match=r"\w"):
            check_file(text.replace(old, new), keys)


def test_certificate_is_a_page_that_carries_its_file(client: Client, record: Record) -> None:
    text = client.get(f"/en/records/{record.pk}/certificate/").content.decode()
    carried = re.findall(r'<script id="proof" type="application/json">(.+?)</script>', text, re.DOTALL)[0]
    assert check_file(carried, [read_verifier(LogKey.objects.get().key)])
    assert re.search(r'class="fingerprint">[0-9a-f]{4}( [0-9a-f]{4}){3}<', text)
    assert "state published\nentry" in text


@pytest.mark.parametrize("kind", ["records", "enterprises"])
@pytest.mark.parametrize("name", ["certificate.json", "certificate/"])
def test_certificate_of_what_is_not_there_is_not_there(client: Client, record: Record, kind: str, name: str) -> None:
    assert client.get(f"/{kind}/99999/{name}").status_code == 404
    assert client.get(f"/en/{kind}/99999/{name}").status_code == 404


def test_record_page_tells_its_public_history(client: Client, record: Record) -> None:
    take_in(penalty(**OTHER))
    other = Enterprise.objects.order_by("-pk")[0].pk
    correct_record(record.pk, {"title": "新题"}, actor=WHO, reason="录入有误", at=AT)
    text = client.get(f"/en/records/{record.pk}/").content.decode()
    assert "In the ledger since 20 November 2026 16:00:00." in text
    assert "waits for its number" in text
    move_record(record.pk, to=other, actor=WHO, reason="对象有误", at=AT)
    number_entries(at=AT)
    text = client.get(f"/en/records/{record.pk}/").content.decode()
    history = text[text.index('id="ledger"') :]
    numbers = [entry.number for entry in LedgerEntry.objects.filter(act__startswith="record").exclude(rows=None)]
    assert f'href="/en/ledger/entries/{numbers[0]}/"' in history
    told = [history.index(each) for each in ("Records published", "Record corrected", "Record moved")]
    assert told == sorted(told)
    assert f"/en/records/{record.pk}/proof.json" in history


def test_withdrawn_record_links_its_entries_and_offers_no_content(client: Client, record: Record) -> None:
    withdraw_record(record.pk, actor=WHO, reason="决定被撤销", at=AT)
    number_entries(at=AT)
    text = client.get(f"/en/records/{record.pk}/").content.decode()
    number = LedgerEntry.objects.get(act="record-withdrawn").number
    assert f'href="/en/ledger/entries/{number}/"' in text
    assert f"/en/records/{record.pk}/certificate.json" in text
    assert "proof.json" not in text


def test_enterprise_page_tells_naming_renaming_and_merging(client: Client, record: Record) -> None:
    take_in(penalty(**OTHER))
    one, other = Enterprise.objects.order_by("pk").values_list("pk", flat=True)
    rename_enterprise(one, name="绍兴样新印染有限公司", changed_on=None, stated_by="工商公示", at=AT)
    merge_enterprises(other, into=one, actor=WHO, reason="同一企业", at=AT)
    number_entries(at=AT)
    text = client.get(f"/en/enterprises/{one}/").content.decode()
    history = text[text.index('id="ledger"') :]
    for act in ("enterprises-named", "enterprise-renamed", "enterprises-merged"):
        assert f'href="/en/ledger/entries/{LedgerEntry.objects.filter(act=act)[0].number}/"' in history, act


def test_page_of_what_is_not_in_the_ledger_says_so(client: Client, record: Record) -> None:
    record.refresh_from_db()
    pk = record.pk
    assert "In the ledger since" in client.get(f"/en/records/{pk}/").content.decode()
    LedgerEntry.objects.filter(number__gte=0).update(number=None)
    text = client.get(f"/en/records/{pk}/").content.decode()
    assert "Its first entry waits for its number" in text
    assert "certificate.json" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_cost_of_a_certificate(client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int) -> None:
    register(*(penalty(doc_no=f"柯环罚〔2024〕{number}号") for number in range(1 + count)))
    number_entries(at=AT)
    record = Record.objects.order_by("pk")[0]
    for path, queries in (
        (f"/records/{record.pk}/certificate.json", 16),
        (f"/enterprises/{record.enterprise_id}/certificate.json", 14),
        (f"/records/{record.pk}/proof.json", 14),
    ):
        with django_assert_num_queries(queries):
            assert client.get(path).status_code == 200
