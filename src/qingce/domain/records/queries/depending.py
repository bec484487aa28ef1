"""What depends on a batch, to be seen before it is undone."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from qingce.domain.records.enums import PublicationState
from qingce.domain.records.models import Provenance, Record, StateChange
from qingce.shared.intake.enums import BatchState


@dataclass(frozen=True)
class Depending:
    """Numbers of a batch's records.

    Args:
        leaving: public, and brought by this batch only: they are withdrawn when it is undone.
        staying: public, and brought by another batch as well.
        corrected: of those leaving, how many somebody has corrected.
        enterprises: how many enterprises lose a record.
        withdrawn: off the public list already, for reasons of their own.
    """

    leaving: int
    staying: int
    corrected: int
    enterprises: int
    withdrawn: int


def depending_on(batch_id: int) -> Depending:
    """What undoing a batch would change; one query."""
    elsewhere = Provenance.objects.filter(record=OuterRef("pk"), batch__state=BatchState.DONE)
    records = Record.objects.filter(batch_id=batch_id).annotate(
        is_elsewhere=Exists(elsewhere.exclude(batch_id=batch_id))
    )
    public = Q(state=PublicationState.PUBLISHED)
    leaving = public & Q(is_elsewhere=False)
    counts = records.aggregate(
        leaving=Count("pk", filter=leaving),
        staying=Count("pk", filter=public & Q(is_elsewhere=True)),
        corrected=Count("pk", filter=leaving & Q(is_corrected=True)),
        enterprises=Count("enterprise", filter=leaving, distinct=True),
        withdrawn=Count("pk", filter=~public),
    )
    return Depending(**counts)


def undone_of(met: QuerySet[Record]) -> QuerySet[Record]:
    """Of these records those that were withdrawn with a whole batch, and nobody published since."""
    latest = StateChange.objects.filter(record=OuterRef("pk")).order_by("-pk").values("batch")[:1]
    return met.filter(state=PublicationState.WITHDRAWN).annotate(undone=Subquery(latest)).exclude(undone=None)


def returning_with(batch_id: int) -> QuerySet[Record]:
    """The records that were withdrawn with a whole batch and that this batch has brought again."""
    return undone_of(Record.objects.filter(provenances__batch_id=batch_id))


def count_returning(batch_id: int) -> int:
    """How many records of a batch wait for two people to publish them again; one query."""
    return returning_with(batch_id).values("pk").distinct().count()
