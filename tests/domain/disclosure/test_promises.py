"""The promise of BMD step 6: when a term begins, what counts as kept, and what becomes of it when rows change."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from qingce.domain.disclosure.actions import note_told, withdraw_disclosure
from qingce.domain.disclosure.enums import DisclosureState
from qingce.domain.disclosure.errors import OwnDisclosure, PromiseNotFound, PromiseNotRunning, ToldDayWrong
from qingce.domain.disclosure.models import Disclosure, PromisedRecord
from qingce.domain.disclosure.promises.enums import EndedWhy, PromiseOutcome
from qingce.domain.disclosure.queries import counted_days, owed_promises, promise_counts, promises_of
from qingce.domain.enterprises.actions import merge_enterprises, split_enterprise
from qingce.domain.enterprises.models import Enterprise
from qingce.domain.records.actions import move_record, republish_record, withdraw_record
from qingce.domain.records.models import Record
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.deciding import decide
from qingce.shared.changes.actions import number_changes, run_followers
from qingce.shared.ledger.models import JournalEntry
from qingce.shared.parties.enums import MemberRole, StaffRole
from qingce.shared.parties.queries import operator
from qingce.shared.rulebooks.queries import book_at
from tests.domain.disclosure.promising import Oracle, hand_in, noon, promise, promiser, publish, settle, term_of
from tests.domain.disclosure.sealing import published
from tests.domain.documents.keeping import CODES, Kept, grantor, kept
from tests.domain.records.removing import a_pair, remove
from tests.factories import acting, member, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-8")]
TWO = operator("甲 + 乙")
OTHER = "绍兴样庚印染有限公司"
START, DUE = "2025-09-22", "2025-10-11"


@pytest.fixture
def own(db: None) -> Kept:
    """An enterprise that promised on Thursday 18 September 2025."""
    return promiser("2025-09-18")


def outcome(record: int, day: str) -> PromiseOutcome:
    term = term_of(record)
    found = promises_of(term.enterprise_id, today=date.fromisoformat(day))
    return next(each.outcome for each in found if each.id == term.pk)


def test_new_record_begins_a_term_that_is_counted_over_the_national_day(own: Kept) -> None:
    (record,) = publish(own, START)
    term = term_of(record)
    assert (str(term.starts_on), term.term_workdays, str(term.due_on)) == (START, 10, DUE)
    assert term.rules == book_at("disclosure", on=term.starts_on).digest
    days = counted_days(term.starts_on, date.fromisoformat(DUE))
    assert [each.day.day for each in days if each.number] == [23, 24, 25, 26, 28, 29, 30, 9, 10, 11]
    assert [each.day.day for each in days if each.is_special] == [28, 1, 2, 3, 6, 7, 8, 11]
    assert JournalEntry.objects.filter(act="promise-begun", organisation_id=own.organisation).count() == 1


def test_only_what_becomes_public_while_the_promise_holds_counts(own: Kept) -> None:
    kept_one = kept(OTHER, email="c@example.org", uscc=CODES[1])
    (before,) = publish(own, "2025-09-17")
    (held,) = publish(own, START)
    publish(kept_one, START, name=OTHER, uscc=CODES[1])
    promise(own, "2025-09-23", is_accepted=False)
    (declined,) = publish(own, "2025-09-24")
    promise(own, "2025-09-25")
    promise(own, "2025-09-26")  # given again, as at each sending: it goes on
    (again,) = publish(own, "2025-09-29")
    assert list(PromisedRecord.objects.order_by("pk").values_list("record", flat=True)) == [held, again]
    assert before != declined
    assert term_of(held).ended_on is None, "a promise that is taken back goes on for what was public by then"


def test_types_that_state_no_violation_or_have_no_panel_begin_no_term(own: Kept) -> None:
    publish(own, START, type="key-entity", details="media=废水")
    publish(own, START, type="automated-monitoring")
    assert not PromisedRecord.objects.exists()
    publish(own, START, type="rectification")
    assert PromisedRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "state", "on", "said"),
    [
        (DUE, DisclosureState.PUBLISHED, "2025-12-01", PromiseOutcome.KEPT),
        ("2025-10-12", DisclosureState.PUBLISHED, "2025-12-01", PromiseOutcome.MISSED),
        (DUE, DisclosureState.REPLACED, "2025-12-01", PromiseOutcome.KEPT),
        (DUE, DisclosureState.SUBMITTED, "2025-12-01", PromiseOutcome.CHECKED),
        ("2025-10-12", DisclosureState.SUBMITTED, "2025-12-01", PromiseOutcome.MISSED),
        (DUE, DisclosureState.SENT, DUE, PromiseOutcome.RUNNING),
        (DUE, DisclosureState.RETURNED, "2025-10-12", PromiseOutcome.MISSED),
        (DUE, DisclosureState.TAKEN_BACK, "2025-10-12", PromiseOutcome.MISSED),
        (DUE, DisclosureState.WITHDRAWN, "2025-10-12", PromiseOutcome.MISSED),
    ],
)
def test_what_was_handed_in_in_time_and_is_published_keeps_the_promise(
    own: Kept, day: str, state: DisclosureState, on: str, said: PromiseOutcome
) -> None:
    (record,) = publish(own, START)
    assert (outcome(record, DUE), outcome(record, "2025-10-12")) == (PromiseOutcome.RUNNING, PromiseOutcome.MISSED)
    hand_in(own, [record], day, state=state)
    assert outcome(record, on) == said


def test_figures_agree_with_the_table_of_the_rulebook(own: Kept) -> None:
    """Of every day on which something may be handed in and asked: the database decides as the rules do."""
    (record,) = publish(own, START)
    row, oracle = hand_in(own, [record], START), Oracle(2025, 2025)
    table = compile_table(book_at("disclosure", on=noon(START).date()), "promise", on=noon(START).date())
    start, days = noon(START).date(), (START, "2025-09-30", "2025-10-09", DUE, "2025-10-12", "2025-10-13", "2025-11-03")
    names = {PromiseOutcome.KEPT: "kept", PromiseOutcome.MISSED: "broken", PromiseOutcome.RUNNING: "running"}
    for handed_in, on in product((None, *days), days):
        if handed_in and handed_in > on:
            continue
        state = DisclosureState.PUBLISHED if handed_in else DisclosureState.TAKEN_BACK
        Disclosure.objects.filter(pk=row.pk).update(state=state, first_submitted_at=noon(handed_in or START))
        settle(START)
        facts: dict[str, bool | int] = {"passed_workdays": oracle.between(start, date.fromisoformat(on))}
        for fact in ("explained", "corrected"):
            facts[f"is_{fact}"] = handed_in is not None
            if handed_in:
                facts[f"{fact}_after_workdays"] = oracle.between(start, date.fromisoformat(handed_in))
        # 12 October is a Sunday: no working day has passed, but what was due on the 11th is not met any more.
        said = names[outcome(record, on)]
        if (handed_in, on) != (None, "2025-10-12") and handed_in != "2025-10-12":
            assert decide(table, facts).outcome == said, (handed_in, on)
        else:
            assert said == "broken"


def test_the_whole_way_of_an_explanation_keeps_the_promise(own: Kept) -> None:
    (record,) = publish(own, START)
    pk = published(own, at=noon(DUE, 23))
    number_changes(at=noon(DUE))
    run_followers()
    term = term_of(record)
    assert (term.disclosure_id, str(term.handed_in_on), term.is_public) == (pk, DUE, True)
    assert outcome(record, "2026-01-05") == PromiseOutcome.KEPT
    withdraw_disclosure(grantor(), pk, reason="载有他人信息", at=noon("2026-01-05"))
    number_changes(at=noon(DUE))
    run_followers()
    assert outcome(record, "2026-01-05") == PromiseOutcome.MISSED


def test_record_that_leaves_the_list_does_not_count_and_begins_anew_when_it_returns(own: Kept) -> None:
    first, second = publish(own, START, 2)
    withdraw_record(first, actor=TWO, reason="决定撤销", at=noon("2025-09-25"))
    withdraw_record(second, actor=TWO, reason="决定撤销", at=noon("2025-10-20"))
    settle("2025-10-20")
    assert (outcome(first, "2025-11-03"), term_of(first).ended_why) == (PromiseOutcome.ENDED, EndedWhy.WITHDRAWN)
    assert promise_counts(own.enterprise, today=date(2025, 11, 3)).total == 0
    for record in (first, second):
        republish_record(record, actor=TWO, reason="误撤", at=noon("2025-11-03"))
    settle("2025-11-03")
    assert str(term_of(first).due_on) == "2025-11-17", "its term had not run out when it was withdrawn"
    assert str(term_of(second).due_on) == DUE, "its term had run out by then"
    assert PromisedRecord.objects.count() == 2


def test_record_that_is_removed_after_review_is_owed_nothing_and_what_was_settled_stays(own: Kept) -> None:
    records, decides = publish(own, START, 3), a_pair()
    hand_in(own, records[:1], DUE)
    for record, day in zip(records, ("2025-10-20", "2025-10-20", "2025-09-25"), strict=True):
        remove(Record.objects.get(pk=record), decides, at=noon(day))
    settle("2025-10-20")
    assert [outcome(each, "2025-12-01") for each in records] == [
        PromiseOutcome.KEPT, PromiseOutcome.MISSED, PromiseOutcome.ENDED,
    ]  # fmt: skip
    counts = promise_counts(own.enterprise, today=date(2025, 12, 1))
    assert (counts.kept, counts.missed, counts.total) == (1, 1, 2)
    assert {each.title for each in promises_of(own.enterprise, today=date(2025, 12, 1))} == {""}


def test_record_of_another_enterprise_counts_for_that_one_from_the_day_it_is_known(own: Kept) -> None:
    other = promiser("2025-09-01", name=OTHER, email="c@example.org", uscc=CODES[1])
    (record,) = publish(own, START)
    move_record(record, to=other.enterprise, actor=grantor(), reason="主体有误", at=noon("2025-10-20"))
    settle("2025-10-20")
    former, current = PromisedRecord.objects.filter(record=record).order_by("pk")
    assert (former.ended_why, str(former.ended_on)) == (EndedWhy.MOVED, "2025-10-20")
    assert (current.enterprise_id, str(current.starts_on), current.ended_on) == (other.enterprise, "2025-10-20", None)
    move_record(record, to=own.enterprise, actor=grantor(), reason="更正", at=noon("2025-10-22"))
    settle("2025-10-22")
    former.refresh_from_db()
    assert (former.ended_on, str(former.due_on)) == (None, DUE), "its term had run out before it was moved"


def test_merged_enterprises_are_one_and_split_apart_again(own: Kept) -> None:
    other = kept(OTHER, email="c@example.org", uscc=CODES[1])
    (mine,) = publish(own, START)
    Enterprise.objects.filter(pk=other.enterprise).update(uscc=CODES[1])
    (joined,) = publish(other, START, name=OTHER, uscc=CODES[1])
    merge_enterprises(
        own.enterprise, into=other.enterprise, actor=TWO, reason="同一家", at=noon("2025-10-20"), despite_codes=True
    )
    settle("2025-10-20")
    assert {
        (each.record_id, str(each.starts_on)) for each in promises_of(other.enterprise, today=date(2025, 11, 1))
    } == {
        (mine, START),
        (joined, "2025-10-20"),
    }
    split_enterprise(own.enterprise, actor=TWO, reason="并非同一家", at=noon("2025-11-03"))
    settle("2025-11-03")
    assert (term_of(mine).enterprise_id, term_of(mine).ended_on) == (own.enterprise, None)
    assert (term_of(joined).ended_why, str(term_of(joined).ended_on)) == (EndedWhy.MOVED, "2025-11-03")


def test_earlier_notice_begins_the_term_earlier(own: Kept) -> None:
    (record,) = publish(own, START)
    pk = term_of(record).pk
    for day in ("2025-09-17", "2025-09-23"):
        with pytest.raises(ToldDayWrong):
            note_told(grantor(), pk, told_on=date.fromisoformat(day), reason="函告", at=noon(START))
    with pytest.raises(ToldDayWrong):
        note_told(grantor(), pk, told_on=date(2025, 9, 19), reason=" ", at=noon(START))
    note_told(grantor(), pk, told_on=date(2025, 9, 19), reason="平台9月19日函告企业，有回执。", at=noon(START))
    settle(START)
    term = term_of(record)
    assert (str(term.starts_on), str(term.due_on), str(term.published_on)) == ("2025-09-19", "2025-10-10", START)
    hand_in(own, [record], "2025-09-24")
    with pytest.raises(PromiseNotRunning):
        note_told(grantor(), pk, told_on=date(2025, 9, 18), reason="函告", at=noon("2025-09-25"))


def test_only_the_staff_of_the_area_who_are_no_party_note_it(own: Kept) -> None:
    (record,) = publish(own, START)
    pk = term_of(record).pk
    far = acting(staff_member(StaffRole.REVIEWER, email="far@example.org", area="440300"))
    both = staff_member(StaffRole.REVIEWER, email="both@example.org")
    member(own.organisation, both, MemberRole.READER)
    liaison = acting(staff_member(StaffRole.BRAND_LIAISON, email="liaison@example.org"))
    for actor, error in (
        (far, PromiseNotFound),
        (own.actor, PromiseNotFound),
        (liaison, PromiseNotFound),
        (acting(both), OwnDisclosure),
    ):
        with pytest.raises(error):
            note_told(actor, pk, told_on=date(2025, 9, 19), reason="函告", at=noon(START))


def test_term_into_a_year_without_a_calendar_is_said_and_reckoned_when_there_is_one(db: None) -> None:
    own = promiser("2026-12-01")
    first, second = publish(own, "2026-12-22", 2)
    (row, _) = owed_promises(own.enterprise, today=date(2026, 12, 23))
    assert (row.due.on, row.due.term_workdays, row.due.missing_year) == (None, 10, 2027)
    assert (outcome(first, "2027-03-01"), outcome(second, "2027-03-01")) == (PromiseOutcome.RUNNING,) * 2
    hand_in(own, [first], "2026-12-31")
    assert outcome(first, "2027-03-01") == PromiseOutcome.KEPT, "ten working days were not over in the known year"
    hand_in(own, [second], "2027-01-04", state=DisclosureState.PUBLISHED)
    assert outcome(second, "2027-03-01") == PromiseOutcome.RUNNING
    PromisedRecord.objects.filter(record=second).update(due_on=date(2027, 1, 6))
    assert outcome(second, "2027-03-01") == PromiseOutcome.KEPT


def test_nothing_is_written_when_nothing_changed(own: Kept) -> None:
    publish(own, START, 2)
    entries = JournalEntry.objects.count()
    assert (settle(START), settle("2025-12-01"), JournalEntry.objects.count()) == (0, 0, entries)
