"""What this room does: keep copies and batches, give rejected rows back."""

from __future__ import annotations

from qingce.shared.intake.batches import (
    BatchCounts,
    begin_undoing,
    end_undoing,
    finish_batch,
    lock_batch,
    note_released,
    open_batch,
)
from qingce.shared.intake.copies import save_copy
from qingce.shared.intake.disk import room_on_disk
from qingce.shared.intake.rejects import write_rejects
from qingce.shared.intake.steps import (
    beat,
    begin_run,
    discard_batch,
    fail_trial,
    give_mapping,
    note_inspection,
    note_trial,
    queue_batch,
    receive_batch,
    refuse_batch,
    stop_batch,
)
from qingce.shared.intake.writing_mappings import save_mapping

__all__ = [
    "BatchCounts",
    "beat",
    "begin_run",
    "begin_undoing",
    "discard_batch",
    "end_undoing",
    "fail_trial",
    "finish_batch",
    "give_mapping",
    "lock_batch",
    "note_inspection",
    "note_released",
    "note_trial",
    "open_batch",
    "queue_batch",
    "receive_batch",
    "refuse_batch",
    "room_on_disk",
    "save_copy",
    "save_mapping",
    "stop_batch",
    "write_rejects",
]
