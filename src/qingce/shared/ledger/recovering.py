"""Going on after a database was restored to before its last checkpoint: entries come back from the published files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from qingce.pure.merkle.bundles import read_bundle
from qingce.pure.merkle.growing import grow
from qingce.pure.merkle.hashing import leaf_hash
from qingce.pure.merkle.notes import read_note, read_verifier, signers_of
from qingce.pure.merkle.tiles import WIDTH
from qingce.pure.merkle.tiles import Tile as TileName
from qingce.shared.ledger.entering import enter_act
from qingce.shared.ledger.enums import PLATFORM
from qingce.shared.ledger.errors import LogForked, NothingToRecover
from qingce.shared.ledger.keys import signers, verifiers
from qingce.shared.ledger.models import Checkpoint, LedgerEntry, LogState, Tile
from qingce.shared.ledger.numbering import keep_changed
from qingce.shared.ledger.publishing import CHECKPOINT, folder, published_checkpoint, root_at
from qingce.shared.ledger.reading_tiles import tiles_of_tree


@transaction.atomic
def recover_entries(*, at: datetime) -> int:
    """Takes the entries over that were published and that the database lacks; a public act says so.

    What the acts did to records and enterprises is not brought back: an audit names each that differs.

    Returns: how many entries came back.
    Raises: NothingToRecover; LogForked: the files are no continuation of what the database holds; BundleWrong: a
        published file is damaged; NotSigned, SignatureWrong: the published checkpoint is not this log's.
    """
    state = LogState.lock()
    public = published_checkpoint()
    if public is None or public.size <= state.size:
        raise NothingToRecover("The database holds every entry that was published from here.")
    note = read_note((folder() / CHECKPOINT).read_text("utf-8"))
    own = [each.verifier for each in signers()]
    signers_of(note, [*own, *(read_verifier(each.written) for each in verifiers())])
    bodies = list(_published(state.size, public.size))
    keep_changed(grow(state.size, [leaf_hash(body) for body in bodies], tiles_of_tree(Tile.LOG)))
    if root_at(public.size) != public.root:
        raise LogForked(
            f"The published {public.size} entries do not continue the {state.size} of the database; nothing was taken "
            "over. `qingce ledger audit` names the first that differs.",
            size=state.size,
        )
    for number, body in enumerate(bodies, state.size):
        _put_back(number, body)
    former, state.size = state.size, public.size
    state.save(update_fields=["size"])
    log_note = "".join((note.text, "\n", *(each.line for each in note.signatures if each.by == public.origin)))
    Checkpoint.objects.create(size=public.size, root=public.root, note=log_note, made_at=at)
    facts = {"first": former, "count": len(bodies)}
    enter_act("ledger-recovered", at=at, by=PLATFORM, subject=("ledger", 1), facts=facts)
    return len(bodies)


def _published(first: int, size: int) -> Iterator[bytes]:
    for place in range(first // WIDTH, -(-size // WIDTH)):
        width = min(WIDTH, size - place * WIDTH)
        path = folder() / TileName(-1, place, width).path
        bodies = read_bundle(path.read_bytes(), width)
        yield from bodies[max(first - place * WIDTH, 0) :]


def _put_back(number: int, body: bytes) -> None:
    """One that was committed but not numbered when the backup was made gets its number; others come as published."""
    said = json.loads(body)
    key = bytes.fromhex(said["id"])
    if LedgerEntry.objects.filter(key=key, number=None).update(number=number):
        return
    subject = said["subject"]
    LedgerEntry.objects.create(
        key=key,
        number=number,
        act=said["schema"].partition("/")[0],
        at=datetime.fromisoformat(said["at"]),
        subject_kind=subject["kind"],
        subject_id=subject.get("number"),
        rows=subject.get("count"),
        body=body,
        leaf=leaf_hash(body),
    )
