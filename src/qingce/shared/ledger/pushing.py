"""Taking new checkpoints to the witnesses that wait for logs to come (c2sp.org/tlog-witness)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings

from qingce.pure.kernel.errors import QingceError
from qingce.pure.merkle.growing import nodes_from
from qingce.pure.merkle.notes import Note, Signature, read_note
from qingce.pure.merkle.tree import consistency_proof
from qingce.shared.ledger.asking_witnesses import WitnessKnowsOther, ask_witness
from qingce.shared.ledger.cosigning import take_cosignatures, witnesses
from qingce.shared.ledger.models import Checkpoint, Tile
from qingce.shared.ledger.reading_tiles import tiles_of_tree

logger = logging.getLogger(__name__)

EVERY = timedelta(seconds=60)
SECONDS = 5.0  # within which a witness has answered: one that hangs must not hold up the others for long


@dataclass
class Told:
    """What this worker knows of a witness: when it was asked, and the size that it co-signed last; 0: not known."""

    asked_at: datetime | None = None
    size: int = 0


@dataclass
class Pusher:
    """Asks each witness once in `EVERY` at most, and only for a checkpoint that it did not co-sign yet.

    What it knows is in memory: after a start a witness says itself which size it co-signed last.
    """

    told: dict[str, Told] = field(default_factory=dict)

    def step(self, at: datetime) -> int:
        """Takes the newest checkpoint to the witnesses that lack it; no transaction is open meanwhile.

        Returns: how many co-signed.
        """
        urls = tuple(settings.LEDGER_WITNESS_URLS)
        due = [url for url in urls if self._is_due(url, at)]
        newest = Checkpoint.objects.order_by("-size").first() if due else None
        if newest is None:
            return 0
        return sum(self._ask(url, newest, at=at) for url in due if self._of(url).size < newest.size)

    def _of(self, url: str) -> Told:
        return self.told.setdefault(url, Told())

    def _is_due(self, url: str, at: datetime) -> bool:
        asked = self._of(url).asked_at
        return asked is None or at - asked >= EVERY or at < asked

    def _ask(self, url: str, newest: Checkpoint, *, at: datetime) -> bool:
        told = self._of(url)
        told.asked_at = at
        note = read_note(newest.note)
        try:
            signatures = self._signatures(url, note, newest.size)
            take_cosignatures(Note(note.text, tuple(signatures)).written, at=at)
        except QingceError as error:
            logger.warning("The witness %s did not co-sign %d entries: %s", url, newest.size, error.detail)
            return False
        told.size = newest.size
        return True

    def _signatures(self, url: str, note: Note, size: int) -> list[Signature]:
        """Asks from where the witness is thought to be, and once more from where it says that it is."""
        try:
            return _asked(url, self._of(url).size, note, size)
        except WitnessKnowsOther as other:
            if other.size > size:  # it has seen more of this log than there is now, or another worker was quicker
                raise
            self._of(url).size = other.size
            return _asked(url, other.size, note, size)


def _asked(url: str, old_size: int, note: Note, size: int) -> list[Signature]:
    proof: Sequence[bytes] = consistency_proof(old_size, size, nodes_from(tiles_of_tree(Tile.LOG), size))
    return ask_witness(url, old_size, proof, note, keys=witnesses(), seconds=SECONDS)


PUSHER = Pusher()


def witness_step(at: datetime) -> int:
    """What the worker repeats; see `Pusher.step`."""
    return PUSHER.step(at)
