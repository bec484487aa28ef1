"""The queue of facts to confirm follows what changes, and its pages read only what they show."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingce.domain.enterprises.models import Enterprise
from qingce.domain.records.actions import republish_record, withdraw_record
from qingce.domain.records.models import Record
from qingce.domain.removal import waiting
from qingce.domain.removal.actions import confirm_facts
from qingce.domain.removal.enums import StatedViolation
from qingce.domain.removal.models import Confirmation, WaitingRecord
from qingce.domain.removal.queries import count_waiting, waiting_records
from qingce.domain.removal.queueing import apply_ranges, build_queue
from qingce.shared.changes.actions import number_changes, run_followers
from qingce.shared.changes.enums import IdRange
from qingce.shared.parties.enums import Duty, StaffRole
from qingce.shared.parties.queries import operator, within_duty
from tests.factories import AT, acting, key_unit, penalty, release_rules, staff_member, take_in
from tests.query_plans import plan_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("POL-2", "REM-1")]
WHO = operator("审核组")


def brought(count: int, **said: str) -> list[int]:
    take_in(*(penalty(doc_no=f"柯环罚〔2024〕{n}号", **said) for n in range(count)))
    return list(Record.objects.order_by("pk").values_list("pk", flat=True))


def queued() -> list[int]:
    return list(WaitingRecord.objects.order_by("pk").values_list("pk", flat=True))


def follow() -> None:
    number_changes(at=AT)
    run_followers()


def confirm(pk: int) -> None:
    confirm_facts(pk, [StatedViolation("", {"matters": ["exceedance"]})], seen=0, actor=WHO, at=AT)


def test_queue_is_built_of_listed_records_that_can_be_removed_and_nobody_confirmed() -> None:
    take_in(penalty(), key_unit())
    assert (queued(), build_queue()) == ([], Record.objects.latest("pk").pk)
    release_rules()
    assert queued() == [Record.objects.get(type="supervision").pk]
    assert WaitingRecord.objects.get().division == "330603"
    confirm(queued()[0])
    assert queued() == []
    assert build_queue()
    assert queued() == []


@pytest.mark.django_db(transaction=True)
def test_queue_follows_records_and_rules() -> None:
    first, second = brought(2)
    release_rules()
    WaitingRecord.objects.all().delete()
    follow()
    assert queued() == [first, second]
    withdraw_record(first, actor=WHO, reason="法院撤销", at=AT)
    assert waiting_records(WHO, count=10) == [second]  # at once, whatever the queue still says
    follow()
    assert queued() == [second]
    republish_record(first, actor=WHO, reason="核对无误", at=AT)
    follow()
    assert queued() == [first, second]


def test_place_of_an_enterprise_that_becomes_known_places_its_records() -> None:
    release_rules()
    [pk] = brought(1)
    Record.objects.update(division="")
    Enterprise.objects.update(division="")
    build_queue()
    reviewer = acting(staff_member(StaffRole.REVIEWER, area="330000"))
    assert (waiting_records(WHO, count=1), count_waiting(reviewer)) == ([pk], 0)
    Enterprise.objects.update(division="330603")
    apply_ranges([IdRange("enterprise", 1, Enterprise.objects.latest("pk").pk)])
    assert (waiting_records(reviewer, count=1), count_waiting(reviewer)) == ([pk], 1)


def test_records_that_do_not_wait_any_more_are_passed_over_both_ways() -> None:
    release_rules()
    numbers = brought(7)
    for pk in numbers[2:5]:
        confirm(pk)
    WaitingRecord.objects.bulk_create(WaitingRecord(record_id=pk, division="330603") for pk in numbers[2:5])
    assert waiting_records(WHO, before=numbers[5], count=2) == [numbers[1], numbers[0]]
    assert waiting_records(WHO, after=numbers[1], count=1) == [numbers[5]]
    assert Confirmation.objects.count() == 3


@pytest.mark.parametrize("area", ["", "330000", "330603"])
def test_queue_reads_no_record_but_those_it_shows(area: str) -> None:
    release_rules()
    brought(3)
    actor = acting(staff_member(StaffRole.REVIEWER, area=area))
    with CaptureQueriesContext(connection) as counting:
        assert count_waiting(actor) == 3
    assert [each["sql"] for each in counting if "records_record" in each["sql"]] == []
    with CaptureQueriesContext(connection) as listing:
        assert len(waiting_records(actor, count=2)) == 2
    assert len(listing) == 4
    [asked] = [each["sql"] for each in listing if "records_record" in each["sql"]]
    assert '"records_record"."id" IN (' in asked


def test_count_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    release_rules()
    brought(3)
    monkeypatch.setattr(waiting, "COUNTED", 2)
    assert count_waiting(WHO) == 2


def test_queue_of_a_county_is_found_by_its_index() -> None:
    actor = acting(staff_member(StaffRole.REVIEWER, area="330603"))
    rows = WaitingRecord.objects.filter(within_duty(actor, Duty.CONFIRM_FACTS, "division"))
    assert "waitingrecord_division" in plan_of(rows.order_by("-pk").values("pk")[:50], "waitingrecord_division")
