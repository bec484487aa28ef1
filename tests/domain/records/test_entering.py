"""What becomes of records stands in the public ledger, and can be proved to anybody (LED-1, LED-2, REC-10)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from qingce.domain.enterprises.actions import merge_enterprises, rename_enterprise, split_enterprise
from qingce.domain.enterprises.models import Enterprise
from qingce.domain.enterprises.queries import statement_of as statement_of_enterprise
from qingce.domain.records.actions import correct_record, move_record, republish_record, undo_batch, withdraw_record
from qingce.domain.records.entering import enter_what_was_there
from qingce.domain.records.models import Record
from qingce.domain.records.queries import statement_of
from qingce.pure.kernel.canonical import canonical_json
from qingce.pure.merkle.hashing import leaf_hash
from qingce.pure.merkle.proof_files.checking_files import check_file
from qingce.shared.ledger.actions import number_entries
from qingce.shared.ledger.finding import entries_of
from qingce.shared.ledger.models import LedgerEntry, RowBlock, Tile
from qingce.shared.ledger.proving import proof_of_row
from qingce.shared.parties.queries import operator
from tests.factories import key_unit, penalty, pseudonymous, take_in

pytestmark = [pytest.mark.requirement("LED-1", "LED-2"), pytest.mark.django_db]
LATER = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
WHO = operator("数据组")
RICH = {
    "measurements": "化学需氧量|320.50|80|mg/L|总排口|3.0062; 氨氮|||mg/L",
    "quantities": "危险废物|3.100|t",
    "fine_cny": "12.50万元",
    "inspected_on": "2024-01-05",
}


def acts(kind: str, number: int) -> list[str]:
    """What the ledger holds about a thing, in its order."""
    return [found.entry.act for found in entries_of(kind, number)]


def proved(kind: str, number: int, statement: bytes) -> Sequence[str]:
    """What the proof of a thing's present content shows to somebody who trusts the file's key."""
    number_entries(at=LATER)
    stating = [
        found
        for found in entries_of(kind, number)
        if found.place is not None or "content" in json.loads(bytes(found.entry.body))["facts"]
    ]
    file = proof_of_row(stating[-1].entry, stating[-1].place, statement)
    return [finding.code for finding in check_file(json.dumps(file), None).shown]


def test_statement_of_a_row_is_that_of_the_database() -> None:
    """What was hashed while the file came in is what anybody reads later, for every kind of row."""
    take_in(penalty(**RICH), penalty(doc_no="", title="另一项", fine_cny=""), key_unit(), pseudonymous())

    assert Record.objects.count() == 4
    for record in Record.objects.all():
        said = statement_of(record.pk)
        assert leaf_hash(said) == bytes(record.statement_hash or b"")
        assert canonical_json(json.loads(said)) == said


def test_import_is_one_entry_through_which_each_record_is_proved() -> None:
    batch = take_in(*(penalty(doc_no=f"柯环罚〔2024〕{n}号") for n in range(1, 6))).batch_id

    entry = LedgerEntry.objects.get(act="records-published")
    assert (entry.rows, json.loads(bytes(entry.body))["facts"]["batch"]) == (5, batch)
    for pk in Record.objects.values_list("pk", flat=True):
        assert "row" in " ".join(proved("record", pk, statement_of(pk)))


def test_enterprise_is_named_in_the_ledger_when_it_is_made() -> None:
    take_in(penalty())
    (pk,) = Enterprise.objects.values_list("pk", flat=True)

    assert acts("enterprise", pk) == ["enterprises-named"]
    assert "row" in " ".join(proved("enterprise", pk, statement_of_enterprise(pk)))
    rename_enterprise(pk, name="绍兴样新印染有限公司", changed_on=None, stated_by="工商公示", at=LATER)
    assert acts("enterprise", pk) == ["enterprises-named", "enterprise-renamed"]
    assert proved("enterprise", pk, statement_of_enterprise(pk))


def test_code_that_turns_up_names_the_enterprise_anew() -> None:
    take_in(penalty(uscc=""))
    take_in(penalty(doc_no="柯环罚〔2024〕2号"))
    (pk,) = Enterprise.objects.values_list("pk", flat=True)

    assert acts("enterprise", pk) == ["enterprises-named", "enterprises-named"]
    assert proved("enterprise", pk, statement_of_enterprise(pk))


@pytest.mark.requirement("REC-10")
def test_each_change_of_a_record_is_an_entry() -> None:
    take_in(penalty())
    take_in(penalty(enterprise_name="毫无关系丁厂", uscc="", doc_no="柯环罚〔2024〕77号"))
    record = Record.objects.order_by("pk")[0]
    other = Record.objects.order_by("pk")[1].enterprise_id

    correct_record(record.pk, {"title": "新题"}, actor=WHO, reason="录入有误", at=LATER)
    assert proved("record", record.pk, statement_of(record.pk))
    move_record(record.pk, to=other, actor=WHO, reason="对象有误", at=LATER)
    assert proved("record", record.pk, statement_of(record.pk))
    withdraw_record(record.pk, actor=WHO, reason="决定被撤销", clause="行政复议法", at=LATER)
    republish_record(record.pk, actor=WHO, reason="复议维持", at=LATER)

    assert acts("record", record.pk) == [
        "records-published", "record-corrected", "record-moved", "record-withdrawn", "record-republished"
    ]  # fmt: skip
    withdrawn = LedgerEntry.objects.get(act="record-withdrawn")
    assert withdrawn.words == {"reason": "决定被撤销", "clause": "行政复议法"}
    assert "复议" not in bytes(withdrawn.body).decode()


def test_undone_import_and_its_return_are_entries_about_each_record() -> None:
    rows = [penalty(doc_no=f"柯环罚〔2024〕{n}号") for n in range(1, 4)]
    batch = take_in(*rows).batch_id or 0
    undo_batch(batch, actor=WHO, reason="文件有误", at=LATER)
    take_in(*rows)

    for pk in Record.objects.values_list("pk", flat=True):
        assert acts("record", pk) == ["records-published", "records-withdrawn", "records-republished"]


def test_merge_and_split_are_entries() -> None:
    take_in(penalty(), penalty(enterprise_name="毫无关系丁厂", uscc="", doc_no="柯环罚〔2024〕77号"))
    one, other = Enterprise.objects.order_by("pk").values_list("pk", flat=True)
    merge_enterprises(other, into=one, actor=WHO, reason="同一企业", at=LATER)
    split_enterprise(other, actor=WHO, reason="不是同一企业", at=LATER)

    assert acts("enterprise", other) == ["enterprises-named", "enterprises-merged", "enterprise-split"]
    facts = json.loads(bytes(LedgerEntry.objects.get(act="enterprises-merged").body))["facts"]
    assert facts == {"into": one}


def test_what_was_public_before_the_ledger_is_entered_once() -> None:
    take_in(*(penalty(doc_no=f"柯环罚〔2024〕{n}号") for n in range(1, 4)))
    take_in(penalty(enterprise_name="毫无关系丁厂", uscc="", doc_no="柯环罚〔2024〕77号"))
    one, other = Enterprise.objects.order_by("pk").values_list("pk", flat=True)
    merge_enterprises(other, into=one, actor=WHO, reason="同一企业", at=LATER)
    gone = Record.objects.order_by("pk")[0].pk
    withdraw_record(gone, actor=WHO, reason="决定被撤销", at=LATER)
    for model in (RowBlock, Tile, LedgerEntry):
        model.objects.all().delete()
    Record.objects.update(salt=None, statement_hash=None)
    Enterprise.objects.update(salt=None)

    while enter_what_was_there(at=LATER):
        pass

    assert acts("record", gone) == ["records-found", "records-found-withdrawn"]
    assert acts("enterprise", other) == ["enterprises-named", "enterprises-merged"]
    count = LedgerEntry.objects.count()
    assert enter_what_was_there(at=LATER) == 0
    assert LedgerEntry.objects.count() == count
    assert proved("record", gone + 1, statement_of(gone + 1))
