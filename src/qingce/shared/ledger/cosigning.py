"""Co-signatures: witnesses who saw a checkpoint of ours, and that the log only grew up to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.db import transaction

from qingce.pure.merkle.checkpoints import read_checkpoint
from qingce.pure.merkle.notes import Signature, VerifierKey, cosigned_at, read_note, read_verifier, signers_of
from qingce.shared.ledger.errors import CheckpointNotFound, WitnessClockAhead, WitnessUnknown
from qingce.shared.ledger.models import Checkpoint, Cosignature

AHEAD_AT_MOST = timedelta(minutes=10)


def witnesses() -> tuple[VerifierKey, ...]:
    """The keys of the witnesses whose co-signatures are kept and shown."""
    return _read(tuple(settings.LEDGER_WITNESSES))


@transaction.atomic
def take_cosignatures(written: str, *, at: datetime) -> int:
    """Keeps the co-signatures of known witnesses below a checkpoint of ours; those of others are passed over.

    Args: written: a note with the text of a checkpoint that this log signed.
    Returns: how many are new, or later than the one kept before of the same witness.
    Raises: NoteUnreadable; CheckpointNotFound: we signed no such text. WitnessUnknown; SignatureWrong;
        WitnessClockAhead.
    """
    note = read_note(written)
    checkpoint = _signed_by_us(note.text)
    known = {(key.name, key.key_id) for key in witnesses()}
    own = [each for each in note.signatures if (each.by, each.key_id) in known]
    if not own:
        raise WitnessUnknown([f"{each.by}+{each.key_id.hex()}" for each in note.signatures])
    signers_of(note, witnesses())
    return sum(_keep(checkpoint, each, at=at) for each in own)


def _signed_by_us(text: str) -> Checkpoint:
    size = read_checkpoint(text).size
    found = Checkpoint.objects.select_for_update().filter(size=size).first()
    if found is None or read_note(found.note).text != text:
        raise CheckpointNotFound(f"This log signed no such checkpoint of {size} entries.", size=size)
    return found


def _keep(checkpoint: Checkpoint, signature: Signature, *, at: datetime) -> bool:
    """Whether it was kept; the same, or an earlier one, changes nothing."""
    seen_at = _time(signature, at=at)
    row, is_new = Cosignature.objects.get_or_create(
        checkpoint=checkpoint,
        witness=signature.by,
        key_id=signature.key_id,
        defaults={"line": signature.line, "seen_at": seen_at, "received_at": at},
    )
    if is_new or seen_at <= row.seen_at:
        return is_new
    row.line, row.seen_at, row.received_at = signature.line, seen_at, at
    row.save(update_fields=["line", "seen_at", "received_at"])
    return True


def _time(signature: Signature, *, at: datetime) -> datetime:
    second = cosigned_at(signature)
    if second > (at + AHEAD_AT_MOST).timestamp():
        raise WitnessClockAhead(f"The clock of the witness {signature.by} is ahead of ours.", by=signature.by)
    return datetime.fromtimestamp(second, UTC)


@lru_cache(maxsize=4)
def _read(written: tuple[str, ...]) -> tuple[VerifierKey, ...]:
    return tuple(read_verifier(each) for each in written)
