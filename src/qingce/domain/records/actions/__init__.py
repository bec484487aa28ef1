"""Writing the public database: every write is one function here."""

from qingce.domain.records.actions.changing import (
    CORRECTABLE,
    correct_record,
    republish_record,
    withdraw_record,
)
from qingce.domain.records.actions.importing import (
    choose_mapping,
    discard_import,
    queue_import,
    queue_undo,
    receive_file,
    stop_import,
)
from qingce.domain.records.actions.ingest import MAPPINGS, IngestReport, ingest
from qingce.domain.records.actions.moving import move_record
from qingce.domain.records.actions.undoing import undo_batch

__all__ = [
    "CORRECTABLE",
    "MAPPINGS",
    "IngestReport",
    "choose_mapping",
    "correct_record",
    "discard_import",
    "ingest",
    "move_record",
    "queue_import",
    "queue_undo",
    "receive_file",
    "republish_record",
    "stop_import",
    "undo_batch",
    "withdraw_record",
]
