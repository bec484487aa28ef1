"""An import whose rows also say more of their enterprises: followers of records read each record once (REC-6)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from qingce.domain.records.models import Record
from qingce.shared.changes import registry
from qingce.shared.changes.actions import number_changes, run_followers
from qingce.shared.changes.models import Change
from qingce.shared.changes.registry import Follower, register_follower
from tests.factories import penalty, take_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingce.shared.changes.enums import IdRange

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-6")]
AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
LATER = {"address": "浙江省绍兴市柯桥区滨海路1号"}


def numbers(ranges: Sequence[IdRange]) -> list[int]:
    return [number for each in ranges for number in range(each.first, each.last + 1)]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of records that a follower of records is told to read, in their order."""
    monkeypatch.setattr(registry, "_followers", dict(registry._followers))
    told: list[int] = []
    records = frozenset({"record"})
    register_follower(Follower("reader", records, lambda ranges: told.extend(numbers(ranges))))
    return told


def test_import_is_read_once_though_its_enterprises_change_with_it(read: list[int]) -> None:
    for part in range(3):
        take_in(*(penalty(doc_no=f"柯环罚〔2024〕{part + 1}-{n}号", **(LATER if part else {})) for n in range(20)))
    number_changes(at=AT)
    run_followers(at=AT)
    ids = sorted(Record.objects.values_list("pk", flat=True))
    assert len(ids) == 60
    assert read == ids
    assert Change.objects.filter(kind="enterprise-shown").exists()

    number_changes(at=AT)
    run_followers(at=AT)
    assert read == ids


def test_what_becomes_known_later_is_read_again(read: list[int]) -> None:
    take_in(penalty())
    number_changes(at=AT)
    run_followers(at=AT)
    take_in(penalty(doc_no="柯环罚〔2024〕8号", **LATER))
    number_changes(at=AT)
    run_followers(at=AT)
    first, second = sorted(Record.objects.values_list("pk", flat=True))
    assert read == [first, first, second]
