"""The feed: noting, numbering, merging, following, pruning."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from qingce.shared.changes import actions, following, queries, registry
from qingce.shared.changes.enums import FollowerLag, IdRange, NumberedChange
from qingce.shared.changes.errors import ChangeOutsideTransaction, UnknownFollower
from qingce.shared.changes.following import merge_ranges
from qingce.shared.changes.given import Given
from qingce.shared.changes.models import Change, FollowerPosition

if TYPE_CHECKING:
    from collections.abc import Sequence

AT = datetime(2026, 5, 1, 8, tzinfo=UTC)


class Copy:
    """A follower that remembers which ids it was given, as a set: applying twice changes nothing."""

    def __init__(self) -> None:
        self.batches: list[list[IdRange]] = []
        self.broken = False

    def apply(self, ranges: Sequence[IdRange]) -> None:
        if self.broken:
            raise ValueError("上海某某化工有限公司")
        self.batches.append(list(ranges))

    def ids(self) -> set[tuple[str, int]]:
        return {
            (each.kind, number)
            for batch in self.batches
            for each in batch
            for number in range(each.first, each.last + 1)
        }


@pytest.fixture(autouse=True)
def no_other_followers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_followers", {})


def follow(name: str, *kinds: str) -> Copy:
    copy = Copy()
    registry.register_follower(registry.Follower(name, frozenset(kinds), copy.apply))
    return copy


def note(kind: str, first: int, last: int | None = None, *, at: datetime = AT) -> None:
    with transaction.atomic():
        actions.note_change(kind, first, last, at=at)


@pytest.mark.django_db(transaction=True)
def test_note_change_outside_a_transaction_is_refused() -> None:
    with pytest.raises(ChangeOutsideTransaction):
        actions.note_change("record", 1, at=AT)
    assert Change.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_note_change_goes_with_the_transaction_that_fails() -> None:
    with transaction.atomic():
        actions.note_change("record", 1, at=AT)
        transaction.set_rollback(True)
    assert actions.number_changes(at=AT) == 0
    assert queries.read_changes(0) == []


@pytest.mark.django_db
def test_note_change_refuses_a_range_written_backwards() -> None:
    with pytest.raises(IntegrityError):
        note("record", 5, 4)


@pytest.mark.django_db
def test_written_changes_move_with_every_write_and_not_when_numbered() -> None:
    before = queries.written_changes()
    for count in (1, 2):
        with transaction.atomic():
            actions.note_change("record", count, at=AT)
        assert queries.written_changes() == before + count
    actions.number_changes(at=AT)
    assert queries.written_changes() == before + 2
    with transaction.atomic():
        actions.note_change("record", 3, at=AT)
    assert queries.written_changes() == before + 3


@pytest.mark.django_db
def test_number_changes_is_gapless_and_goes_on_where_it_stopped() -> None:
    note("record", 1)
    note("enterprise", 7, 9)
    assert actions.number_changes(at=AT) == 2
    assert actions.number_changes(at=AT) == 0
    note("record", 2)
    assert queries.waiting_changes() == 1
    assert actions.number_changes(at=AT) == 1
    assert queries.read_changes(0) == [
        NumberedChange(1, IdRange("record", 1, 1), AT),
        NumberedChange(2, IdRange("enterprise", 7, 9), AT),
        NumberedChange(3, IdRange("record", 2, 2), AT),
    ]
    assert [each.number for each in queries.read_changes(1, limit=1)] == [2]
    assert queries.last_number() == 3


@pytest.mark.django_db
def test_number_changes_numbers_more_than_one_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qingce.shared.changes.numbering.BATCH", 3)
    for number in range(1, 9):
        note("record", number)
    assert actions.number_changes(at=AT) == 8
    assert [(each.number, each.ids.first) for each in queries.read_changes(0)] == [(n, n) for n in range(1, 9)]


ranges = st.builds(
    lambda kind, first, length: IdRange(kind, first, first + length),
    st.sampled_from(["record", "enterprise"]),
    st.integers(1, 40),
    st.integers(0, 6),
)


@given(st.lists(ranges, max_size=30))
def test_merge_ranges_keeps_every_id_and_leaves_none_touching(given_ranges: list[IdRange]) -> None:
    def ids(some: list[IdRange]) -> set[tuple[str, int]]:
        return {(each.kind, n) for each in some for n in range(each.first, each.last + 1)}

    merged = merge_ranges(given_ranges)
    assert ids(merged) == ids(given_ranges)
    for one, next_one in pairwise(merged):
        assert one.kind < next_one.kind or one.last + 1 < next_one.first


@pytest.mark.django_db
def test_run_followers_gives_each_the_kinds_it_asked_for_once() -> None:
    search, alerts = follow("search", "record", "enterprise"), follow("alerts", "record")
    note("record", 1, 3)
    note("enterprise", 1)
    note("record", 4)
    assert actions.run_followers() == 0  # not numbered yet
    actions.number_changes(at=AT)
    assert actions.run_followers() == 5
    assert actions.run_followers() == 0
    assert search.batches == [[IdRange("enterprise", 1, 1), IdRange("record", 1, 4)]]
    assert alerts.batches == [[IdRange("record", 1, 4)]]


@pytest.mark.django_db
@pytest.mark.parametrize(("changes", "ids"), [(2, 1_000), (1_000, 5), (1, 1)])
def test_run_followers_reads_in_bounded_batches(monkeypatch: pytest.MonkeyPatch, changes: int, ids: int) -> None:
    monkeypatch.setattr(following, "BATCH_CHANGES", changes)
    monkeypatch.setattr(following, "PIECE_IDS", ids)
    search = follow("search", "record")
    for number in range(1, 29, 4):
        note("record", number, number + 2)
        note("enterprise", number)
    actions.number_changes(at=AT)
    assert actions.run_followers() == 7
    assert search.ids() == {("record", number) for number in range(1, 29) if number % 4}
    assert len(search.batches) > 3
    assert queries.lag() == [FollowerLag("search", 14, 0, has_missed=False, error="", failed_at=None)]


@given(st.lists(st.lists(ranges, max_size=8), max_size=6))
def test_given_leaves_what_is_new(batches: list[list[IdRange]]) -> None:
    given_ids, seen = Given(), Copy()
    for batch in map(merge_ranges, batches):
        before, whole = seen.ids(), Copy()
        whole.apply(batch)
        new = Copy()
        new.apply(given_ids.new_of(batch))
        assert new.ids() == whole.ids() - before
        assert sum(each.last - each.first + 1 for each in new.batches[0]) == len(new.ids())
        given_ids.add(new.batches[0])
        seen.apply(new.batches[0])


@pytest.mark.django_db
def test_run_followers_gives_ids_once_whatever_batch_they_are_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "BATCH_CHANGES", 1)
    search = follow("search", "record")
    for first, last in ((1, 4), (5, 8), (3, 6), (8, 9), (2, 2)):
        note("record", first, last)
    actions.number_changes(at=AT)
    assert actions.run_followers() == 5
    assert search.batches == [[IdRange("record", 1, 4)], [IdRange("record", 5, 8)], [IdRange("record", 9, 9)]]
    note("record", 2)
    actions.number_changes(at=AT)
    assert actions.run_followers() == 1
    assert search.batches[3:] == [[IdRange("record", 2, 2)]]


@pytest.mark.django_db
def test_run_followers_reads_what_one_of_them_notes_in_the_same_go() -> None:
    search = follow("search", "record")

    def note_records(given_ranges: Sequence[IdRange]) -> None:
        for each in given_ranges:
            note("record", each.first * 10, each.last * 10 + 9)

    registry.register_follower(registry.Follower("records-of", frozenset({"enterprise"}), note_records, notes=True))
    note("record", 10, 15)
    note("enterprise", 1)
    actions.number_changes(at=AT)
    assert actions.run_followers(at=AT) == 3
    assert search.batches == [[IdRange("record", 10, 19)]]
    assert [each.behind for each in queries.lag()] == [0, 0]


@pytest.mark.django_db
def test_run_followers_passes_a_failing_one_and_tries_it_again(caplog: pytest.LogCaptureFixture) -> None:
    broken, well = follow("broken", "record"), follow("well", "record")
    broken.broken = True
    note("record", 1)
    actions.number_changes(at=AT)
    with caplog.at_level(logging.ERROR):
        assert actions.run_followers(at=AT) == 1
    assert well.ids() == {("record", 1)}
    assert queries.lag() == [
        FollowerLag("broken", 0, 1, has_missed=False, error="builtins.ValueError", failed_at=AT),
        FollowerLag("well", 1, 0, has_missed=False, error="", failed_at=None),
    ]
    assert "broken" in caplog.text
    assert "ValueError" in caplog.text
    assert "化工" not in caplog.text

    broken.broken = False
    assert actions.run_followers(at=AT + timedelta(milliseconds=999)) == 0
    assert actions.run_followers(at=AT + timedelta(seconds=1)) == 1
    assert queries.lag()[0] == FollowerLag("broken", 1, 0, has_missed=False, error="", failed_at=None)


@pytest.mark.django_db
def test_run_followers_waits_longer_after_each_failure_up_to_five_minutes() -> None:
    follow("broken", "record").broken = True
    note("record", 1)
    actions.number_changes(at=AT)
    at, waits = AT, []
    for _ in range(11):
        actions.run_followers(at=at)
        place = FollowerPosition.objects.get(name="broken")
        waits.append(next(s for s in range(400) if not following._is_waiting(place, at=at + timedelta(seconds=s))))
        at += timedelta(seconds=waits[-1])
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


@pytest.mark.django_db
def test_reset_follower_reads_again_from_the_position() -> None:
    search = follow("search", "record")
    for number in (10, 20, 30):
        note("record", number)
    actions.number_changes(at=AT)
    actions.run_followers()
    actions.reset_follower("search", position=2)
    actions.run_followers()
    actions.reset_follower("search")
    actions.run_followers()
    whole = [IdRange("record", n, n) for n in (10, 20, 30)]
    assert search.batches == [whole, [IdRange("record", 30, 30)], whole]
    with pytest.raises(UnknownFollower):
        actions.reset_follower("nobody")


@pytest.mark.django_db
def test_run_followers_leaves_a_position_that_was_reset_meanwhile() -> None:
    def apply(given_ranges: Sequence[IdRange]) -> None:
        FollowerPosition.objects.filter(name="search").update(position=0, last_error="reset")

    registry.register_follower(registry.Follower("search", frozenset({"record"}), apply))
    for number in (10, 20):
        note("record", number)
    actions.number_changes(at=AT)
    FollowerPosition.objects.create(name="search", position=1)
    actions.run_followers()
    assert queries.lag()[0].position == 0


@pytest.mark.django_db
def test_prune_changes_keeps_what_is_young_or_unread_and_says_who_missed_some() -> None:
    follow("search", "record")
    for number in range(1, 4):
        note("record", number, at=AT + timedelta(days=number))
    actions.number_changes(at=AT)
    assert actions.prune_changes(before=AT + timedelta(days=9)) == 0
    actions.run_followers()
    assert actions.prune_changes(before=AT + timedelta(days=3)) == 2
    assert actions.prune_changes(before=AT + timedelta(days=3)) == 0
    assert [each.number for each in queries.read_changes(0)] == [3]

    late = follow("late", "record")
    assert actions.run_followers() == 0
    assert [(each.has_missed, each.error.rsplit(".")[-1]) for each in queries.lag()] == [
        (False, ""),
        (True, "ChangesPruned"),
    ]
    actions.reset_follower("late", position=queries.last_number())
    note("record", 4)
    actions.number_changes(at=AT)
    assert actions.run_followers() == 2
    assert late.ids() == {("record", 4)}


@pytest.mark.django_db
def test_followers_of_one_name_at_two_places_each_read_the_feed() -> None:
    here, place = Copy(), ["one"]
    registry.register_follower(registry.Follower("search", frozenset({"record"}), here.apply, place=lambda: place[0]))
    note("record", 1)
    actions.number_changes(at=AT)
    for name in ("one", "other", "one"):
        place[0] = name
        actions.run_followers()
    assert here.batches == [[IdRange("record", 1, 1)]] * 2
    assert sorted(FollowerPosition.objects.values_list("name", flat=True)) == ["search@one", "search@other"]
    actions.reset_follower("search")
    assert actions.run_followers() == 1
    assert [each.name for each in queries.lag()] == ["search"]


@pytest.mark.django_db
def test_follower_that_can_rebuild_does_so_where_it_is_new_or_missed_changes() -> None:
    copy, rebuilt = Copy(), []
    follower = registry.Follower("search", frozenset({"record"}), copy.apply, rebuild=lambda: rebuilt.append(1))
    registry.register_follower(follower)
    assert actions.run_followers() == 0
    assert rebuilt == []
    note("record", 1)
    note("enterprise", 2)
    actions.number_changes(at=AT)
    assert (actions.run_followers(), rebuilt, copy.batches) == (1, [1], [])
    note("record", 3)
    actions.number_changes(at=AT)
    assert (actions.run_followers(), rebuilt, copy.batches) == (1, [1], [[IdRange("record", 3, 3)]])
    actions.prune_changes(before=AT + timedelta(days=1))
    actions.reset_follower("search", position=1)
    assert (actions.run_followers(), rebuilt) == (0, [1, 1])
    assert queries.lag() == [FollowerLag("search", 3, 0, has_missed=False, error="", failed_at=None)]


@pytest.mark.django_db
def test_rebuild_that_fails_is_tried_again_later() -> None:
    copy, errors = Copy(), iter([ValueError("上海某某化工有限公司")])

    def rebuild() -> None:
        for error in errors:
            raise error

    registry.register_follower(registry.Follower("search", frozenset({"record"}), copy.apply, rebuild=rebuild))
    note("record", 1)
    actions.number_changes(at=AT)
    assert actions.run_followers(at=AT) == 0
    assert queries.lag() == [
        FollowerLag("search", 0, 1, has_missed=False, error="builtins.ValueError", failed_at=AT),
    ]
    assert actions.run_followers(at=AT + timedelta(milliseconds=999)) == 0
    assert actions.run_followers(at=AT + timedelta(seconds=1)) == 1
    assert (copy.batches, queries.lag()[0].behind) == ([], 0)


@pytest.mark.django_db
def test_advance_follower_moves_it_forward_only() -> None:
    follow("search", "record")
    actions.advance_follower("search", position=4)
    actions.advance_follower("search", position=2)
    assert queries.lag()[0].position == 4
    actions.advance_follower("search", position=5)
    assert queries.lag()[0].position == 5
    with pytest.raises(UnknownFollower):
        actions.advance_follower("nobody", position=1)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_an_idle_look_costs_three_queries(count: int) -> None:
    for number in range(count):
        follow(f"follower {number}", "record")
    note("record", 1, 100)
    actions.number_changes(at=AT)
    actions.run_followers()
    with CaptureQueriesContext(connection) as seen:
        actions.number_changes(at=AT)
        actions.run_followers()
    assert len(seen) == 3
