"""The log's list costs the same wherever in the log its entries are, and however many there are of another kind."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.ledger.queries import EntriesAsked, find_entries
from qingce.shared.ledger.reading_entries import _behind, _narrowed
from tests.query_plans import plan_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("LED-1")]
DAY = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (EntriesAsked(kind="record"), "ledger_kind"),
        (EntriesAsked(act="record-withdrawn"), "ledger_act"),
        (EntriesAsked(kind="record", since=DAY), "ledger_kind_at"),
        (EntriesAsked(act="record-withdrawn", since=DAY), "ledger_act_at"),
        (EntriesAsked(since=DAY), "ledger_at"),
    ],
)
def test_each_list_is_in_the_order_of_an_index(asked: EntriesAsked, index: str) -> None:
    rows = _narrowed(asked)
    by_time = asked.since is not None
    ordered = _behind(rows, asked).order_by("-at", "-pk") if by_time else rows.order_by("-number")
    plan = plan_of(ordered.values("pk")[:50], index, in_order=True)
    assert f"{index} " in plan
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan


def test_entries_about_one_thing_are_named_by_their_ids() -> None:
    keys = [bytes([n]) * 16 for n in range(3)]
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            key=key, number=n, act="record-withdrawn", at=DAY, subject_kind="record", subject_id=n % 2, body=b"{}",
            leaf=bytes(32),
        )
        for n, key in enumerate(keys)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as queries:
        found = find_entries(EntriesAsked(kind="record", number=0), count=10)
    assert [each.number for each in found] == [2, 0]
    assert len(queries) == 3
    assert "subject_kind" not in queries[-1]["sql"].partition("WHERE")[2]
