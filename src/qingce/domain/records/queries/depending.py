"""What depends on a batch, to be seen before it is undone."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery

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
        removed: off it after the review of a case, and stay so.
    """

    leaving: int
    staying: int
    corrected: int
    enterprises: int
    withdrawn: int
    removed: int = 0


def depending_on(batch_id: int) -> Depending:
    """What undoing a batch would change, exactly; six queries, of which two read each of its records.

    Those withdrawn, removed or corrected are few and have an index; that others brought them is asked once of each.
    """
    records = Record.objects.filter(batch_id=batch_id)
    elsewhere = Provenance.objects.filter(record=OuterRef("pk"), batch__state=BatchState.DONE)
    is_elsewhere = Exists(elsewhere.exclude(batch_id=batch_id))
    public = records.filter(state=PublicationState.PUBLISHED)
    withdrawn = records.filter(state=PublicationState.WITHDRAWN).count()
    removed = records.filter(state=PublicationState.REMOVED).count()
    staying = public.filter(is_elsewhere).count()
    leaving = public.exclude(is_elsewhere) if staying else public
    return Depending(
        leaving=records.count() - withdrawn - removed - staying,
        staying=staying,
        corrected=leaving.filter(is_corrected=True).count(),
        enterprises=leaving.aggregate(count=Count("enterprise", distinct=True))["count"],
        withdrawn=withdrawn,
        removed=removed,
    )


def undone_of(met: QuerySet[Record]) -> QuerySet[Record]:
    """Of these records those that were withdrawn with a whole batch, and nobody published since."""
    latest = StateChange.objects.filter(record=OuterRef("pk")).order_by("-pk").values("batch")[:1]
    return met.filter(state=PublicationState.WITHDRAWN).annotate(undone=Subquery(latest)).exclude(undone=None)


def returning_with(batch_id: int) -> QuerySet[Record]:
    """The records that were withdrawn with a whole batch and that this batch has brought again.

    Looked for among those withdrawn, who are fewer than those that batches brought.
    """
    # A sum is in no index: what is looked up is the record's few sources, not the million of the batch.
    sources = Provenance.objects.annotate(of_batch=F("batch_id") + 0)
    brought = sources.filter(record=OuterRef("pk"), of_batch=batch_id)
    return undone_of(Record.objects.filter(Exists(brought)))


def count_returning(batch_id: int) -> int:
    """How many records of a batch wait for two people to publish them again; one query."""
    return returning_with(batch_id).count()
