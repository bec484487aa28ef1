"""Keeping terms in step: what changed of records, enterprises and disclosures is looked at again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from django.db.models import Q
from django.utils import timezone

from qingce.domain.disclosure.models import DisclosureLine, PromisedRecord
from qingce.domain.disclosure.promises.holding import promising
from qingce.domain.disclosure.promises.settling import settle_promises
from qingce.domain.records.queries import records_about
from qingce.shared.changes.enums import IdRange
from qingce.shared.changes.registry import Follower

_RECORD, _ENTERPRISE, _DISCLOSURE = "record", "enterprise", "disclosure"


def follow(ranges: Sequence[IdRange]) -> None:
    """Settles the terms that changes may concern; nothing is read where nobody ever promised.

    Cost: grows with the changed records of enterprises that promised, not with all changed ones.
    """
    if enterprises := promising():
        for records in _concerned(ranges, enterprises):
            settle_promises(records, at=timezone.now())


def settle_all() -> None:
    """Settles every term there is or should be."""
    enterprises = promising()
    for records in records_about(enterprises):
        settle_promises(records, at=timezone.now())
    settle_promises(PromisedRecord.objects.values_list("record", flat=True), at=timezone.now())


FOLLOWER = Follower(
    "promises", frozenset({_RECORD, _ENTERPRISE, _DISCLOSURE}), follow, rebuild=settle_all, notes=True
)  # fmt: skip


def _concerned(ranges: Sequence[IdRange], enterprises: Collection[int]) -> Iterator[Collection[int]]:
    for each in ranges:
        span = (each.first, each.last)
        if each.kind == _RECORD:
            yield from records_about(enterprises, first=each.first, last=each.last)
            yield list(_terms(Q(record__pk__range=span)))
        elif each.kind == _ENTERPRISE:
            yield from records_about([pk for pk in enterprises if each.first <= pk <= each.last])
            yield list(_terms(Q(enterprise__pk__range=span) | Q(promise__enterprise__pk__range=span)))
        else:
            yield list(DisclosureLine.objects.filter(disclosure__pk__range=span).values_list("record", flat=True))


def _terms(concerned: Q) -> Iterator[int]:
    return iter(PromisedRecord.objects.filter(concerned).values_list("record", flat=True))
