"""Rows written in bulk are the rows that Django's own saving would have written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from qingce.domain.enterprises.enums import Identity, NameKind
from qingce.domain.enterprises.models import Enterprise, EnterpriseName
from qingce.shared.bulk.actions import (
    Columns,
    count_up_to,
    find_rows,
    insert_row,
    insert_rows,
    reserve_ids,
    update_rows,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 8, 0, 30, 123456, tzinfo=UTC)
HOSTILE = "甲\t乙\n\\N'; DROP TABLE x;-- \U00020000"
VALUES = {
    "name": HOSTILE,
    "name_key": "",
    "uscc": None,
    "identity": Identity.NAME,
    "address": "一路1号",
    "division": "310104",
    "industry": "2614",
    "longitude": Decimal("121.4737"),
    "latitude": Decimal("31.230416"),
    "listed": True,
    "is_synthetic": False,
    "salt": None,
    "canonical_id": None,
    "created_at": AT,
}


def columns(*rows: dict[str, object]) -> Columns:
    return {name: [(VALUES | row)[name] for row in rows] for name in [*VALUES, *(["id"] if "id" in rows[0] else [])]}


def stored(pk: int) -> tuple[object, ...]:
    """A row as the database has it, without Django's reading."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM enterprises_enterprise WHERE id = %s", [pk])
        row: tuple[object, ...] = cursor.fetchone()
    return row[1:]


@pytest.mark.parametrize("change", [{}, {"listed": None, "longitude": None, "uscc": "913100006072204056"}])
def test_insert_rows_stores_what_save_stores(change: dict[str, object]) -> None:
    saved = Enterprise.objects.create(**(VALUES | change))
    as_saved = stored(saved.pk)
    saved.delete()
    (pk,) = reserve_ids(Enterprise, 1)
    insert_rows(Enterprise, columns({"id": pk} | change))
    assert stored(pk) == as_saved


def test_insert_rows_needs_every_column() -> None:
    with pytest.raises(TypeError, match=r"Enterprise: missing or unknown columns: colour, name$"):
        insert_rows(Enterprise, {name: [value] for name, value in VALUES.items() if name != "name"} | {"colour": [1]})


def test_insert_rows_refuses_or_skips_what_is_known() -> None:
    owner = Enterprise.objects.create(**VALUES)
    row = {"name": "甲", "name_key": "甲", "kind": NameKind.CURRENT, "used_from": date(2020, 1, 1), "used_until": None}
    row |= {"enterprise_id": owner.pk, "stated_by": "", "created_at": AT}
    names = {column: [value, value] for column, value in row.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(EnterpriseName, names)
    insert_rows(EnterpriseName, names, skip_known=True)
    insert_rows(EnterpriseName, names, skip_known=True)
    assert list(EnterpriseName.objects.values_list("name", "used_from")) == [("甲", date(2020, 1, 1))]


def test_reserve_ids_never_gives_a_number_twice() -> None:
    last = Enterprise.objects.create(**VALUES)
    taken = last.pk
    last.delete()
    ids = reserve_ids(Enterprise, 3)
    insert_rows(Enterprise, columns(*({"id": pk} for pk in ids)))
    after = Enterprise.objects.create(**VALUES)
    assert sorted({taken, *ids, after.pk}) == [taken, *ids, after.pk]


def test_find_rows_by_many_values() -> None:
    found = Enterprise.objects.create(**VALUES)
    Enterprise.objects.create(**(VALUES | {"name": "别的", "division": "330100"}))
    divisions = {f"{number:06}" for number in range(5_500)} | {"310104"}
    assert find_rows(Enterprise, ("id", "name"), column="division", among=divisions) == [(found.pk, HOSTILE)]
    assert find_rows(Enterprise, ("id",), column="division", among=()) == []


def test_find_rows_answers_as_django_does() -> None:
    found = Enterprise.objects.create(**VALUES)
    wanted = ("created_at", "longitude", "latitude", "listed", "is_synthetic", "salt", "canonical_id")
    rows = find_rows(Enterprise, wanted, column="id", among=[found.pk])
    assert rows == list(Enterprise.objects.values_list(*wanted))
    assert rows[0][:2] == (AT, Decimal("121.473700"))


def test_find_rows_where_another_column_has_a_value() -> None:
    found = Enterprise.objects.create(**VALUES)
    Enterprise.objects.create(**(VALUES | {"address": "二路1号"}))
    among = ["310104", "330100"]
    where = {"address": "一路1号"}
    assert find_rows(Enterprise, ("id",), column="division", among=among, where=where) == [(found.pk,)]
    assert count_up_to(Enterprise, 5, column="division", among=among, where=where) == {"310104": 1, "330100": 0}


@pytest.mark.parametrize(("most", "counted"), [(1, 2), (2, 3), (3, 3)])
def test_count_up_to_counts_no_further(most: int, counted: int) -> None:
    for _ in range(3):
        Enterprise.objects.create(**VALUES)
    divisions = [f"{number:06}" for number in range(5_500)] + ["310104"]
    found = count_up_to(Enterprise, most, column="division", among=divisions)
    assert (found["310104"], found["000007"], len(found)) == (counted, 0, 5_501)
    assert count_up_to(Enterprise, most, column="division", among=()) == {}


def test_find_rows_refuses_to_look_in_a_column_that_would_need_translating() -> None:
    with pytest.raises(TypeError, match=r"Enterprise: stored otherwise than read: created_at$"):
        find_rows(Enterprise, ("id",), column="created_at", among=[AT])


def test_update_rows_sets_only_the_columns_given() -> None:
    first, second = (Enterprise.objects.create(**VALUES) for _ in range(2))
    update_rows(Enterprise, {"id": [first.pk, second.pk], "address": ["二路", "三路"], "listed": [None, False]})
    found = Enterprise.objects.order_by("pk").values_list("address", "listed", "name")
    assert list(found) == [("二路", None, HOSTILE), ("三路", False, HOSTILE)]


@pytest.mark.parametrize("count", [1, 3])
def test_insert_rows_is_one_statement(count: int) -> None:
    rows = columns(*({} for _ in range(count)))
    with CaptureQueriesContext(connection) as queries:
        insert_rows(Enterprise, rows)
        update_rows(Enterprise, {"id": [], "name": []})
    assert len(queries) == 1


@pytest.mark.django_db(transaction=True)
def test_bulk_writing_needs_a_transaction() -> None:
    with pytest.raises(TransactionManagementError):
        insert_rows(Enterprise, columns({}))
    with pytest.raises(TransactionManagementError):
        reserve_ids(Enterprise, 1)
    with pytest.raises(TransactionManagementError):
        update_rows(Enterprise, {"id": [1], "name": ["甲"]})


@pytest.mark.parametrize("change", [{}, {"listed": None, "longitude": None, "salt": b"\x00" * 16}])
def test_row_that_is_inserted_by_itself_is_as_if_saved(change: dict[str, object]) -> None:
    row, saved = Enterprise(**(VALUES | change)), Enterprise(**(VALUES | change))
    insert_row(row)
    saved.save()

    assert saved.pk == row.pk + 1
    assert stored(row.pk) == stored(saved.pk)
