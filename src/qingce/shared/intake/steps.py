"""A batch on its way in: each function takes one step of its machine, or says that somebody was faster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from qingce.pure.kernel.text import clean
from qingce.shared.intake.batch_rows import get_batch
from qingce.shared.intake.copies import keep_bytes
from qingce.shared.intake.enums import BINDING, BatchState, BatchStep
from qingce.shared.intake.errors import BatchElsewhere, FileIsIn, MappingChanged
from qingce.shared.intake.models import Batch
from qingce.shared.intake.transitions import MACHINE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from qingce.pure.kernel.errors import QingceError
    from qingce.shared.intake.batch_rows import BatchRow
    from qingce.shared.intake.mappings import ColumnMapping


def receive_batch(path: Path, *, file_name: str, by: str, language: str, at: datetime, area: str = "") -> int:
    """Keeps the bytes of a file under their digest and begins its batch.

    Args: file_name: shown to people. by: who brings it. language: zh or en, of what will be said about its rows.
        area: GB/T 2260: where its rows lie; empty: the whole country.
    Raises: DiskFull.
    """
    sha256 = keep_bytes(path)
    batch = Batch.objects.create(
        file_name=clean(file_name)[:255] or path.name[:255],
        sha256=sha256,
        size_bytes=path.stat().st_size,
        state=BatchState.RECEIVED,
        language=language,
        received_at=at,
        area=area,
        brought_by=by[:100],
    )
    return batch.pk


def note_inspection(batch_id: int, inspection: Mapping[str, Any]) -> None:
    """Says what a file holds; it now waits for its columns.

    Raises: BatchNotFound; BatchElsewhere.
    """
    take_step(batch_id, BatchStep.INSPECT, inspection=inspection)


def refuse_batch(batch_id: int, error: QingceError) -> None:
    """Says why a file cannot be read at all."""
    take_step(batch_id, BatchStep.REFUSE, problem=_kept(error))


def give_mapping(batch_id: int, mapping: ColumnMapping, *, text: str) -> None:
    """Gives a batch its mapping; it is tried next.

    Args: text: of the mapping, as TOML; empty: the file's own columns are canonical.
    Raises: BatchNotFound; BatchElsewhere: it runs already, or is in.
    """
    take_step(
        batch_id,
        BatchStep.MAP,
        mapping=mapping.name[:80],
        mapping_text=text,
        mapping_sha256=mapping.sha256,
        public_columns=list(mapping.public),
        trial={},
        trial_sha256="",
        problem={},
        rows_done=0,
        rows_total=0,
        beat_at=None,
    )


def note_trial(batch_id: int, trial: Mapping[str, Any], *, mapping_sha256: str) -> None:
    """Says what a dry run found.

    Raises: BatchElsewhere: the mapping was changed meanwhile; what was found is of no use.
    """
    take_step(batch_id, BatchStep.TRY, mapping_sha256, trial=trial, trial_sha256=mapping_sha256)


def fail_trial(batch_id: int, error: QingceError, *, mapping_sha256: str) -> None:
    """Says why a dry run could not end; the mapping is asked for again.

    Raises: BatchElsewhere: the mapping was changed meanwhile.
    """
    take_step(batch_id, BatchStep.FAIL_TRIAL, mapping_sha256, problem=_kept(error))


def queue_batch(batch_id: int, *, expected_mapping: str, at: datetime) -> None:
    """Puts a batch that was tried, or had stopped, into the queue.

    Args: expected_mapping: digest of the mapping that the person saw tried.
    Raises: MappingChanged: somebody changed it since; FileIsIn: another batch brought the same; BatchElsewhere.
    """
    batch = get_batch(batch_id)
    if expected_mapping != batch.mapping_sha256:
        raise MappingChanged(
            f"The columns of batch {batch_id} were changed after the dry run you saw; look at the new one.",
            batch=batch_id,
        )  # fmt: skip
    try:
        with transaction.atomic():
            take_step(batch_id, BatchStep.QUEUE, expected_mapping, queued_at=at, problem={})
    except IntegrityError as error:
        raise _is_in(batch, expected_mapping) from error


def _is_in(batch: BatchRow, mapping_sha256: str) -> FileIsIn:
    same = Batch.objects.filter(sha256=batch.sha256, mapping_sha256=mapping_sha256, area=batch.area)
    other = same.filter(state__in=BINDING).first()
    number = other.pk if other else 0
    return FileIsIn(f"The same file with the same columns is batch {number} already; look there.", batch=number)


def begin_run(batch_id: int, *, at: datetime) -> None:
    """Says that a batch is being written, for the first time or again after it was cut off.

    Raises: BatchElsewhere: it is done, or was discarded.
    """
    take_step(batch_id, BatchStep.RUN, problem={}, rows_done=0, started_at=at, beat_at=at)


def beat(batch_id: int, *, done: int, total: int, at: datetime) -> bool:
    """Says how far the reading, writing or undoing of a batch is.

    Returns: whether it is still wanted: False after somebody discarded it or changed its mapping.
    """
    there = Batch.objects.filter(id=batch_id, state__in=(BatchState.TRYING, BatchState.RUNNING, BatchState.UNDOING))
    return there.update(rows_done=done, rows_total=total, beat_at=at) > 0


def stop_batch(batch_id: int, error: QingceError) -> None:
    """Says why a run stopped; nothing is lost, and it can go on."""
    take_step(batch_id, BatchStep.STOP, problem=_kept(error))


def discard_batch(batch_id: int) -> None:
    """Takes a batch that is not in off the list; what a stopped run had written stays unseen.

    Raises: BatchElsewhere: it is running, or in: then it is undone instead.
    """
    take_step(batch_id, BatchStep.DISCARD)


def take_step(batch_id: int, step: BatchStep, tried: str = "", **changes: object) -> None:
    """Takes a step of a batch if it stands where the step begins.

    Args: tried: and has the mapping with this digest, if one is given. changes: columns that change with the state.
    Raises: BatchNotFound; BatchElsewhere.
    """
    there = Batch.objects.filter(id=batch_id, state__in=MACHINE.sources(step))
    if tried:
        there = there.filter(mapping_sha256=tried)
    if not there.update(state=MACHINE.target(step), **changes):
        raise BatchElsewhere(
            f"Batch {batch_id} is {get_batch(batch_id).state.value} by now; look at where it stands.", batch=batch_id
        )


def _kept(error: QingceError) -> dict[str, Any]:
    """An error as it is kept: told later in the reader's language."""
    params = {name: value if isinstance(value, int) else str(value) for name, value in error.params.items()}
    return {"code": error.code, "detail": error.detail, "params": params}
