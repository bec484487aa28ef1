"""Writing the public database: every write is one function here."""

from qingce.domain.records.actions.changing import (
    CORRECTABLE,
    correct_record,
    republish_record,
    withdraw_record,
)
from qingce.domain.records.actions.ingest import MAPPINGS, IngestReport, ingest
from qingce.domain.records.actions.moving import move_record
from qingce.domain.records.actions.undoing import undo_batch

__all__ = [
    "CORRECTABLE",
    "MAPPINGS",
    "IngestReport",
    "correct_record",
    "ingest",
    "move_record",
    "republish_record",
    "undo_batch",
    "withdraw_record",
]
