"""Lists of cases: the public one, the office's queue by deadline, and how full each desk is.

What a list comes to is kept (`counting`); its numbers are read from an index alone, and of cases only those shown.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Concat

from qingce.domain.enterprises.queries import family_of
from qingce.domain.removal.cases.enums import DECIDED_CASES, STAFF_STATES, CaseRow, CaseState
from qingce.domain.removal.cases.permissions import in_office, sees_whole_country
from qingce.domain.removal.cases.terms import case_terms
from qingce.domain.removal.models import Case, CaseRecord, DeskTally, StateTally
from qingce.domain.removal.models.cases import OWED, PUBLIC
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of, staff_with

_HEADS = roles_of(Duty.DECIDE_REMOVALS)
BY_DEADLINE, NEWEST = ("due_on", "pk"), ("-applied_on", "-pk")


@dataclass(frozen=True)
class Load:
    """What a reviewer works on. Args: late: of them past their day."""

    person: int
    signature: str
    open: int
    late: int


def count_public_cases(*, state: str = "", path: str = "") -> int:
    """How many `public_cases` there are; one query, over kept counts."""
    rows = StateTally.objects.filter(state=state) if state else StateTally.objects.all()
    return _sum(rows.filter(path=path) if path else rows)


def public_cases(*, state: str = "", path: str = "", total: int, start: int = 0, count: int = 50) -> list[CaseRow]:
    """Public cases, the newest first; two queries.

    Args: total: `count_public_cases`: what lies near the end is read from there.
    """
    rows = Case.objects.filter(PUBLIC)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(path=path) if path else rows
    return _rows(_numbers(rows, NEWEST, total=total, start=start, count=count))


def public_among_cases(numbers: Collection[int]) -> list[int]:
    """Those of these cases that everybody sees; one query."""
    return list(Case.objects.filter(PUBLIC, pk__in=numbers).order_by("pk").values_list("pk", flat=True))


def cases_of(enterprise_id: int, organisation_id: int) -> list[CaseRow]:
    """The cases of an enterprise for its organisation, the newest first; one query."""
    rows = Case.objects.filter(
        enterprise__in=family_of([enterprise_id]).values("pk"), organisation=organisation_id
    ).exclude(state=CaseState.DISCARDED)
    return [row_of(each) for each in named(rows).order_by("-pk")]


def cases_about(enterprise_id: int) -> list[CaseRow]:
    """The newest public cases of an enterprise, as merged now; one query."""
    rows = Case.objects.filter(PUBLIC, enterprise__in=family_of([enterprise_id]).values("pk"))
    return [row_of(each) for each in named(rows).order_by("-pk")[: case_terms().page_cases]]


def case_of_record(record_id: int) -> list[CaseRow]:
    """The public cases in which a record is or was, the newest first; one query."""
    rows = Case.objects.filter(PUBLIC, records__record=record_id)
    return [row_of(each) for each in named(rows).order_by("-pk")]


def count_cases_for_office(actor: Actor, *, state: str = "", desks: Collection[int] = ()) -> int:
    """How many `cases_for_office` there are; one query, over kept counts unless desks are asked for."""
    if desks:
        return _for_office(actor, state, desks).count()
    return _sum(StateTally.objects.filter(in_office(actor), state__in=[state] if state else STAFF_STATES))


def cases_for_office(
    actor: Actor, *, state: str = "", desks: Collection[int] = (), total: int, start: int = 0, count: int = 50
) -> list[CaseRow]:
    """The cases that the staff owe a step of, what is due first first; two queries.

    Those whose last day no calendar tells yet stand together, at the beginning or at the end as the database has it.

    Args: state: one state, one that waits for the enterprise too. desks: only those of these reviewers. total: as
        `count_cases_for_office` says: what lies near the end is read from there.
    """
    rows = _for_office(actor, state, desks)
    return _rows(_numbers(rows, BY_DEADLINE, total=total, start=start, count=count))


def waiting_cases(actor: Actor) -> int:
    """How many cases the staff owe a step of; one query, over kept counts."""
    return count_cases_for_office(actor)


def workloads(actor: Actor, *, on: date, count: int) -> list[Load]:
    """How many cases lie on each desk that has one of one's areas, the fullest desk first; two queries.

    A desk is shown with all that lies on it, whatever area it is of: by that it is seen who has time.
    """
    return _with_late([Load(*each, 0) for each in _sums(actor)[:count]], on)


def desks(actor: Actor, *, on: date, start: int = 0, count: int = 50) -> tuple[list[Load], int]:
    """The desks of all who review in one's areas or have a case there, the fullest first, and how many there are.

    Seven queries; how late the cases are is only looked at for the desks asked for.
    """
    found = {pk: Load(pk, signature, opened, 0) for pk, signature, opened in _sums(actor)}
    areas = tuple(dict.fromkeys((*actor.areas(*roles_of(Duty.REVIEW_CASES)), *actor.areas(*_HEADS))))
    for each in staff_with(Duty.REVIEW_CASES, near=areas):
        found.setdefault(each.id, Load(each.id, f"#{each.number}", 0, 0))
    ordered = sorted(found.values(), key=lambda each: (-each.open, each.person))
    return _with_late(ordered[start : start + count], on), len(ordered)


def _sums(actor: Actor) -> QuerySet[DeskTally, tuple[int, str, int]]:
    """Person, signature and open cases of each desk that has a case in one's areas, the fullest first."""
    rows = DeskTally.objects.all()
    if not sees_whole_country(actor):
        own = Case.objects.filter(OWED, in_office(actor), reviewer=OuterRef("reviewer"))
        rows = rows.filter(Exists(own))
    signed = rows.values_list("reviewer", Concat(Value("#"), "reviewer__number"))
    return signed.annotate(open=Sum("count")).filter(open__gt=0).order_by("-open", "reviewer")


def _with_late(loads: Sequence[Load], on: date) -> list[Load]:
    """With how many of them are past their day; one query, over what lies on these desks."""
    rows = Case.objects.filter(OWED, reviewer__in=[each.person for each in loads], due_on__lt=on)
    late = dict(rows.order_by().values_list("reviewer").annotate(Count("pk")))
    return [replace(each, late=late.get(each.person, 0)) for each in loads]


def named(rows: QuerySet[Case]) -> QuerySet[Case]:
    """With names, and how many records each has: counted for the rows that are read, not for all."""
    own = CaseRecord.objects.filter(case=OuterRef("pk")).order_by().values("case")
    counted = Subquery(own.annotate(count=Count("pk")).values("count"))
    return rows.select_related("enterprise", "enterprise__canonical", "organisation", "reviewer").annotate(
        count=Coalesce(counted, 0)
    )


def row_of(row: Case) -> CaseRow:
    """What a row that `named` gave says."""
    root = row.enterprise.canonical or row.enterprise
    return CaseRow(
        id=row.pk,
        state=CaseState(row.state),
        path=row.path,
        version=row.version,
        round=row.round,
        enterprise_id=root.pk,
        enterprise_name=root.name,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation.name,
        records=row.count,  # type: ignore[attr-defined]  # annotated by `named`
        applied_on=row.applied_on,
        since=row.since,
        due_on=row.due_on,
        reviewer=f"#{row.reviewer.number}" if row.reviewer else "",
        asked=row.asked,
        result=row.result if row.state in DECIDED_CASES or row.result else "",
        reason=row.reason,
        ended_at=row.ended_at,
    )


def _for_office(actor: Actor, state: str, desks: Collection[int]) -> QuerySet[Case]:
    rows = Case.objects.filter(in_office(actor))
    rows = rows.filter(PUBLIC, state=state) if state else rows.filter(OWED)
    return rows.filter(reviewer__in=desks) if desks else rows


def _numbers(rows: QuerySet[Case], order: tuple[str, ...], *, total: int, start: int, count: int) -> list[int]:
    """The numbers of a page, from the end that is nearer; one query."""
    if start <= total // 2:
        return list(rows.order_by(*order).values_list("pk", flat=True)[start : start + count])
    turned = [each.removeprefix("-") if each.startswith("-") else f"-{each}" for each in order]
    behind = max(total - start, 0)
    found = rows.order_by(*turned).values_list("pk", flat=True)[max(behind - count, 0) : behind]
    return list(found)[::-1]


def _rows(numbers: Sequence[int]) -> list[CaseRow]:
    found = {row.pk: row_of(row) for row in named(Case.objects.filter(pk__in=numbers))}
    return [found[number] for number in numbers if number in found]


def _sum(rows: QuerySet[StateTally]) -> int:
    return rows.aggregate(sum=Sum("count"))["sum"] or 0
