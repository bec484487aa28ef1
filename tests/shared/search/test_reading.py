"""A row that cannot be read is left out, logged and told; it holds up nothing else."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingce.shared.changes.actions import note_change, number_changes, run_followers
from qingce.shared.changes.queries import lag
from qingce.shared.search import reading, registry
from qingce.shared.search.actions import compare, mend, refresh
from qingce.shared.search.enums import Difference
from qingce.shared.search.reading import Rows
from qingce.shared.search.registry import Document

if TYPE_CHECKING:
    from tests.shared.search.conftest import Shelf


class Broken:
    """A shelf some of whose rows make every read of a range raise that comes to them."""

    def __init__(self, shelf: Shelf, *bad: int) -> None:
        self.bad = set(bad)
        self.reads = 0
        self._shelf = shelf
        registry.register(replace(shelf.indexed, documents=self.documents))

    def documents(self, first: int, last: int) -> Iterable[Document]:
        self.reads += 1
        for row in self._shelf.documents(first, last):
            if row.id in self.bad:
                raise ValueError("上海某某化工有限公司")
            yield row


def put_many(shelf: Shelf, count: int) -> None:
    for number in range(1, count + 1):
        shelf.put(number, "化工")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.integers(1, 64), max_size=64), st.integers(1, 64), st.integers(1, 64))
def test_every_row_is_read_once_but_those_that_cannot_be(shelf: Shelf, bad: set[int], one: int, other: int) -> None:
    put_many(shelf, 64)
    first, last = sorted((one, other))
    rows = Rows(replace(shelf.indexed, documents=Broken(shelf, *bad).documents), _ids)
    there = set(range(first, last + 1))
    assert sorted(rows.between(first, last)) == sorted(there - bad)
    assert rows.unreadable == sorted(there & bad)


def test_one_bad_row_of_ten_thousand_costs_few_reads(shelf: Shelf) -> None:
    broken = Broken(shelf, 7_000)
    put_many(shelf, 10_000)
    rows = Rows(registry.indexed("note"), _ids)
    assert len(list(rows.between(1, 10_000))) == 9_999
    assert broken.reads < 35


def test_build_leaves_out_what_cannot_be_read_and_logs_no_content(
    shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    put_many(shelf, 25)
    Broken(shelf, 3, 25)
    with caplog.at_level(logging.ERROR):
        shelf.indexed = registry.indexed("note")
        shelf.build()
    assert shelf.page("化工").total == 23
    assert [record.message.partition(": ")[0] for record in caplog.records] == [
        "note 3 cannot be read and is left out of the index",
        "note 25 cannot be read and is left out of the index",
    ]
    assert "ValueError" in caplog.text
    assert "某某" not in caplog.text


def test_compare_tells_what_cannot_be_read_and_mend_drops_then_restores_it(shelf: Shelf) -> None:
    put_many(shelf, 5)
    shelf.build()
    broken = Broken(shelf, 2, 4)
    del shelf.rows[4]
    refresh("note")
    assert compare("note") == Difference(surplus=(4,), unreadable=(2,))
    assert mend("note") == Difference(surplus=(4,), unreadable=(2,))
    assert sorted(shelf.ids("化工")) == [1, 3, 5]
    assert compare("note") == Difference(unreadable=(2,))
    broken.bad.clear()
    assert compare("note") == Difference(missing=(2,))
    mend("note")
    assert sorted(shelf.ids("化工")) == [1, 2, 3, 5]


def _ids(documents: Sequence[Document]) -> list[int]:
    return [each.id for each in documents]


@pytest.mark.parametrize("odd", [{"boost": "heavy"}, {"day": "today"}, {"region": 7}])
def test_row_that_the_index_refuses_is_left_out(shelf: Shelf, odd: dict[str, object]) -> None:
    put_many(shelf, 3)
    shelf.build()
    shelf.put(2, "化工", **odd)
    shelf.put(3, "新")
    shelf.apply((2, 3))
    assert (shelf.ids("化工"), shelf.ids("新")) == ([1], [3])


def test_row_whose_id_does_not_fit_is_unreadable(shelf: Shelf) -> None:
    shelf.put(2**34, "化工")
    shelf.put(1, "化工")
    shelf.build()
    assert shelf.ids("化工") == [1]
    assert compare("note") == Difference(unreadable=(2**34,))


def test_row_that_fails_once_only_is_read(shelf: Shelf) -> None:
    put_many(shelf, 3)
    failures = iter([ValueError("by chance")])

    def documents(first: int, last: int) -> Iterable[Document]:
        for error in failures:
            raise error
        return shelf.documents(first, last)

    rows = Rows(replace(shelf.indexed, documents=documents), _ids)
    assert (list(rows.between(2, 2)), rows.unreadable) == ([2], [])


def test_database_that_fails_for_every_row_is_not_taken_for_bad_rows(shelf: Shelf) -> None:
    def documents(first: int, last: int) -> Iterable[Document]:
        raise ConnectionError(f"{first} to {last}")

    rows = Rows(replace(shelf.indexed, documents=documents), _ids)
    with pytest.raises(ConnectionError, match=r"^1 to 1$"):
        list(rows.between(1, 9))
    assert rows.unreadable == []


def test_more_bad_rows_than_are_believed_raise(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_UNREADABLE", 3)
    put_many(shelf, 20)
    Broken(shelf, 1, 2, 11, 12)
    rows = Rows(registry.indexed("note"), _ids)
    assert len(list(rows.between(1, 11))) == 8
    assert len(list(rows.between(12, 20))) == 8
    with pytest.raises(ValueError, match="某某"):
        list(rows.between(1, 20))


@pytest.mark.django_db(transaction=True)
def test_follower_goes_on_past_a_row_that_the_database_cannot_give(shelf: Shelf) -> None:
    put_many(shelf, 5)

    def documents(first: int, last: int) -> Iterable[Document]:
        for row in shelf.documents(first, last):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 / %s", [1 if row.id != 2 else "no number"])
                if cursor.fetchone()[0] is None:
                    raise ValueError("SQLite divides by anything")
            yield row

    registry.register(replace(shelf.indexed, documents=documents))
    now = timezone.now()
    for number in range(1, 6):
        with transaction.atomic():
            note_change("note", number, at=now)
        number_changes(at=now)
        assert run_followers(at=now) == 1
    refresh("note")
    assert sorted(shelf.ids("化工")) == [1, 3, 4, 5]
    assert [(each.behind, each.error) for each in lag()] == [(0, "")]
