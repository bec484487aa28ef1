"""Freezing a draw: all of it is in the ledger before its value can be known."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from qingce.pure.draw.errors import (
    CountMissing,
    DrawTextWrong,
    DrawTooLarge,
    ExclusionWrong,
    NotPublicNumber,
    PoolWrong,
    SourceWrong,
)
from qingce.pure.kernel.canonical import canonical_json, sha256_hex
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.merkle.hashing import leaf_hash
from qingce.shared.draws.actions import freeze_draw
from qingce.shared.draws.enums import Excluded
from qingce.shared.draws.errors import DueTooSoon, OccasionTaken, PredecessorNotVoid
from qingce.shared.draws.models import Draw
from qingce.shared.draws.queries import get_draw
from qingce.shared.ledger.models import LedgerEntry
from tests.factories import AT
from tests.shared.draws.making import DUE, ONE, POOL, SOURCES, TEXT, frozen, settled, voided

pytestmark = [pytest.mark.requirement("EXP-1", "LED-1"), pytest.mark.django_db]
CARD = "11010519491231002X"  # the example that GB 11643-1999 itself gives


def test_frozen_draw_is_in_the_ledger_with_all_that_was_said() -> None:
    exclusions = (Excluded("P03", "employer", "所评机构的员工"), Excluded("P05", "past-project"))
    number = frozen(exclusions=exclusions)
    row = Draw.objects.get()
    entry = json.loads(bytes(LedgerEntry.objects.get(act="draw-frozen").body))

    assert entry["subject"] == {"kind": "draw", "number": number}
    assert entry["facts"] == {
        "content": leaf_hash(row.says.encode()).hex(),
        "purpose": "抽取第三方技术评估专家",
        "occasion": "2026 年第 4 季度技术评估",
        "pool": sha256_hex(canonical_json(list(POOL))),
        "pool_size": 25,
        "exclusions": sha256_hex(
            canonical_json([{"number": "P03", "reason": "employer"}, {"number": "P05", "reason": "past-project"}])
        ),
        "excluded": 2,
        "count": 3,
        "sources": [each.what for each in SOURCES],
        "published": [each.where for each in SOURCES],
        "due": ["2026-11-20T09:30:00+00:00", "2026-11-20T10:00:00+00:00", "2026-11-20T09:50:00+00:00"],
        "due_on": "2026-11-20",
        "after": 0,
    }
    assert "员工" not in bytes(LedgerEntry.objects.get(act="draw-frozen").body).decode()
    found = get_draw(number)
    assert found.reasons == {"P03": "所评机构的员工"}
    assert (found.row.eligible, found.announced.pool, found.is_frozen_in_time) == (23, POOL, True)
    assert found.row.first_due_at == DUE - timedelta(minutes=30)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"pool": ()}, PoolWrong),
        ({"pool": (*POOL, "P07")}, PoolWrong),
        ({"pool": tuple(f"P{number}" for number in range(65_536))}, PoolWrong),
        ({"pool": ("张三",)}, NotPublicNumber),
        ({"pool": ("ZHANGSAN",)}, NotPublicNumber),
        ({"pool": ("p01",)}, NotPublicNumber),
        ({"pool": (CARD,)}, NotPublicNumber),
        ({"pool": ("13800138000",)}, NotPublicNumber),
        ({"pool": ("P01 ",)}, NotPublicNumber),
        ({"exclusions": (Excluded("P99", "employer"),)}, ExclusionWrong),
        ({"exclusions": (Excluded("P01", "envy"),)}, ExclusionWrong),
        ({"exclusions": (Excluded("P01", "other"),)}, ExclusionWrong),
        ({"exclusions": (Excluded("P01", "employer"), Excluded("P01", "employer"))}, ExclusionWrong),
        ({"count": 0}, CountMissing),
        ({"count": 26}, DrawTooLarge),
        ({"count": 25, "exclusions": (Excluded("P01", "employer"),)}, DrawTooLarge),
        ({"purpose": " "}, DrawTextWrong),
        ({"purpose": "x" * 301}, DrawTextWrong),
        ({"occasion": "a\nb"}, DrawTextWrong),
        ({"sources": ()}, SourceWrong),
        ({"sources": (*SOURCES, *SOURCES)}, SourceWrong),
        ({"sources": (replace(SOURCES[0], numbers=0),)}, SourceWrong),
        ({"sources": (replace(SOURCES[0], lowest=9, highest=9),)}, SourceWrong),
        ({"sources": (replace(SOURCES[0], what=""),)}, DrawTextWrong),
        ({"sources": (replace(SOURCES[0], due_at=AT - timedelta(days=1)),)}, DueTooSoon),
        ({"sources": (SOURCES[1], replace(SOURCES[0], due_at=AT + timedelta(minutes=9)))}, DueTooSoon),
        ({"after": 77}, PredecessorNotVoid),
    ],
)
def test_what_cannot_be_held_is_refused(changes: dict[str, Any], error: type[InvalidValue]) -> None:
    with pytest.raises(error):
        freeze_draw(replace(TEXT, **changes), by=ONE, at=AT)
    assert not Draw.objects.exists()
    assert not LedgerEntry.objects.filter(act="draw-frozen").exists()


def test_largest_pool_is_frozen() -> None:
    pool = tuple(f"P{number}" for number in range(65_535))
    assert get_draw(frozen(pool=pool, count=65_535)).row.eligible == 65_535


@pytest.mark.parametrize("occasion", [TEXT.occasion, "2026年第４季度 技术评估", "「2026年」第4季度，技术评估"])
@pytest.mark.parametrize("make", [frozen, settled])
def test_occasion_has_one_draw_however_it_is_spelt(make: Any, occasion: str) -> None:
    number = make()
    with pytest.raises(OccasionTaken) as caught:
        freeze_draw(replace(TEXT, occasion=occasion), by=ONE, at=AT)
    assert caught.value.params["number"] == number


def test_draw_after_a_void_one_names_it() -> None:
    first = voided()
    second = frozen()
    assert (get_draw(second).after, get_draw(second).announced.after) == (first, first)
    assert get_draw(first).followed_by == second
    assert json.loads(Draw.objects.get(pk=second).says)["after"] == first


def test_draw_of_another_occasion_may_name_a_void_one_but_no_other() -> None:
    first = voided()
    standing = frozen(occasion="另一次")
    with pytest.raises(PredecessorNotVoid):
        freeze_draw(replace(TEXT, occasion="第三次", after=standing), by=ONE, at=AT)
    second = frozen(occasion="改写的事由", after=first)
    assert get_draw(first).followed_by == second
    with pytest.raises(PredecessorNotVoid):
        freeze_draw(replace(TEXT, occasion="第三次", after=first), by=ONE, at=AT)
