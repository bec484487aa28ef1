"""Public figures on cases: by path, stage and outcome, median days of each step, overdue by whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from qingce.domain.removal.cases.enums import OPEN_CASES, CaseParty, CaseState
from qingce.domain.removal.models import DueTally, StateTally, StepTally


@dataclass(frozen=True)
class StateFigure:
    """How many cases of a path stand in a state."""

    path: str
    state: CaseState
    count: int


@dataclass(frozen=True)
class StepFigure:
    """How long a state lasted. Args: median_days: of the times that it ended. late: how often after its day."""

    state: CaseState
    count: int
    median_days: float
    late: int


@dataclass(frozen=True)
class CaseFigures:
    """All figures of a day. Args: overdue: open cases past their day, by who owes the step."""

    on: date
    total: int
    open: int
    states: tuple[StateFigure, ...]
    steps: tuple[StepFigure, ...]
    overdue: tuple[tuple[CaseParty, int], ...]


def case_figures(*, on: date) -> CaseFigures:
    """The figures of a day; three queries over kept counts, none of which reads a case or a step."""
    counted = StateTally.objects.values_list("path", "state").annotate(sum=Sum("count")).filter(sum__gt=0)
    rows = counted.order_by("path", "state")
    states = tuple(StateFigure(path, CaseState(state), count) for path, state, count in rows)
    late = DueTally.objects.filter(due_on__lt=on).values_list("state").annotate(sum=Sum("count"))
    owed = dict(late.order_by())
    approving = owed.pop(CaseState.REPORTED, 0)
    return CaseFigures(
        on=on,
        total=sum(each.count for each in states),
        open=sum(each.count for each in states if each.state in OPEN_CASES),
        states=states,
        steps=tuple(_steps()),
        overdue=((CaseParty.REVIEWER, sum(owed.values())), (CaseParty.APPROVER, approving)),
    )


def _steps() -> list[StepFigure]:
    rows = StepTally.objects.values_list("source", "days").annotate(
        sum=Sum("count"), overdue=Coalesce(Sum("count", filter=Q(is_late=True)), 0)
    )
    days: dict[str, list[tuple[int, int]]] = defaultdict(list)
    late: dict[str, int] = defaultdict(int)
    for source, length, count, overdue in rows.order_by("source", "days"):
        days[source].append((length, count))
        late[source] += overdue
    return [
        StepFigure(state, sum(count for _, count in days[state]), weighted_median(days[state]), late[state])
        for state in CaseState
        if days[state]
    ]


def weighted_median(values: list[tuple[int, int]]) -> float:
    """The median of values with how often each occurs, rising; halfway between the middle two of an even number."""
    total = sum(count for _, count in values)
    middle = {(total - 1) // 2, total // 2}
    found, reached = [], 0
    for value, count in values:
        found += [value] * len([each for each in middle if reached <= each < reached + count])
        reached += count
    return float(median(found))
