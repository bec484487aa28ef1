"""What this room does: keep copies and batches, give rejected rows back."""

from __future__ import annotations

from qingce.shared.intake.batches import BatchCounts, begin_undoing, end_undoing, finish_batch, open_batch
from qingce.shared.intake.copies import save_copy
from qingce.shared.intake.rejects import write_rejects

__all__ = [
    "BatchCounts",
    "begin_undoing",
    "end_undoing",
    "finish_batch",
    "open_batch",
    "save_copy",
    "write_rejects",
]
