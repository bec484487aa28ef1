"""Lists of cases: read from an index in its order, from the nearer end, with as many queries for many as for few."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from qingce.domain.removal.actions import assign_case
from qingce.domain.removal.cases.counting import counted
from qingce.domain.removal.cases.enums import CaseState
from qingce.domain.removal.cases.listing import BY_DEADLINE, NEWEST, _for_office
from qingce.domain.removal.models import Case
from qingce.domain.removal.models.cases import PUBLIC
from qingce.domain.removal.queries import (
    cases_for_office,
    count_cases_for_office,
    count_public_cases,
    public_cases,
    workloads,
)
from qingce.shared.parties.enums import Actor, StaffRole
from tests.domain.removal.cases.applying import Applied, applied, reviewing
from tests.factories import AT, acting, staff_member
from tests.query_plans import plan_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-3")]
DAY, TODAY = timedelta(days=1), AT.date()


def many(count: int) -> tuple[Applied, list[int]]:
    """As many cases as asked for, each due a day after the one before; their numbers."""
    found = applied()
    for place in range(1, count):
        row = Case.objects.get(pk=found.case)
        row.pk, row.due_on = None, (found.row.due_on or TODAY) + place * DAY
        row.applied_on = TODAY - place * DAY
        with counted(row):
            row.save(force_insert=True)
    return found, list(Case.objects.order_by("pk").values_list("pk", flat=True))


def in_area(area: str) -> Actor:
    return acting(staff_member(StaffRole.REVIEWER, name="样员", email=f"a{area}@example.org", area=area))


def test_pages_from_either_end_give_the_whole_queue_in_its_order() -> None:
    found, numbers = many(7)
    total = count_cases_for_office(found.reviewer)
    read = [cases_for_office(found.reviewer, total=total, start=start, count=2) for start in range(0, 8, 2)]
    assert [row.id for page in read for row in page] == numbers
    assert (total, cases_for_office(found.reviewer, total=total, start=8)) == (7, [])
    public = [public_cases(total=7, start=start, count=3) for start in (0, 3, 6)]
    assert [row.id for page in public for row in page] == numbers
    assert count_public_cases(state="applied") == count_public_cases() == 7
    assert count_public_cases(state="passed") == count_public_cases(path="on-site") == 0


def test_who_reviews_elsewhere_counts_and_sees_none() -> None:
    found, _numbers = many(2)
    assert found.row.division
    near, far = in_area(found.row.division), in_area("540100")
    assert [count_cases_for_office(each) for each in (near, far)] == [2, 0]
    assert [len(cases_for_office(each, total=2)) for each in (near, far)] == [2, 0]


def test_desk_is_shown_whole_to_those_in_whose_area_it_has_a_case() -> None:
    found, numbers = many(3)
    for number in numbers[:2]:
        assign_case(found.reviewer, number, found.reviewer.person_id, at=AT)
    other = reviewing("other@example.org")
    assign_case(found.reviewer, numbers[2], other.person_id, at=AT)
    due = found.row.due_on or TODAY
    told = [(each.person, each.open, each.late) for each in workloads(found.reviewer, on=due + DAY, count=10)]
    assert told == [(found.reviewer.person_id, 2, 1), (other.person_id, 1, 0)]
    assert len(workloads(in_area(found.row.division), on=TODAY, count=10)) == 2
    assert workloads(in_area("540100"), on=TODAY, count=10) == []
    assert count_cases_for_office(found.reviewer, desks=[other.person_id]) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_as_many_queries_for_one_as_for_three(count: int) -> None:
    found, numbers = many(count)
    for number in numbers:
        assign_case(found.reviewer, number, found.reviewer.person_id, at=AT)
    with CaptureQueriesContext(connection) as asked:
        total = count_cases_for_office(found.reviewer)
        rows = cases_for_office(found.reviewer, total=total)
        loads = workloads(found.reviewer, on=TODAY, count=10)
        public = public_cases(total=count_public_cases())
    assert (total, len(rows), len(loads), len(public)) == (count, count, 1, count)
    assert len(asked) == 8


@pytest.mark.parametrize(
    ("rows", "order", "indexes"),
    [
        ("office", BY_DEADLINE, {"case_owed"}),
        ("state", BY_DEADLINE, {"case_of_state"}),
        ("desk", BY_DEADLINE, {"case_desk"}),
        ("public", NEWEST, {"case_public"}),
        ("public state", NEWEST, {"case_public_state"}),
        ("public path", NEWEST, {"case_public_path"}),
        ("public both", NEWEST, {"case_public_both", "case_public_path"}),
    ],
)
def test_each_list_is_in_the_order_of_an_index(rows: str, order: tuple[str, ...], indexes: set[str]) -> None:
    staff, public = acting(staff_member(StaffRole.REVIEWER)), Case.objects.filter(PUBLIC)
    asked: dict[str, QuerySet[Case]] = {
        "office": _for_office(staff, "", ()),
        "state": _for_office(staff, CaseState.REVIEWING, ()),
        "desk": _for_office(staff, "", [staff.person_id]),
        "public": public,
        "public state": public.filter(state="passed"),
        "public path": public.filter(path="on-site"),
        "public both": public.filter(path="on-site", state="passed"),
    }
    plan = plan_of(asked[rows].order_by(*order).values("pk")[:50], *indexes, in_order=True)
    assert indexes & set(plan.split())
    assert "USE TEMP B-TREE" not in plan
    assert connection.vendor != "sqlite" or "USING COVERING INDEX" in plan
