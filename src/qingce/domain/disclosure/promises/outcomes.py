"""What has become of a promise: worked out by the database from the stored days, on any day.

As the table `promise` of the rulebook decides; a test holds the two against each other. Explanation and corrective
action are both said in what was handed in, so that both are dated by that day. What is being checked for its form
stays open, however long that takes.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from qingce.domain.disclosure.promises.days import calendar_end
from qingce.domain.disclosure.promises.enums import EndedWhy, PromiseOutcome

COUNTS = Q(ended_on=None) | Q(ended_why=EndedWhy.REMOVED)  # what was settled before a removal stays settled
COUNTED = (PromiseOutcome.KEPT, PromiseOutcome.MISSED, PromiseOutcome.RUNNING, PromiseOutcome.CHECKED)


def outcome_on(today: date) -> Case:
    """The outcome of each row as an expression."""
    in_time = Q(handed_in_on__lte=Coalesce(F("due_on"), Value(calendar_end())))
    was_settled = in_time & Q(is_public=True) | Q(due_on__lt=F("ended_on"))
    return Case(
        When(Q(ended_on__isnull=False) & ~COUNTS, then=Value(PromiseOutcome.ENDED.value)),
        When(Q(ended_on__isnull=False) & ~was_settled, then=Value(PromiseOutcome.ENDED.value)),
        When(in_time & Q(is_public=True), then=Value(PromiseOutcome.KEPT.value)),
        When(in_time, then=Value(PromiseOutcome.CHECKED.value)),
        When(due_on__lt=today, then=Value(PromiseOutcome.MISSED.value)),
        default=Value(PromiseOutcome.RUNNING.value),
        output_field=CharField(max_length=8),
    )


def counts_on(today: date) -> dict[str, Count]:
    """How many rows have each outcome that is counted, as aggregates by its name."""
    outcome = outcome_on(today)
    return {each.value: Count("pk", filter=Q(Exact(outcome, Value(each.value)))) for each in COUNTED}
