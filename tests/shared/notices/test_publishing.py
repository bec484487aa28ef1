"""Publishing a notice, what the clock does with it, extending and withdrawing."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from qingce.pure.kernel.calendar import CalendarGap
from qingce.pure.merkle.hashing import leaf_hash
from qingce.pure.workflow.errors import StepNotOpen, StepOfAnother
from qingce.shared.changes.actions import number_changes, run_followers
from qingce.shared.changes.models import Change
from qingce.shared.ledger.actions import THE_CLOCK, THE_PLATFORM
from qingce.shared.ledger.models import JournalEntry, LedgerEntry
from qingce.shared.ledger.queries import audit_rows
from qingce.shared.notices.actions import extend_notice, settle_notices, withdraw_notice
from qingce.shared.notices.enums import About, Left, NoticeState, NoticeUnit
from qingce.shared.notices.errors import (
    NoticeChanged,
    NoticeExtensionWrong,
    NoticeKindUnknown,
    NoticeNotDue,
    NoticeNotFound,
    NoticeReasonMissing,
    NoticeTextWrong,
)
from qingce.shared.notices.models import Notice, NoticeEvent
from qingce.shared.notices.queries import NoticesAsked, get_notice, newest_events, notice_of_key, notices
from qingce.shared.notices.registry import NoticeKind
from qingce.shared.rulebooks.errors import NoReleaseInForce
from tests.factories import AT, release_rules
from tests.shared.notices.making import ABOUT, FIVE_WORKDAYS, SEVEN_DAYS, STANDING, published

pytestmark = [pytest.mark.requirement("DIS-6", "LED-1"), pytest.mark.django_db]
TODAY = date(2026, 11, 20)
WEEK = timedelta(days=7)


def facts_of(act: str) -> dict[str, Any]:
    return dict(json.loads(bytes(LedgerEntry.objects.get(act=act).body))["facts"])


def acts() -> list[str]:
    return list(LedgerEntry.objects.filter(act__startswith="notice-").order_by("pk").values_list("act", flat=True))


def test_notice_with_a_period_opens_on_its_first_day_and_is_in_ledger_feed_and_journal() -> None:
    number = published()
    row = Notice.objects.get()
    assert (row.state, row.begins_on, row.ends_on) == (NoticeState.OPEN, TODAY, date(2026, 11, 27))
    assert (row.term_book, row.term_parameter, row.term_value) == ("removal", "alliance-notice", 7)
    assert acts() == ["notice-published", "notice-opened"]
    assert facts_of("notice-published") == {
        "content": leaf_hash(row.says.encode()).hex(),
        "kind": SEVEN_DAYS.name,
        "area": 330603,
        "begins_on": "2026-11-20",
        "ends_on": ["2026-11-27"],
        "objections": 1,
    }
    assert Change.objects.filter(kind="notice", first_id=number).count() == 2
    assert list(JournalEntry.objects.filter(subject_id=number).order_by("pk").values_list("act", flat=True)) == acts()


def test_working_days_are_those_of_china_and_their_clause_is_kept() -> None:
    found = get_notice(published(FIVE_WORKDAYS), today=TODAY)
    assert found.row.left == Left(date(2026, 11, 27), 5, NoticeUnit.WORKING_DAYS)
    assert found.term_clause == "IPE-2017 §2.1 注 (1)"
    assert [each.act for each in found.events] == ["notice-published", "notice-opened"]
    assert found.about == ABOUT


def test_period_that_runs_into_a_year_without_a_calendar_is_refused_with_the_year() -> None:
    release_rules()
    with pytest.raises(CalendarGap) as told:
        published(FIVE_WORKDAYS, begins_on=date(2026, 12, 28))
    assert told.value.params == {"year": 2027}
    assert Notice.objects.count() == 0
    days = get_notice(published(begins_on=date(2026, 12, 28)), today=TODAY)
    assert days.row.ends_on == date(2027, 1, 4)


def test_working_days_left_of_a_year_without_a_calendar_are_not_guessed() -> None:
    number = published(FIVE_WORKDAYS)
    Notice.objects.filter(pk=number).update(ends_on=date(2027, 1, 8))
    assert get_notice(number, today=TODAY).row.left == Left(date(2027, 1, 8), None, NoticeUnit.WORKING_DAYS, 2027)


def test_notice_without_a_period_stands() -> None:
    number = published(STANDING)
    row = get_notice(number, today=TODAY).row
    assert (row.state, row.ends_on, row.left, row.takes_objections) == (NoticeState.STANDING, None, None, False)
    assert acts() == ["notice-published"]
    assert settle_notices(at=AT + 99 * WEEK) == 0


def test_same_key_again_publishes_nothing() -> None:
    number = published(STANDING, key="disclosure/7")
    assert published(STANDING, key="disclosure/7", title_zh="别的标题") == number
    assert notice_of_key("disclosure/7") == number
    assert notice_of_key("disclosure/8") is None
    assert acts() == ["notice-published"]


def test_what_fails_after_it_takes_the_notice_back() -> None:
    def publish_and_fail() -> None:
        with transaction.atomic():
            published(STANDING)
            raise NoticeReasonMissing("the room's own act failed")

    with pytest.raises(NoticeReasonMissing):
        publish_and_fail()
    assert (Notice.objects.count(), LedgerEntry.objects.filter(act="notice-published").count()) == (0, 0)


@pytest.mark.parametrize(
    "changes",
    [
        {"title_zh": " ", "title_en": ""},
        {"title_zh": "长" * 301},
        {"body_en": "x" * 20_001},
        {"key": ""},
        {"area": "999999"},
        {"about": tuple(About("record", number, "x") for number in range(501))},
    ],
)
def test_text_that_cannot_be_published_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(NoticeTextWrong):
        published(STANDING, **changes)


def test_unknown_kind_and_a_term_without_a_released_rulebook_are_refused() -> None:
    with pytest.raises(NoticeKindUnknown):
        published(NoticeKind("test-unknown", "", ""))
    with pytest.raises(NoReleaseInForce):
        published(begins_on=date(2016, 1, 1))


def test_objections_need_a_term() -> None:
    with pytest.raises(ValueError, match="within a period"):
        NoticeKind("x", "", "", takes_objections=True)


def test_clock_begins_and_ends_periods_once_at_the_days_of_china() -> None:
    number = published(begins_on=TODAY + timedelta(days=1))
    assert Notice.objects.get().state == NoticeState.ANNOUNCED
    assert settle_notices(at=AT) == 0
    midnight = datetime(2026, 11, 20, 16, tzinfo=UTC)  # of 21 November in China
    assert settle_notices(at=midnight - timedelta(seconds=1)) == 0
    assert settle_notices(at=midnight) == 1
    assert settle_notices(at=midnight) == 0
    assert settle_notices(at=midnight + WEEK) == 0
    assert get_notice(number, today=date(2026, 11, 29)).row.state == NoticeState.CLOSED  # by its days already
    assert settle_notices(at=midnight + WEEK + timedelta(days=1)) == 1
    assert Notice.objects.get().state == NoticeState.CLOSED
    assert acts() == ["notice-published", "notice-opened", "notice-closed"]


def test_clock_that_stood_still_opens_and_closes_in_one_go() -> None:
    published(begins_on=TODAY + timedelta(days=1))
    assert settle_notices(at=AT + 5 * WEEK) == 2
    assert acts() == ["notice-published", "notice-opened", "notice-closed"]


def test_extension_moves_the_last_day_in_the_days_of_the_period() -> None:
    number = published(FIVE_WORKDAYS)
    extend_notice(number, days=2, reason="应当事人申请", by=THE_PLATFORM, at=AT)
    found = get_notice(number, today=TODAY)
    assert (found.row.ends_on, found.row.extensions) == (date(2026, 12, 1), 1)
    assert found.events[-1].reason == "应当事人申请"
    assert facts_of("notice-extended")["former"] == "2026-11-27"
    assert list(audit_rows()) == []


def test_extension_into_a_year_without_a_calendar_is_refused_and_nothing_is_written() -> None:
    number = published(FIVE_WORKDAYS)
    with pytest.raises(CalendarGap):
        extend_notice(number, days=60, reason="延长", by=THE_PLATFORM, at=AT)
    assert get_notice(number, today=TODAY).row.ends_on == date(2026, 11, 27)


def test_period_that_has_ended_is_not_extended() -> None:
    number = published()
    with pytest.raises(NoticeNotDue):
        extend_notice(number, days=3, reason="延长", by=THE_PLATFORM, at=AT + timedelta(days=8))
    with pytest.raises(NoticeExtensionWrong):
        extend_notice(number, days=0, reason="延长", by=THE_PLATFORM, at=AT)
    with pytest.raises(NoticeExtensionWrong):
        extend_notice(number, days=91, reason="延长", by=THE_PLATFORM, at=AT)
    with pytest.raises(StepNotOpen):
        extend_notice(published(STANDING), days=3, reason="延长", by=THE_PLATFORM, at=AT)


def test_withdrawn_notice_stays_with_its_reason_and_is_withdrawn_once() -> None:
    number = published()
    with pytest.raises(NoticeReasonMissing):
        withdraw_notice(number, reason="\u200b ", by=THE_PLATFORM, at=AT)
    with pytest.raises(StepOfAnother):
        withdraw_notice(number, reason="撤回", by=THE_CLOCK, at=AT)
    withdraw_notice(number, reason="材料有误", by=THE_PLATFORM, at=AT)
    found = get_notice(number, today=TODAY)
    assert (found.row.state, found.row.left, found.events[-1].reason) == (NoticeState.WITHDRAWN, None, "材料有误")
    assert facts_of("notice-withdrawn") == {"state": "open"}
    assert settle_notices(at=AT + 5 * WEEK) == 0
    with pytest.raises(StepNotOpen):
        withdraw_notice(number, reason="再次", by=THE_PLATFORM, at=AT)
    with pytest.raises(NoticeNotFound):
        withdraw_notice(number + 1, reason="撤回", by=THE_PLATFORM, at=AT)


def test_of_two_tabs_the_second_one_is_told() -> None:
    number = published()
    seen = get_notice(number, today=TODAY).version
    extend_notice(number, days=3, reason="延长", by=THE_PLATFORM, at=AT, seen=seen)
    with pytest.raises(NoticeChanged):
        extend_notice(number, days=3, reason="延长", by=THE_PLATFORM, at=AT, seen=seen)
    with pytest.raises(NoticeChanged):
        withdraw_notice(number, reason="撤回", by=THE_PLATFORM, at=AT, seen=seen)
    assert Notice.objects.get().ends_on == date(2026, 11, 30)


def test_audit_finds_a_notice_that_was_changed_behind_the_ledger() -> None:
    published()
    assert list(audit_rows()) == []
    Notice.objects.update(says="{}")
    assert [each.subject for each in audit_rows()] == [("notice", Notice.objects.get().pk)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (NoticesAsked(), ["later", "open", "standing"]),
        (NoticesAsked(kind=STANDING.name), ["standing"]),
        (NoticesAsked(state=NoticeState.ANNOUNCED), ["later"]),
        (NoticesAsked(state=NoticeState.OPEN), ["open"]),
        (NoticesAsked(state=NoticeState.CLOSED), []),
        (NoticesAsked(area="330000"), ["open"]),
        (NoticesAsked(since=date(2026, 11, 28)), ["later"]),
        (NoticesAsked(until=date(2026, 11, 20)), ["open", "standing"]),
        (NoticesAsked(text="要闻"), ["later"]),
        (NoticesAsked(text="SAMPLE"), ["standing"]),
        (NoticesAsked(text="样甲印染"), ["open"]),
        (NoticesAsked(about=("record", 7)), ["open"]),
        (NoticesAsked(is_ending_first=True), ["open", "later"]),
    ],
)
def test_board_is_narrowed(asked: NoticesAsked, found: list[str]) -> None:
    plain: dict[str, Any] = {"about": (), "title_zh": "样例", "title_en": "", "area": "440100"}
    numbers = {
        "standing": published(STANDING, **plain | {"title_en": "Sample"}),
        "open": published(),
        "later": published(begins_on=TODAY + WEEK, **plain | {"title_zh": "要闻"}),
    }
    assert [row.id for row in notices(asked, today=TODAY)] == [numbers[name] for name in found]


def test_history_of_many_is_one_query() -> None:
    for _ in range(3):
        published()
    with CaptureQueriesContext(connection) as asked:
        events = newest_events(NoticesAsked(kind=SEVEN_DAYS.name), today=TODAY)
    assert (len(events), len(asked)) == (6, 1)


@pytest.mark.requirement("POL-1")
def test_each_release_of_rules_is_made_known_once() -> None:
    release_rules()
    release_rules("agencies")
    number_changes(at=AT)
    run_followers()
    rows = notices(NoticesAsked(kind="rules-released"), today=TODAY)
    assert [row.state for row in rows] == [NoticeState.STANDING] * 2
    assert "2017-06-01" in rows[1].title_en
    assert "2017-06-01" in rows[1].title_zh
    assert "draft and not in force" in get_notice(rows[0].id, today=TODAY).body_en
    assert get_notice(rows[1].id, today=TODAY).about[0].label == "removal/2017-06-01"
    from qingce.shared.notices.releases import publish_all

    publish_all()
    assert Notice.objects.count() == NoticeEvent.objects.count() == 2
