"""Counts that are kept: written with what they count, drawn together at night, and compared with the cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet, Sum

from qingce.domain.removal.cases.enums import PUBLIC_CASES, STAFF_STATES, CaseState
from qingce.domain.removal.models import Case, CaseStep, DeskTally, DueTally, StateTally, StepTally
from qingce.domain.removal.models.tallies import Tally
from qingce.shared.bulk.actions import one_at_a_time

Kind = tuple[object, ...]
TALLIES: tuple[type[Tally], ...] = (StateTally, DeskTally, DueTally, StepTally)
PIECE = 500


@contextmanager
def counted(*cases: Case) -> Iterator[None]:
    """What becomes of cases within it is counted, in the caller's transaction.

    Args: cases: as they are kept, held; not kept yet: new ones.
    """
    found = Counter[tuple[type[Tally], Kind]]()
    for case in cases:
        found.subtract(_kinds_of(case) if case.pk else ())
    yield
    for case in cases:
        found.update(_kinds_of(case))
    _add(found)


def count_step(step: CaseStep) -> None:
    """Counts a step that was taken, in its transaction; preparing an application is none of the case's states."""
    if step.source != CaseState.DRAFT:
        _add(Counter({(StepTally, (str(step.source), step.days, step.is_late)): 1}))


def draw_together() -> int:
    """Makes one row of all rows of a kind; whoever reads meanwhile sees the same sums. It may run twice.

    Returns: how many rows there are less.
    """
    return sum(_draw_together(model) for model in TALLIES)


def wrong_counts() -> dict[str, int]:
    """How many kinds of each tally differ from what is counted afresh; reads every case and step.

    Returns: by the tally's name; none: all are right.
    """
    found = {model.__name__: len(_lacking(model)) for model in TALLIES}
    return {name: count for name, count in found.items() if count}


@transaction.atomic
def mend_counts() -> None:
    """Adds to every tally what it lacks, so that all are right."""
    one_at_a_time("counts of cases")
    for model in TALLIES:
        _add(Counter({(model, kind): lacking for kind, lacking in _lacking(model).items()}))


def _lacking(model: type[Tally]) -> dict[Kind, int]:
    """What has to be added to each kind; one query, so that what is counted and what is kept are of one moment."""
    kept = _rows(model).order_by().values_list(*model.KIND).annotate(number=-Sum("count"))
    afresh = _counted_by(model).order_by().values_list(*model.KIND).annotate(number=Count("pk"))
    found = Counter[Kind]()
    for *kind, number in kept.union(afresh, all=True):
        found[tuple(kind)] += number
    return {kind: number for kind, number in found.items() if number}


def _counted_by(model: type[Tally]) -> QuerySet[Any, Any]:
    if model is StateTally:
        return Case.objects.filter(state__in=PUBLIC_CASES)
    if model is StepTally:
        return CaseStep.objects.exclude(source=CaseState.DRAFT)
    owed = Case.objects.filter(state__in=STAFF_STATES)
    return owed.exclude(reviewer=None) if model is DeskTally else owed.exclude(due_on=None)


def _kinds_of(case: Case) -> list[tuple[type[Tally], Kind]]:
    """As what a case counts now; `_counted_by` says the same of all."""
    state, found = str(CaseState(case.state).value), list[tuple[type[Tally], Kind]]()
    if state in PUBLIC_CASES:
        found.append((StateTally, (state, str(case.path), case.division)))
    if state in STAFF_STATES:
        found += [(DeskTally, (case.reviewer_id,))] if case.reviewer_id else []
        found += [(DueTally, (state, case.due_on))] if case.due_on else []
    return found


def _add(counts: Counter[tuple[type[Tally], Kind]]) -> None:
    for model in TALLIES:
        wanted = [(kind, by) for (of, kind), by in counts.items() if of is model and by]
        if wanted:
            rows = [model(**dict(zip(model.KIND, kind, strict=True)), count=by) for kind, by in wanted]
            _rows(model).bulk_create(rows, batch_size=PIECE)


def _draw_together(model: type[Tally]) -> int:
    """Rows added meanwhile stay; of two processes at once, the second finds nothing left to draw together."""
    with transaction.atomic():
        rows = list(_rows(model).select_for_update().order_by("pk").values_list("pk", "count", *model.KIND))
        sums, often = Counter[Kind](), Counter[Kind]()
        for _pk, count, *kind in rows:
            sums[tuple(kind)] += count
            often[tuple(kind)] += 1
        gone = [pk for pk, _count, *kind in rows if often[tuple(kind)] > 1 or not sums[tuple(kind)]]
        for start in range(0, len(gone), PIECE):
            _rows(model).filter(pk__in=gone[start : start + PIECE]).delete()
        made = Counter({(model, kind): count for kind, count in sums.items() if count and often[kind] > 1})
        _add(made)
    return len(gone) - len(made)


def _rows(model: type[Tally]) -> QuerySet[Any, Any]:
    return model._default_manager.all()
