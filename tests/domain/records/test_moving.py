"""A record put to the right enterprise: with who and why, found there, and still met by its own row (REC-2, REC-4)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from qingce.domain.enterprises.models import Enterprise
from qingce.domain.enterprises.queries import EnterpriseNotFound
from qingce.domain.records.actions import move_record
from qingce.domain.records.actions.changing import NothingToCorrect, ReasonMissing, SameDocument
from qingce.domain.records.actions.moving import WithheldName
from qingce.domain.records.models import Record
from qingce.domain.records.queries import get_record, records_of
from qingce.shared.changes.models import Change
from qingce.shared.parties.enums import NOBODY
from qingce.shared.parties.queries import operator
from tests.factories import key_unit, penalty, pseudonymous, take_in

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
OTHER = {"enterprise_name": "绍兴远山纺织有限公司", "uscc": ""}


def move(record: int, to: int) -> None:
    move_record(record, to=to, actor=operator("复核员"), reason="同名企业，地址不符", at=LATER)


@pytest.fixture
def right() -> int:
    take_in(key_unit(**OTHER, county="浙江省绍兴市柯桥区"))
    return Enterprise.objects.get().pk


@pytest.fixture
def record(right: int) -> int:
    take_in(penalty())
    return Record.objects.exclude(enterprise=right).get().pk


@pytest.mark.requirement("REC-2", "REC-4")
def test_move_record_keeps_the_former_enterprise_who_and_why(record: int, right: int) -> None:
    former = Record.objects.get(pk=record).enterprise_id
    move(record, right)
    assert [row.id for row in records_of(former, actor=NOBODY)] == []
    assert record in [row.id for row in records_of(right, actor=NOBODY)]
    correction = get_record(record, actor=NOBODY).corrections[0]
    assert (correction.field, correction.former, correction.current, correction.reason, correction.corrected_by) == (
        "enterprise", "绍兴样甲印染有限公司（91000000MA0000001R）", f"绍兴远山纺织有限公司（#{right}）",
        "同名企业，地址不符", "复核员",
    )  # fmt: skip


@pytest.mark.requirement("REC-4")
def test_move_record_tells_the_feed_of_the_record_and_both_enterprises(record: int, right: int) -> None:
    former = Record.objects.get(pk=record).enterprise_id
    before = Change.objects.count()
    move(record, right)
    told = list(Change.objects.order_by("pk")[before:].values_list("kind", "first_id", "last_id"))
    assert ("record", record, record) in told
    assert {n for kind, first, last in told if kind == "enterprise" for n in range(first, last + 1)} == {former, right}


@pytest.mark.requirement("REC-5")
def test_a_moved_record_is_met_again_under_both_enterprises(record: int, right: int) -> None:
    move(record, right)
    again = take_in(penalty(source_title="另一来源"))
    corrected = take_in(penalty(**OTHER, source_title="更正后的来源"))
    assert [(report.rows_new, report.rows_known) for report in (again, corrected)] == [(0, 1), (0, 1)]
    assert len(get_record(record, actor=NOBODY).provenances) == 3


@pytest.mark.requirement("REC-4")
def test_a_moved_record_can_go_back(record: int, right: int) -> None:
    former = Record.objects.get(pk=record).enterprise_id
    move(record, right)
    move(record, former)
    assert Record.objects.get(pk=record).enterprise_id == former
    assert len(get_record(record, actor=NOBODY).corrections) == 2


def test_move_record_says_what_is_wrong(record: int, right: int) -> None:
    with pytest.raises(EnterpriseNotFound):
        move(record, right + 999)
    with pytest.raises(ReasonMissing):
        move_record(record, to=right, actor=operator("复核员"), reason=" ", at=LATER)
    with pytest.raises(NothingToCorrect):
        move(record, Record.objects.get(pk=record).enterprise_id)
    take_in(penalty(**OTHER))  # the right enterprise has this document already
    with pytest.raises(SameDocument):
        move(record, right)
    assert Record.objects.get(pk=record).enterprise_id != right


def test_move_record_neither_tells_nor_invents_who_a_pseudonym_is(record: int) -> None:
    take_in(pseudonymous())
    withheld = Record.objects.order_by("pk").last()
    assert withheld is not None
    with pytest.raises(WithheldName):
        move(record, withheld.enterprise_id)
    with pytest.raises(WithheldName):
        move(withheld.pk, Record.objects.get(pk=record).enterprise_id)
