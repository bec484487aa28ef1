"""Records of enterprises that are one: listed, counted, searched and met together, and apart again (REC-4, REC-5)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingce.domain.enterprises.actions import merge_enterprises, split_enterprise
from qingce.domain.enterprises.models import Enterprise
from qingce.domain.records.queries import (
    count_records_of,
    find_enterprises,
    find_records,
    iterate_records_of,
    records_of,
    timeline,
)
from qingce.shared.changes.actions import number_changes, run_followers
from qingce.shared.parties.enums import NOBODY
from qingce.shared.parties.queries import operator
from qingce.shared.search.actions import refresh
from qingce.shared.search.queries import SearchRequest
from tests.factories import index, penalty, take_in

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
OTHER = {"enterprise_name": "绍兴远山纺织有限公司", "uscc": ""}


@pytest.fixture
def both() -> tuple[int, int]:
    take_in(penalty(), penalty(**OTHER, doc_no="柯环罚〔2023〕1号", published_on="2023-05-01"))
    one = Enterprise.objects.get(uscc=penalty()["uscc"]).pk
    return one, Enterprise.objects.exclude(pk=one).get().pk


def merge(other: int, one: int) -> None:
    merge_enterprises(other, into=one, actor=operator("复核员"), reason="公告更名", at=AT)


def follow() -> None:
    for _ in range(3):
        number_changes(at=AT)
        run_followers(at=AT)
    for kind in ("record", "enterprise"):
        refresh(kind)


def found(text: str) -> tuple[list[int], list[int]]:
    records = find_records(SearchRequest(text=text), actor=NOBODY)
    enterprises = find_enterprises(SearchRequest(text=text), actor=NOBODY)
    return [row.enterprise_id for row in records.rows], [row.id for row in enterprises.rows]


@pytest.mark.requirement("REC-4")
def test_records_of_a_family_are_listed_and_counted_together(both: tuple[int, int]) -> None:
    one, other = both
    merge(other, one)
    assert [row.doc_no for row in records_of(one, actor=NOBODY)] == ["柯环罚〔2024〕7号", "柯环罚〔2023〕1号"]
    assert {row.enterprise_id for row in iterate_records_of(one, actor=NOBODY)} == {one}
    assert count_records_of([one], actor=NOBODY) == {one: 2}
    assert [(cell.year, cell.count) for cell in timeline(one, actor=NOBODY)] == [(2024, 1), (2023, 1)]
    split_enterprise(other, actor=operator("复核员"), reason="地址不同", at=AT)
    assert count_records_of([one, other], actor=NOBODY) == {one: 1, other: 1}


@pytest.mark.requirement("REC-4", "REC-6")
def test_search_finds_the_canonical_one_by_every_name_and_both_after_the_split(both: tuple[int, int]) -> None:
    one, other = both
    index()
    assert found("远山纺织") == ([other], [other])
    merge(other, one)
    follow()
    assert found("远山纺织") == ([one, one], [one])
    assert find_enterprises(SearchRequest(text="远山纺织"), actor=NOBODY).counts == {one: 2}
    split_enterprise(other, actor=operator("复核员"), reason="地址不同", at=AT)
    follow()
    assert found("远山纺织") == ([other], [other])
    assert find_enterprises(SearchRequest(text="样甲"), actor=NOBODY).counts == {one: 1}


@pytest.mark.requirement("REC-5")
def test_document_of_one_member_is_met_again_under_another(both: tuple[int, int]) -> None:
    one, other = both
    merge(other, one)
    report = take_in(penalty(**OTHER, fine_cny="1"), penalty(doc_no="柯环罚〔2023〕1号", fine_cny="2"))
    assert (report.rows_new, report.rows_known) == (0, 2)
    split_enterprise(other, actor=operator("复核员"), reason="地址不同", at=AT)
    report = take_in(penalty(**OTHER, fine_cny="3"))
    assert (report.rows_new, report.rows_known) == (1, 0)


def test_a_family_costs_as_many_queries_as_one(both: tuple[int, int]) -> None:
    one, other = both
    counts = []
    for act in (lambda: None, lambda: merge(other, one)):
        act()
        with CaptureQueriesContext(connection) as queries:
            records_of(one, actor=NOBODY)
            timeline(one, actor=NOBODY)
            count_records_of([one, other], actor=NOBODY)
        counts.append(len(queries))
    assert counts == [6, 6]
