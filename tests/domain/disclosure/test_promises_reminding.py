"""Reminders of promises: each once, the nearest after a standstill; and a year of promises, day by day."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingce.domain.disclosure.actions import remind_of_promises, settle_promises
from qingce.domain.disclosure.models import PromisedRecord, PromiseReminder
from qingce.domain.disclosure.promises.outcomes import counts_on
from qingce.domain.disclosure.promises.reading import PromiseCounts
from qingce.domain.disclosure.promises.tasks import follow_promises
from qingce.domain.disclosure.queries import all_promise_counts, promise_counts, promisers_by_name, promises_of
from qingce.domain.enterprises.actions import end_claim
from qingce.domain.enterprises.models import Claim
from qingce.domain.records.models import Record
from qingce.shared.jobs.registry import scheduled_jobs
from qingce.shared.ledger.models import JournalEntry
from qingce.shared.mail.models import Letter
from qingce.shared.parties.enums import MemberRole
from tests.domain.disclosure.promising import Oracle, hand_in, noon, promise, promiser, publish
from tests.domain.documents.keeping import CODES, Kept, grantor
from tests.factories import member, somebody
from tests.query_plans import count_rows, plan_of
from tests.together import together

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-8")]
START, DUE = "2025-09-22", "2025-10-11"


@pytest.fixture
def own(db: None) -> Kept:
    """An enterprise that promised before, with two records that became public on 22 September 2025."""
    found = promiser("2025-09-18")
    publish(found, START, 2)
    return found


def days(first: str, last: str) -> list[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [start + timedelta(days=each) for each in range((end - start).days + 1)]


def letters() -> list[dict[str, str | int]]:
    return [each.params for each in Letter.objects.filter(kind="promise-reminder").order_by("pk")]


def test_members_are_reminded_at_the_start_and_with_5_2_and_0_working_days_left(own: Kept) -> None:
    reader = somebody("reader@example.org")
    member(own.organisation, reader, MemberRole.READER)
    told = {str(day): remind_of_promises(at=noon(day)) for day in days(START, "2025-10-15")}
    assert {day: count for day, count in told.items() if count} == {
        "2025-09-22": 2, "2025-09-28": 2, "2025-10-09": 2, "2025-10-11": 2,
    }  # fmt: skip
    said = letters()
    assert [(each["step"], each["days"], each["count"]) for each in said[::2]] == [
        ("start", 10, 2), ("5", 5, 2), ("2", 2, 2), ("0", 0, 2),
    ]  # fmt: skip
    assert {each["until"] for each in said} == {DUE}
    to = list(Letter.objects.filter(kind="promise-reminder").values_list("to", flat=True))
    assert sorted(to) == ["b@example.org"] * 4 + ["reader@example.org"] * 4
    assert PromiseReminder.objects.count() == 8
    assert JournalEntry.objects.filter(act="promise-reminded", organisation_id=own.organisation).count() == 4


def test_after_a_standstill_the_nearest_step_is_told_of_and_no_other(own: Kept) -> None:
    told = [remind_of_promises(at=noon(day)) for day in ("2025-10-10", "2025-10-10", DUE, "2025-10-12")]
    assert (told, [each["step"] for each in letters()]) == ([2, 0, 2, 0], ["2", "0"])


def test_term_that_ran_out_unseen_is_told_of_once(own: Kept) -> None:
    told = [remind_of_promises(at=noon(day)) for day in ("2025-11-03", "2025-11-03", "2026-03-02")]
    assert (told, [each["step"] for each in letters()]) == ([2, 0, 0], ["over"])


def test_what_was_handed_in_or_does_not_count_is_not_reminded_of(own: Kept) -> None:
    first, second = Record.objects.order_by("pk").values_list("pk", flat=True)
    hand_in(own, [first], "2025-09-23")
    PromisedRecord.objects.filter(record=second).update(ended_on=date(2025, 9, 23), ended_why="withdrawn")
    assert (remind_of_promises(at=noon("2025-09-24")), letters()) == (0, [])


def test_due_day_that_cannot_be_reckoned_is_said(db: None) -> None:
    found = promiser("2026-12-01")
    publish(found, "2026-12-22")
    assert [remind_of_promises(at=noon(day)) for day in ("2026-12-22", "2027-02-01")] == [1, 0]
    (said,) = letters()
    assert (said["step"], said["until"]) == ("unknown", "")


def test_where_nobody_speaks_for_the_enterprise_nobody_is_written_to(own: Kept) -> None:
    end_claim(grantor(), Claim.objects.get().pk, reason="离职", at=noon(START))
    assert (remind_of_promises(at=noon(START)), remind_of_promises(at=noon(START))) == (2, 0)
    assert letters() == []


def test_it_is_scheduled_and_reckons_what_waited_for_a_calendar(own: Kept) -> None:
    assert follow_promises in [each.task for each in scheduled_jobs()]
    PromisedRecord.objects.update(due_on=None)
    follow_promises.call()
    assert {str(each) for each in PromisedRecord.objects.values_list("due_on", flat=True)} == {DUE}


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_tell_once(db: None) -> None:
    found = promiser("2025-09-18")
    records = publish(found, START, 3)
    PromisedRecord.objects.all().delete()
    at = noon(START)
    together(*[lambda: settle_promises(records, at=at)] * 2)
    told = together(*[lambda: remind_of_promises(at=at)] * 2)
    assert (PromisedRecord.objects.count(), sum(map(int, map(str, told)))) == (3, 3)
    assert (len(letters()), PromiseReminder.objects.count()) == (1, 3)


def test_figures_take_one_query_by_index_however_many_there_are(own: Kept) -> None:
    today = date(2025, 11, 3)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            promise_counts(own.enterprise, today=today)
            promises_of(own.enterprise, today=today)
            all_promise_counts(today=today)
            promisers_by_name(today=today)
        return len(queries)

    first = asked()
    other = promiser("2025-09-01", name="绍兴样庚印染有限公司", email="c@example.org", uscc=CODES[1])
    publish(other, START, 3, name="绍兴样庚印染有限公司", uscc=CODES[1])
    assert (first, asked()) == (4, 4)
    assert [(each.name, each.counts.missed) for each in promisers_by_name(today=today)] == [
        ("绍兴样庚印染有限公司", 3), ("绍兴样甲印染有限公司", 2),
    ]  # fmt: skip
    assert all_promise_counts(today=today) == PromiseCounts(missed=5)
    count_rows(PromisedRecord)
    one = PromisedRecord.objects.filter(enterprise=own.enterprise).order_by("-starts_on", "-pk")
    waiting = PromisedRecord.objects.filter(handed_in_on=None, ended_on=None, due_on__gte=today)
    by_enterprise = PromisedRecord.objects.filter(ended_on=None).order_by().values("enterprise")
    assert "promised_enterprise" in plan_of(one, "promised_enterprise")
    assert "promised_waiting" in plan_of(waiting.order_by("due_on", "pk"), "promised_waiting")
    counted = by_enterprise.annotate(**counts_on(today))
    assert "promised_enterprise" in plan_of(counted, "promised_enterprise", in_order=True)


def test_a_year_of_promises_over_the_make_up_days_agrees_with_the_published_calendar(db: None) -> None:
    """Records of 2025, on each day about the make-up days, handed in early, late or never; figures of every day."""
    chance, oracle = Random(20251), Oracle(2025, 2026)  # noqa: S311  # no secret
    found = promiser("2024-12-30")
    promise(found, "2024-12-31")
    near = [*days("2025-01-17", "2025-02-10"), *days("2025-09-18", "2025-10-13")]
    every = [day for day in days("2025-01-01", "2025-12-31") if day in near or day.day % 6 == 1]
    records = publish(found, "2025-01-01", len(every))
    PromisedRecord.objects.all().delete()
    for record, day in zip(records, every, strict=True):
        Record.objects.filter(pk=record).update(created_at=noon(day))
    plan: dict[date, list[int]] = {}
    handed_in: dict[int, date] = {}
    for record, day in zip(records, every, strict=True):
        after = chance.choice([0, 3, 9, 12, 13, 14, 15, 16, 17, 18, 20, 30, None])
        if after is not None:
            handed_in[record] = day + timedelta(days=after)
            plan.setdefault(handed_in[record], []).append(record)
    began = dict(zip(records, every, strict=True))
    due = {record: oracle.due(day, 10) for record, day in began.items()}
    told: dict[tuple[int, str], int] = {}
    for today in days("2025-01-01", "2026-02-10"):
        if today in every:
            settle_promises([records[every.index(today)]], at=noon(today))
        if today in plan:
            hand_in(found, plan[today], today)
        remind_of_promises(at=noon(today, 20))
        expected = expected_counts(began, due, handed_in, today)
        assert all_promise_counts(today=today) == expected, today
    assert {row.record_id: row.due_on for row in PromisedRecord.objects.all()} == due
    for record, starts_on, step, sent_at in PromiseReminder.objects.values_list(
        "promised__record", "starts_on", "step", "sent_at"
    ):
        assert starts_on == began[record]
        told[record, step] = told.get((record, step), 0) + 1
        left = oracle.between(sent_at.date(), due[record])
        assert step == ("start" if left > 5 else "5" if left > 2 else "2" if left else "0"), (record, sent_at)
    assert told == expected_reminders(oracle, began, due, handed_in)


def expected_counts(
    began: dict[int, date], due: dict[int, date], handed_in: dict[int, date], today: date
) -> PromiseCounts:
    kept = missed = running = 0
    for record, start in began.items():
        if start > today:
            continue
        on = handed_in.get(record)
        if on is not None and on <= today and on <= due[record]:
            kept += 1
        elif due[record] < today:
            missed += 1
        else:
            running += 1
    return PromiseCounts(kept=kept, missed=missed, running=running)


def expected_reminders(
    oracle: Oracle, began: dict[int, date], due: dict[int, date], handed_in: dict[int, date]
) -> dict[tuple[int, str], int]:
    """Each step of each term once, unless it was handed in on that day or before."""
    found: dict[tuple[int, str], int] = {}
    for record, start in began.items():
        steps = {"start": start}
        for left in (5, 2, 0):
            reached = oracle.worked[oracle.worked.index(due[record]) - left]
            steps[str(left)] = reached
        for step, day in steps.items():
            if record not in handed_in or handed_in[record] > day:
                found[record, step] = 1
    return found
