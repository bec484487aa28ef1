"""What people tell of themselves: their own affair, within limits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingce.shared.parties.actions import EntryText, drop_entry, save_entry
from qingce.shared.parties.enums import EntryKind
from qingce.shared.parties.errors import EntryNotFound, SpecialityMissing, TextTooLong
from qingce.shared.parties.queries import EntryRow, entries_of, entry_limits
from tests.factories import AT, acting, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-1")]


def test_entry_is_kept_replaced_and_dropped() -> None:
    person = somebody()
    save_entry(acting(person), EntryKind.PRACTITIONER, EntryText(" 印染废水 ", title="工程师"), at=AT)
    later = AT + timedelta(days=1)
    save_entry(acting(person), EntryKind.PRACTITIONER, EntryText("电镀废水", employer="示例公司"), at=later)
    save_entry(acting(person), EntryKind.EXPERT, EntryText("固废"), at=later)
    assert entries_of(person.pk) == [
        EntryRow(EntryKind.EXPERT, "", "固废", "", "", later),
        EntryRow(EntryKind.PRACTITIONER, "", "电镀废水", "示例公司", "", later),
    ]
    drop_entry(acting(person), EntryKind.EXPERT, at=later)
    assert [each.kind for each in entries_of(person.pk)] == [EntryKind.PRACTITIONER]
    with pytest.raises(EntryNotFound):
        drop_entry(acting(person), EntryKind.EXPERT, at=later)


def test_nobody_changes_anothers_entry() -> None:
    person, other = somebody(), somebody("c@example.org")
    save_entry(acting(person), EntryKind.EXPERT, EntryText("固废"), at=AT)
    with pytest.raises(EntryNotFound):
        drop_entry(acting(other), EntryKind.EXPERT, at=AT)
    save_entry(acting(other), EntryKind.EXPERT, EntryText("噪声"), at=AT)
    assert [each.speciality for each in entries_of(person.pk)] == ["固废"]


@pytest.mark.parametrize("field", entry_limits())
def test_entry_has_limits(field: str) -> None:
    longest = entry_limits()[field]
    actor = acting(somebody())
    save_entry(actor, EntryKind.EXPERT, EntryText(**{"speciality": "固废", field: "字" * longest}), at=AT)
    with pytest.raises(TextTooLong) as told:
        save_entry(actor, EntryKind.EXPERT, EntryText(**{"speciality": "固废", field: "字" * (longest + 1)}), at=AT)
    assert told.value.params == {"field": field, "longest": longest}


def test_entry_needs_a_speciality() -> None:
    with pytest.raises(SpecialityMissing):
        save_entry(acting(somebody()), EntryKind.EXPERT, EntryText(" \u200b"), at=AT)


def test_entries_are_one_query() -> None:
    person = somebody()
    with CaptureQueriesContext(connection) as queries:
        entries_of(person.pk)
    assert len(queries) == 1
