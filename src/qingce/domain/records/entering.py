"""Entering what becomes of records into the public ledger, in the transaction that does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from qingce.domain.enterprises.actions import enter_merges, enter_unstated
from qingce.domain.records.enums import PublicationState
from qingce.domain.records.models import Record
from qingce.domain.records.statements import PIECE, state_unstated
from qingce.shared.intake.enums import CAME_IN
from qingce.shared.intake.queries import BatchRow
from qingce.shared.ledger.actions import RowTree, enter_rows, enter_tree, tree_of_rows
from qingce.shared.ledger.enums import PLATFORM
from qingce.shared.parties.queries import signatory_of

FOUND = 10 * PIECE  # records that were there before the ledger, in one entry
_LEFT = {
    PublicationState.WITHDRAWN: "records-found-withdrawn",
    PublicationState.REMOVED: "records-found-removed",
}


@dataclass(frozen=True)
class Showing:
    """Records that a batch shows. Args: ids: rising. enterprises: whom they are about. tree: of the published ones."""

    ids: Sequence[int]
    enterprises: set[int]
    tree: RowTree | None


def read_showing(records: QuerySet[Record]) -> Showing:
    """What is shown of some records, as they are now; one query, and a tree over what each of them says.

    Of a million records this takes seconds and 200 MB, so that it is best done before other writers have to wait.
    """
    found = _stated(records)
    if any(said is None and state == PublicationState.PUBLISHED for _, said, _, state in found):
        with transaction.atomic():  # written before the ledger was
            state_unstated(records.filter(state=PublicationState.PUBLISHED))
        found = _stated(records)
    published = [(pk, bytes(said or b"")) for pk, said, _, state in found if state == PublicationState.PUBLISHED]
    tree = tree_of_rows([pk for pk, _ in published], [said for _, said in published]) if published else None
    return Showing([pk for pk, *_ in found], {enterprise for _, _, enterprise, _ in found}, tree)


def enter_published(showing: Showing, *, batch: BatchRow, at: datetime) -> None:
    """Enters that a batch made these records public: one entry, through which each of them can be proved."""
    if showing.tree:
        enter_tree(
            "records-published",
            showing.tree,
            at=at,
            by=signatory_of(batch.brought_by),
            facts={
                "batch": batch.id,
                "file": batch.sha256,
                "mapping": batch.mapping_sha256,
                "rows_known": max(batch.rows_known, 0),
                "rows_held": max(batch.rows_held, 0),
                "rows_rejected": max(batch.rows_rejected, 0),
            },
        )


def _stated(records: QuerySet[Record]) -> list[tuple[int, bytes | memoryview | None, int, str]]:
    """Number, hash of what it says, enterprise and state of each."""
    rows = records.order_by("pk").values_list("pk", "statement_hash", "enterprise_id", "state")
    return list(rows.iterator(chunk_size=PIECE))


def enter_states(
    ids: Sequence[int], state: PublicationState, *, batch_id: int, by: str, reason: str, at: datetime
) -> None:
    """Enters that records of a whole batch were withdrawn, or published again."""
    act = "records-withdrawn" if state == PublicationState.WITHDRAWN else "records-republished"
    if ids:
        enter_rows(
            act,
            at=at,
            by=signatory_of(by),
            ids=sorted(ids),
            facts={"batch": batch_id},
            words={"reason": reason},
        )


def enter_what_was_there(*, at: datetime) -> int:
    """Enters a piece of what was public before the ledger was: who enterprises are, merges, records and their states.

    Returns: how many things were entered; 0: all of it is in.
    """
    with transaction.atomic():
        entered = enter_unstated(at=at) or enter_merges(at=at)
    return entered or _enter_records(at=at)


@transaction.atomic
def _enter_records(*, at: datetime) -> int:
    unstated = Record.objects.filter(statement_hash=None, batch__state__in=CAME_IN).order_by("pk")
    ids = list(unstated.values_list("pk", flat=True)[:FOUND])
    if not ids:
        return 0
    found = Record.objects.filter(pk__in=ids)
    state_unstated(found)
    rows = list(found.order_by("pk").values_list("pk", "statement_hash", "state"))
    enter_rows(
        "records-found",
        at=at,
        by=PLATFORM,
        ids=[pk for pk, _, _ in rows],
        hashes=[bytes(said or b"") for _, said, _ in rows],
    )
    for left, act in _LEFT.items():
        if gone := [pk for pk, _, state in rows if state == left]:
            enter_rows(act, at=at, by=PLATFORM, ids=gone)
    return len(rows)
