"""Enterprises that are one: merged by alias, split again, and nothing lost on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from qingce.domain.enterprises.actions import (
    AlreadyMerged,
    CodesDiffer,
    MergeUnexplained,
    MergeWithheld,
    MergeWithItself,
    NotMerged,
    merge_enterprises,
    split_enterprise,
)
from qingce.domain.enterprises.enums import Identity
from qingce.domain.enterprises.models import Enterprise, Merge
from qingce.domain.enterprises.queries import (
    EnterpriseNotFound,
    kin_of,
    merge_history,
)
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.names import name_key
from qingce.shared.changes.models import Change
from qingce.shared.parties.enums import NOBODY
from qingce.shared.parties.errors import DutyMissing
from qingce.shared.parties.queries import operator

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-4")]
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
USCC = "91000000MA0000001R"
OTHER_USCC = "91000000MA0000002W"


def made(name: str, **more: object) -> int:
    return Enterprise.objects.create(name=name, name_key=name_key(name), created_at=AT, **more).pk


def three() -> tuple[int, int, int]:
    return made("绍兴样甲印染有限公司"), made("绍兴样乙印染有限公司"), made("绍兴样丙印染有限公司")


def merge(pk: int, into: int, **more: object) -> int:
    return merge_enterprises(pk, into=into, **{"actor": operator("test"), "reason": "同一厂区", "at": AT} | more)


def canonical_ids(ids: Sequence[int]) -> dict[int, int]:
    rows = Enterprise.objects.filter(pk__in=ids).values_list("pk", "canonical_id")
    return {pk: canonical or pk for pk, canonical in rows}


def split(pk: int) -> None:
    split_enterprise(pk, actor=operator("other"), reason="两家不同", at=LATER)


def test_merge_of_a_chain_leads_to_its_end_and_split_gives_back() -> None:
    a, b, c = three()
    assert merge(a, b) == b
    assert merge(b, c) == c
    assert canonical_ids([a, b, c]) == {a: c, b: c, c: c}
    assert kin_of([a]) == {a: (b, c), b: (a, c), c: (a, b)}
    split(b)
    assert canonical_ids([a, b, c]) == {a: b, b: b, c: c}
    assert kin_of([c]) == {}


def test_merge_into_a_member_leads_to_its_canonical_and_leaves_with_it() -> None:
    a, b, c = three()
    merge(b, c)
    assert merge(a, b) == c
    split(b)
    assert canonical_ids([a]) == {a: b}


def test_split_of_a_middle_one_leaves_the_others() -> None:
    a, b, c = three()
    merge(a, c)
    merge(b, c)
    split(a)
    assert canonical_ids([a, b, c]) == {a: a, b: c, c: c}


def test_history_keeps_who_when_and_why_after_the_split() -> None:
    a, b, _ = three()
    merge(a, b)
    split(a)
    (past,) = merge_history(b)
    assert (past.enterprise_id, past.into_id, past.reason, past.merged_by, past.merged_at) == (
        a,
        b,
        "同一厂区",
        "test",
        AT,
    )
    assert (past.split_reason, past.split_by, past.split_at) == ("两家不同", "other", LATER)
    assert merge_history(a) == (past,)


def test_codes_that_differ_need_a_decision() -> None:
    a, b = made("甲", uscc=USCC), made("乙", uscc=OTHER_USCC)
    with pytest.raises(CodesDiffer):
        merge(a, b)
    assert merge(a, b, despite_codes=True) == b


def test_codes_of_members_count_too() -> None:
    a, b, c = made("甲", uscc=USCC), made("乙"), made("丙", uscc=OTHER_USCC)
    merge(a, b)
    with pytest.raises(CodesDiffer):
        merge(b, c)


def test_pseudonym_and_synthetic_stay_apart_from_the_real_even_if_forced() -> None:
    real = made("甲")
    for other in (made("乙", identity=Identity.PSEUDONYM), made("丙", is_synthetic=True)):
        for pair in ((real, other), (other, real)):
            with pytest.raises(MergeWithheld):
                merge(*pair, despite_codes=True)


def test_merge_of_what_is_one_already_is_refused() -> None:
    a, b, c = three()
    merge(a, b)
    for pair in ((a, a), (a, b), (b, a)):
        with pytest.raises(MergeWithItself):
            merge(*pair)
    with pytest.raises(AlreadyMerged):
        merge(a, c)


@pytest.mark.parametrize(
    ("more", "error"),
    [({"reason": " "}, MergeUnexplained), ({"actor": NOBODY}, DutyMissing)],
)
def test_merge_needs_reason_and_duty(more: dict[str, Any], error: type[QingceError]) -> None:
    a, b, _ = three()
    with pytest.raises(error):
        merge(a, b, **more)
    assert not Merge.objects.exists()


def test_unknown_numbers_and_single_ones_are_refused() -> None:
    a, _, c = three()
    for attempt in (lambda: merge(a, c + 1), lambda: merge(c + 1, a), lambda: split(c + 1)):
        with pytest.raises(EnterpriseNotFound):
            attempt()
    with pytest.raises(NotMerged):
        split(a)


def test_merge_and_split_are_noted_for_every_member() -> None:
    a, b, c = three()
    merge(a, b)
    for act in (lambda: merge(b, c), lambda: split(b)):
        Change.objects.all().delete()
        act()
        noted = Change.objects.values_list("kind", "first_id", "last_id")
        for kind in ("enterprise", "enterprise-shown"):
            assert all(any(k == kind and first <= pk <= last for k, first, last in noted) for pk in (a, b, c))


def test_members_cost_one_query_and_so_does_history_whatever_their_number() -> None:
    a, b, c = three()
    merge(a, c)
    merge(b, c)
    with CaptureQueriesContext(connection) as members:
        kin_of([a])
    with CaptureQueriesContext(connection) as history:
        merge_history(a)
    assert (len(members), len(history)) == (1, 1)


def test_members_of_very_many_cost_one_query_where_nothing_was_ever_merged() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert kin_of(range(1, 20_000)) == {}
    assert len(asked) == 1


STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 5), st.integers(0, 5)), max_size=25)


@settings(max_examples=40, deadline=None)
@given(steps=STEPS)
def test_any_merges_and_splits_lead_to_the_end_of_the_chain_and_back(steps: list[tuple[bool, int, int]]) -> None:
    with transaction.atomic():
        ids = [made(f"企业{number}") for number in range(6)]
        into: dict[int, int] = {}
        done = 0
        for is_merge, one, other in steps:
            done += _step(into, is_merge=is_merge, pk=ids[one], other=ids[other])
            assert canonical_ids(ids) == {pk: _end(into, pk) for pk in ids}
        assert Merge.objects.filter(enterprise_id__in=ids).count() == done
        for pk in list(into):
            split(pk)
        assert canonical_ids(ids) == {pk: pk for pk in ids}
        assert Merge.objects.filter(enterprise_id__in=ids).exclude(split_at=None).count() == done
        transaction.set_rollback(True)


def _step(into: dict[int, int], *, is_merge: bool, pk: int, other: int) -> int:
    """Does what may be done, in the table and in the model; returns how many merges were made."""
    try:
        if is_merge:
            merge(pk, other)
            into[pk] = other
            return 1
        split(pk)
        del into[pk]
    except (MergeWithItself, AlreadyMerged):
        assert pk in into or _end(into, other) == pk
    except NotMerged:
        assert pk not in into
    return 0


def _end(into: dict[int, int], pk: int) -> int:
    while pk in into:
        pk = into[pk]
    return pk
