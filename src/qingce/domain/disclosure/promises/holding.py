"""Which promise held when: runs of answers of one enterprise, as merged now, and when a record came under one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from qingce.domain.disclosure.enums import CommitmentKind
from qingce.domain.disclosure.models import Commitment
from qingce.domain.enterprises.queries import MergeRow, kin_of, merge_history
from qingce.domain.records.queries import Publication


@dataclass(frozen=True)
class Held:
    """A time in which a promise held.

    Args: promise: number of the answer that gave it. enterprise_id: for which it was given. until: when it was
        declined; None: it holds.
    """

    promise: int
    enterprise_id: int
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Promiser:
    """An enterprise, as merged now, and the promises that were given for it. Args: merges: those that stand."""

    runs: tuple[Held, ...]
    merges: tuple[MergeRow, ...]


def promising() -> set[int]:
    """The enterprises for which a promise was ever given, with all that are one with them; two queries."""
    given = set(
        Commitment.objects.filter(kind=CommitmentKind.PROMISE, is_accepted=True)
        .order_by()
        .values_list("enterprise", flat=True)
        .distinct()
    )
    return given.union(*kin_of(given).values()) if given else given


def promisers(owners: Collection[int]) -> dict[int, Promiser]:
    """What each of these enterprises, as merged now, has promised; those that never did are left out.

    Cost: two queries, and one more for each that was ever merged.
    """
    kin = kin_of(owners)
    owner_of = {each: owner for owner in owners for each in (owner, *kin.get(owner, ()))}
    answers: dict[int, list[Commitment]] = defaultdict(list)
    rows = Commitment.objects.filter(kind=CommitmentKind.PROMISE, enterprise__in=owner_of)
    for row in rows.order_by("answered_at", "pk"):
        answers[owner_of[row.enterprise_id]].append(row)
    return {
        owner: Promiser(_runs(found), _merges(owner) if kin.get(owner) else ())
        for owner, found in answers.items()
    }  # fmt: skip


def came_under(publication: Publication, promiser: Promiser) -> tuple[Held, datetime] | None:
    """The promise under which a record fell, and when; None: under none.

    New is what became public here after the promise was given. It counts from then on; from later on where it was put
    to the enterprise, or the two entries found to be one, later: nobody answers for what nobody could know of.
    """
    for run in reversed(promiser.runs):
        joined = _joined(promiser.merges, publication.enterprise_id, run.enterprise_id)
        moment = max(each for each in (publication.first_at, publication.moved_at, joined) if each is not None)
        if run.since < publication.first_at and (run.until is None or moment < run.until):
            return run, moment
    return None


def _runs(answers: Sequence[Commitment]) -> tuple[Held, ...]:
    """Accepted anew, a promise goes on; declined, it ends."""
    runs: list[Held] = []
    open_run: Held | None = None
    for each in answers:
        if each.is_accepted:
            open_run = open_run or Held(each.pk, each.enterprise_id, each.answered_at, None)
        elif open_run:
            runs.append(Held(open_run.promise, open_run.enterprise_id, open_run.since, each.answered_at))
            open_run = None
    return (*runs, *([open_run] if open_run else []))


def _merges(owner: int) -> tuple[MergeRow, ...]:
    return tuple(each for each in merge_history(owner) if each.split_at is None)


def _joined(merges: Sequence[MergeRow], one: int, other: int) -> datetime | None:
    """When two entries became one; None: they are the same."""
    by_entry = {each.enterprise_id: each for each in merges}
    first, second = _way(by_entry, one), _way(by_entry, other)
    apart = {each.enterprise_id: each for each in (*first, *second)}
    shared = {each.enterprise_id for each in first} & {each.enterprise_id for each in second}
    return max((each.merged_at for pk, each in apart.items() if pk not in shared), default=None)


def _way(by_entry: Mapping[int, MergeRow], entry: int) -> list[MergeRow]:
    way: list[MergeRow] = []
    while entry in by_entry and len(way) <= len(by_entry):
        way.append(by_entry[entry])
        entry = by_entry[entry].into_id
    return way
