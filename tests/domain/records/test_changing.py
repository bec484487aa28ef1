"""Corrected, withdrawn, published again: with who and why, and nothing deleted (REC-10)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from qingce.domain.records.actions import correct_record, republish_record, withdraw_record
from qingce.domain.records.actions.changing import (
    NotCorrectable,
    NothingToCorrect,
    ReasonMissing,
    SameDocument,
    TooLongForField,
)
from qingce.domain.records.enums import PublicationState, Status
from qingce.domain.records.errors import WrongState
from qingce.domain.records.models import Record
from qingce.domain.records.queries import RecordNotFound, get_record, records_of, rows_by_ids, timeline
from qingce.pure.kernel.amounts import InvalidAmount
from qingce.pure.kernel.dates import InvalidDate
from qingce.pure.kernel.errors import InvalidValue
from qingce.shared.parties.enums import NOBODY
from qingce.shared.parties.queries import operator
from tests.domain.records.test_ingest import AT, PENALTY, take_in

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def record(tmp_path: Path) -> int:
    take_in(tmp_path, PENALTY)
    return Record.objects.get().pk


@pytest.mark.requirement("REC-2", "REC-10")
def test_correct_record_keeps_the_former_value_who_and_why(record: int) -> None:
    values = {"fine_cny": "十二万元", "published_on": "2023-12-30", "title": "行政处罚决定"}
    correct_record(record, values, actor=operator("值班编辑"), reason="与原文不符", at=LATER)
    detail = get_record(record, actor=NOBODY)
    assert (detail.row.fine_cny, detail.row.published_on, detail.row.year) == (
        Decimal(120000),
        date(2023, 12, 30),
        2023,
    )
    assert detail.row.status is Status.CORRECTED
    assert [(c.field, c.former, c.current, c.reason, c.corrected_by) for c in detail.corrections] == [
        ("fine_cny", "125000.00", "120000", "与原文不符", "值班编辑"),
        ("published_on", "2024-03-02", "2023-12-30", "与原文不符", "值班编辑"),
    ]


def test_correct_record_still_knows_the_row_when_it_comes_again(record: int, tmp_path: Path) -> None:
    correct_record(record, {"doc_no": "柯环罚〔2024〕70号"}, actor=operator("编辑"), reason="笔误", at=LATER)
    report = take_in(tmp_path, PENALTY | {"address": "柯桥区某路1号"}, name="again.jsonl")
    assert (report.rows_new, report.rows_known) == (0, 1)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"title": "行政处罚决定"}, NothingToCorrect),
        ({"title": ""}, InvalidValue),
        ({"title": "长" * 301}, InvalidValue),
        ({"type": "eia"}, NotCorrectable),
        ({"published_on": "2999-01-01"}, InvalidDate),
        ({"fine_cny": "很多"}, InvalidAmount),
        ({"fine_cny": "500000000000000元"}, TooLongForField),
    ],
)
def test_correct_record_refuses(record: int, values: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        correct_record(record, values, actor=operator("编辑"), reason="核对", at=LATER)
    assert get_record(record, actor=NOBODY).corrections == ()


def test_correct_record_needs_a_reason_and_a_record(record: int) -> None:
    with pytest.raises(ReasonMissing):
        correct_record(record, {"title": "新"}, actor=operator("编辑"), reason=" ", at=LATER)
    with pytest.raises(RecordNotFound):
        correct_record(record + 1, {"title": "新"}, actor=operator("编辑"), reason="核对", at=LATER)


@pytest.mark.requirement("REC-10")
def test_withdraw_record_leaves_the_list_but_answers_with_why(record: int) -> None:
    owner = get_record(record, actor=NOBODY).row.enterprise_id
    withdraw_record(record, actor=operator("复核员"), reason="发布机关已撤销", clause="IPE-2017 §2.1", at=LATER)
    assert rows_by_ids([record], actor=NOBODY) == []
    assert records_of(owner, actor=NOBODY) == []
    assert timeline(owner, actor=NOBODY) == []
    detail = get_record(record, actor=NOBODY)
    assert detail.row.status is Status.WITHDRAWN
    (change,) = detail.state_changes
    assert (change.current, change.reason, change.clause, change.changed_by, change.changed_at) == (
        PublicationState.WITHDRAWN,
        "发布机关已撤销",
        "IPE-2017 §2.1",
        "复核员",
        LATER,
    )


def test_republish_record_comes_back_with_both_reasons(record: int) -> None:
    withdraw_record(record, actor=operator("复核员"), reason="待核实", at=AT)
    republish_record(record, actor=operator("复核员"), reason="已核实", at=LATER)
    assert [row.id for row in rows_by_ids([record], actor=NOBODY)] == [record]
    assert [change.reason for change in get_record(record, actor=NOBODY).state_changes] == ["待核实", "已核实"]


def test_change_of_state_happens_once(record: int) -> None:
    with pytest.raises(WrongState):
        republish_record(record, actor=operator("复核员"), reason="再发", at=LATER)
    withdraw_record(record, actor=operator("复核员"), reason="撤回", at=LATER)
    with pytest.raises(WrongState):
        withdraw_record(record, actor=operator("复核员"), reason="再撤", at=LATER)


@pytest.mark.requirement("REC-5")
def test_correct_record_is_met_by_its_corrected_number(record: int, tmp_path: Path) -> None:
    correct_record(record, {"doc_no": "柯环罚〔2024〕70号"}, actor=operator("编辑"), reason="笔误", at=LATER)
    second = PENALTY | {"doc_no": "柯环罚〔2024〕70号", "description": "另一来源的说法", "source_title": "某报"}
    report = take_in(tmp_path, second, name="second.jsonl")
    assert (report.rows_new, report.rows_known) == (0, 1)


def test_correct_record_refuses_the_number_of_another(record: int, tmp_path: Path) -> None:
    take_in(tmp_path, PENALTY | {"doc_no": "柯环罚〔2024〕8号", "description": "另一件事的经过"}, name="other.jsonl")
    with pytest.raises(SameDocument):
        correct_record(record, {"doc_no": "柯环罚[2024]8号"}, actor=operator("编辑"), reason="笔误", at=LATER)


def test_correct_record_takes_the_date_of_today_in_china(record: int) -> None:
    night = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # 01:00 of the 21st
    correct_record(record, {"published_on": "2026-11-21"}, actor=operator("编辑"), reason="核对", at=night)
    assert get_record(record, actor=NOBODY).row.published_on == date(2026, 11, 21)
