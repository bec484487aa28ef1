"""The index keeps in step with the rows: changed, rebuilt while serving, compared, mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.utils import timezone

from qingce.pure.kernel.errors import InvalidValue
from qingce.shared.changes.actions import note_change, number_changes, run_followers
from qingce.shared.changes.enums import IdRange
from qingce.shared.changes.queries import lag
from qingce.shared.search import building, readers, registry
from qingce.shared.search.actions import apply_changes, compare, mend, rebuild, refresh
from qingce.shared.search.enums import Difference
from qingce.shared.search.errors import IndexBusy, IndexMissing
from qingce.shared.search.generations import Journal, build_lock, folder_of, write_lock
from qingce.shared.search.making import Maker
from qingce.shared.search.registry import Document, FacetField, Indexed, TextField
from qingce.shared.search.values import Values

if TYPE_CHECKING:
    from pathlib import Path

    from tests.shared.search.conftest import Shelf


def generations() -> list[str]:
    return sorted(path.name for path in folder_of("note").iterdir() if path.is_dir())


def test_apply_replaces_adds_and_deletes(shelf: Shelf) -> None:
    for number in range(1, 6):
        shelf.put(number, f"旧{number}")
    shelf.build()
    shelf.put(2, "新2")
    shelf.put(9, "新9")
    del shelf.rows[4]
    shelf.put(5, "新5")
    shelf.apply((2, 4), (9, 12))
    assert sorted(shelf.ids("旧")) == [1, 3, 5]
    assert sorted(shelf.ids("新")) == [2, 9]


def test_apply_twice_changes_nothing_more(shelf: Shelf) -> None:
    shelf.put(1, "甲", type="a")
    shelf.build()
    shelf.put(1, "乙", type="b")
    for _ in range(2):
        shelf.apply((1, 3), (1, 1), (2, 9))
        page = shelf.page("乙", facets=["type"])
        assert (page.total, [(each.value, each.count) for each in page.facets["type"]]) == (1, [("b", 1)])
    assert not compare("note")


def test_apply_without_an_index_builds_all_of_it(shelf: Shelf) -> None:
    shelf.put(1, "化工")
    shelf.put(25, "化工")
    shelf.apply((25, 25))
    assert shelf.ids("化工") == [25, 1]


def test_build_tells_how_far_it_is(shelf: Shelf) -> None:
    for number in range(1, 26):
        shelf.put(number, "化工")
    told: list[int] = []
    assert building.build(readers.Layout(shelf.indexed), told.append) == 25
    assert told == [10, 20, 25]


def test_rebuild_swaps_and_removes_the_old_one(shelf: Shelf) -> None:
    shelf.put(1, "旧")
    shelf.build()
    first = generations()
    shelf.put(1, "新")
    assert shelf.ids("旧") == [1]
    shelf.build()
    assert (shelf.ids("旧"), shelf.ids("新")) == ([], [1])
    assert len(generations()) == 1
    assert generations() != first


def test_old_state_is_read_to_the_end_after_a_swap(shelf: Shelf) -> None:
    shelf.put(1, "旧", day=3)
    shelf.build()
    held = readers.reader_of("note")
    shelf.put(1, "新")
    shelf.build()
    assert held.searcher.num_docs == 1
    assert held.searcher.search(readers.tantivy.Query.all_query()).count == 1


def test_changes_during_a_build_reach_the_old_and_the_new_index(shelf: Shelf) -> None:
    for number in range(1, 31):
        shelf.put(number, "旧")
    shelf.build()
    seen_while_building: list[int] = []

    def documents(first: int, last: int) -> Iterable[Document]:
        yield from [row for key, row in sorted(shelf.rows.items()) if first <= key <= last]
        if first == 11 and not seen_while_building:
            shelf.put(1, "新")
            del shelf.rows[12]
            shelf.put(40, "新")
            apply_changes([IdRange("note", 1, 1), IdRange("note", 12, 40)])
            refresh("note")
            seen_while_building.extend(shelf.ids("新"))

    registry.register(replace(shelf.indexed, documents=documents))
    building.build(readers.Layout(registry.indexed("note")))
    refresh("note")
    assert seen_while_building == [40, 1]
    assert shelf.ids("新") == [40, 1]
    assert shelf.page("旧").total == 28
    assert not compare("note")
    assert not Journal("note").is_open()


def test_failed_build_leaves_the_old_index_and_the_next_one_clears_up(shelf: Shelf) -> None:
    shelf.put(1, "旧")
    shelf.build()

    def documents(first: int, last: int) -> Iterable[Document]:
        raise RuntimeError("the database went away")

    registry.register(replace(shelf.indexed, documents=documents))
    with pytest.raises(RuntimeError):
        building.build(readers.Layout(registry.indexed("note")))
    registry.register(shelf.indexed)
    refresh("note")
    assert shelf.ids("旧") == [1]
    assert len(generations()) == 2
    shelf.put(1, "新")
    shelf.apply((1, 1))
    assert not (folder_of("note") / "changed-while-building").exists()
    shelf.build()
    assert (shelf.ids("新"), len(generations())) == ([1], 1)


def test_failed_apply_writes_nothing_and_can_be_tried_again(shelf: Shelf) -> None:
    shelf.put(1, "旧")
    shelf.build()
    shelf.put(1, "新")
    shelf.put(2, "新")

    def documents(first: int, last: int) -> Iterable[Document]:
        yield from shelf.documents(first, last)
        raise RuntimeError("the database went away")

    registry.register(replace(shelf.indexed, documents=documents))
    with pytest.raises(RuntimeError) as kept:  # kept alive, as a debugger would, with everything its frames hold
        shelf.apply((1, 2))
    registry.register(shelf.indexed)
    refresh("note")
    assert shelf.ids("旧") == [1]
    shelf.apply((1, 2))
    assert shelf.ids("新") == [2, 1]
    assert kept.tb


def test_process_sees_what_it_wrote_itself_at_once(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_LOOK_EVERY_S", 1e9)
    shelf.put(1, "化工")
    shelf.build()
    shelf.put(2, "化工")
    apply_changes([IdRange("note", 2, 2)])
    assert shelf.ids("化工") == [2, 1]


def test_journal_outlives_an_unfinished_line(shelf: Shelf) -> None:
    shelf.build()
    journal = Journal("note")
    journal.start()
    journal.note([(1, 5)])
    with (folder_of("note") / "changed-while-building").open("a") as file:
        file.write("\n[7, 12")
    journal.note([(20, 21), (3, 3)])
    assert journal.read() == [(1, 5), (20, 21), (3, 3)]


def test_second_writer_is_told(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.build()
    monkeypatch.setattr(building, "_APPLY_WAIT_S", 0.0)
    monkeypatch.setattr(building, "_BUILD_WAIT_S", 0.0)
    with write_lock("note", wait_s=0), pytest.raises(IndexBusy):
        shelf.apply((1, 1))
    with build_lock("note", wait_s=0), pytest.raises(IndexBusy):
        shelf.build()
    shelf.apply((1, 1))


def test_index_of_another_shape_is_not_read(shelf: Shelf) -> None:
    shelf.put(1, "化工")
    shelf.build()
    registry.register(replace(shelf.indexed, facets=(FacetField("type"),)))
    with pytest.raises(IndexMissing):
        shelf.ids("化工")
    building.build(readers.Layout(registry.indexed("note")))
    refresh("note")
    assert shelf.ids("化工") == [1]


def test_another_process_s_commit_is_seen_without_being_asked(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_LOOK_EVERY_S", 0.0)
    shelf.put(1, "化工")
    shelf.build()
    assert shelf.ids("化工") == [1]
    shelf.put(2, "化工")
    apply_changes([IdRange("note", 2, 2)])
    assert shelf.ids("化工") == [2, 1]
    building.build(readers.Layout(shelf.indexed))
    shelf.put(3, "化工")
    apply_changes([IdRange("note", 3, 3)])
    assert shelf.ids("化工") == [3, 2, 1]


def test_compare_names_what_differs_and_mend_puts_it_right(shelf: Shelf) -> None:
    for number in (1, 2, 3, 4, 25, 300):
        shelf.put(number, "旧", type="a")
    shelf.build()
    assert compare("note") == Difference()
    del shelf.rows[2]
    del shelf.rows[300]
    shelf.put(3, "旧", type="b")
    shelf.put(26, "新")
    shelf.put(200, "新")
    difference = Difference(missing=(26, 200), surplus=(2, 300), stale=(3,))
    assert compare("note") == difference
    assert mend("note") == difference
    assert compare("note") == Difference()
    assert sorted(shelf.page("").ids) == [1, 3, 4, 25, 26, 200]


def test_compare_reads_in_chunks(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qingce.shared.search.comparing._CHUNK", 3)
    for number in range(1, 20):
        shelf.put(number, "旧")
    shelf.build()
    shelf.rows.clear()
    assert compare("note") == Difference(surplus=tuple(range(1, 20)))


def test_stamp_given_decides_what_is_stale(shelf: Shelf) -> None:
    shelf.put(1, "甲", stamp=2**64 - 5)
    shelf.build()
    shelf.put(1, "乙", stamp=2**64 - 5)
    assert not compare("note")
    shelf.put(1, "甲", stamp=7)
    assert compare("note") == Difference(stale=(1,))


@pytest.mark.parametrize("number", [0, -1, 2**34])
def test_id_that_does_not_fit_is_refused(shelf: Shelf, number: int, tmp_path: Path) -> None:
    shelf.put(number, "甲")
    layout = readers.Layout(shelf.indexed)
    with pytest.raises(InvalidValue):
        Maker(layout, layout.schema(), Values(tmp_path)).engine_documents([shelf.rows[number]])


@pytest.mark.parametrize(("day", "boost"), [(-5, 0.0), (3_652_059, 1e30), (0, -1.0)])
def test_odd_days_and_boosts_are_brought_into_bounds(shelf: Shelf, day: int, boost: float) -> None:
    shelf.put(2**34 - 1, name="甲", day=day, boost=boost)
    building.apply(readers.Layout(shelf.indexed), [])
    shelf.build()
    assert shelf.ids("甲") == [2**34 - 1]


@pytest.mark.parametrize(
    "odd",
    [
        Indexed("no-te", (TextField("name"),), (), lambda *_: [], list),
        Indexed("note", (), (), lambda *_: [], list),
        Indexed("note", (TextField("Name"),), (), lambda *_: [], list),
        Indexed("note", (TextField("name"),), (FacetField("a b"),), lambda *_: [], list),
    ],
)
def test_kind_that_cannot_be_searched_is_refused(home: object, odd: Indexed) -> None:
    with pytest.raises(InvalidValue):
        registry.register(odd)


@pytest.mark.django_db(transaction=True)
def test_index_follows_the_feed_and_a_rebuild_catches_up(shelf: Shelf) -> None:
    now = timezone.now()
    shelf.put(1, "甲")
    with transaction.atomic():
        note_change("note", 1, at=now)
    number_changes(at=now)
    run_followers()
    refresh("note")
    assert shelf.ids("甲") == [1]
    shelf.put(2, "甲")
    with transaction.atomic():
        note_change("note", 2, at=now)
    number_changes(at=now)
    assert [each.behind for each in lag()] == [1]
    assert rebuild("note") == 2
    assert [each.behind for each in lag()] == [0]
    refresh("note")
    assert shelf.ids("甲") == [2, 1]
