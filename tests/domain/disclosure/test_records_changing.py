"""Records that are corrected, withdrawn or moved while they are explained: sent, come back, in review, published."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qingce.domain.disclosure.actions import (
    add_paper,
    publish_disclosure,
    return_disclosure,
    submit_disclosure,
    take_back,
)
from qingce.domain.disclosure.enums import LineStanding
from qingce.domain.disclosure.errors import RecordsGone
from qingce.domain.disclosure.models import Disclosure
from qingce.domain.disclosure.queries import (
    bundle_of,
    disclosed_of,
    explanation_of,
    get_disclosure,
    public_disclosure,
    review_checks,
    staff_disclosure,
)
from qingce.domain.records.actions import correct_record, move_record, republish_record, withdraw_record
from qingce.domain.records.enums import RecordType
from qingce.shared.parties.queries import operator
from tests.domain.disclosure.disclosing import listed, records_of, write_all
from tests.domain.disclosure.sealing import document, published, sent, submitted
from tests.domain.documents.keeping import Kept, grantor
from tests.factories import AT, enterprise

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-2", "DIS-6", "REC-10")]
ALL = [each.id for each in review_checks()]
LATER = AT + timedelta(hours=1)


def correct(record: int) -> None:
    correct_record(record, {"title": "更正后的决定"}, actor=operator("test"), reason="原文有误", at=LATER)


def withdraw(record: int) -> None:
    withdraw_record(record, actor=operator("test"), reason="判决撤销", at=LATER)


def standings(own: Kept, pk: int) -> list[LineStanding]:
    mine = [each.standing for each in get_disclosure(pk, actor=own.actor).lines]
    assert mine == [each.standing for each in staff_disclosure(pk, actor=grantor()).lines]
    return mine


def test_correction_after_sending_is_told_to_both_and_to_the_public(own: Kept) -> None:
    first, _second = listed(own, 1, start=2)
    pk = submitted(own)
    assert set(standings(own, pk)) == {LineStanding.AS_SENT}
    correct(first)
    assert sorted(standings(own, pk)) == [LineStanding.AS_SENT, LineStanding.CHANGED]
    publish_disclosure(grantor(), pk, checks=ALL, at=LATER)
    row, lines = public_disclosure(pk)
    assert (len(row.files), {each.record_id: each.standing for each in lines}[first]) == (1, LineStanding.CHANGED)


@pytest.mark.parametrize("is_moved", [False, True])
def test_record_that_left_in_review_stops_publishing_and_the_others_are_sent_anew(own: Kept, is_moved: bool) -> None:
    first, second = listed(own, 1, start=2)
    pk = submitted(own)
    if is_moved:
        other = enterprise("绍兴样癸染整有限公司")
        move_record(first, to=other, actor=operator("test"), reason="认错了企业", at=LATER)
    else:
        withdraw(first)
    with pytest.raises(RecordsGone):
        publish_disclosure(grantor(), pk, checks=ALL, at=LATER)
    return_disclosure(grantor(), pk, note="其中一条记录已撤下，请重新发送。", at=LATER)
    take_back(own.actor, pk, at=LATER)
    again = sent(own, at=LATER)
    assert [each.record_id for each in get_disclosure(again, actor=own.actor).lines] == [second]


def test_only_record_that_left_after_sending_keeps_nothing_from_being_taken_back(own: Kept) -> None:
    (record,) = records_of(own)
    write_all(own)
    pk = sent(own)
    withdraw(record)
    (other,) = set(listed(own, 1, start=2)) - {record}
    write_all(own, [other])
    bundle = bundle_of(own.enterprise, own.organisation, RecordType.SUPERVISION, on=AT.date())
    assert (bundle.open_disclosure, standings(own, pk)) == (pk, [LineStanding.GONE])
    take_back(own.actor, pk, at=LATER)
    assert sent(own, at=LATER) != pk


def test_record_withdrawn_after_publication_takes_what_was_said_of_it_and_the_files_with_it(own: Kept) -> None:
    first, second = listed(own, 1, start=2)
    pk = published(own)
    withdraw(first)
    row, lines = public_disclosure(pk)
    assert (row.files, [each.record_id for each in lines]) == ((), [second])
    assert [each.files for each in disclosed_of(own.enterprise)] == [()]
    republish_record(first, actor=operator("test"), reason="判决改判", at=LATER)
    row, lines = public_disclosure(pk)
    assert (len(row.files), len(lines)) == (1, 2)


def test_record_of_another_enterprise_by_now_has_no_explanation(own: Kept) -> None:
    (record,) = records_of(own)
    published(own)
    assert explanation_of(record)
    move_record(record, to=enterprise("绍兴样癸染整有限公司"), actor=operator("test"), reason="认错了企业", at=LATER)
    assert explanation_of(record) is None


def test_record_that_left_before_the_scan_came_back_lets_it_be_handed_in_to_be_looked_at(own: Kept) -> None:
    write_all(own)
    pk = sent(own)
    withdraw(records_of(own)[0])
    add_paper(own.actor, pk, [document(pk)], name="盖章件.pdf", at=LATER)
    submit_disclosure(own.actor, pk, at=LATER)
    assert Disclosure.objects.get(pk=pk).state == "submitted"
