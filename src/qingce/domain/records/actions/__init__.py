"""Writing the public database: every write is one function here."""

from qingce.domain.records.actions.answering import (
    answer_request,
    erase_contact,
    erase_old_contacts,
    release_statement,
)
from qingce.domain.records.actions.asking import AskedRequest, add_to_request, ask_correction, problems_of
from qingce.domain.records.actions.asking_rate import note_request, note_try
from qingce.domain.records.actions.changing import (
    CORRECTABLE,
    correct_record,
    hold_record,
    republish_record,
    withdraw_record,
)
from qingce.domain.records.actions.importing import (
    choose_mapping,
    discard_import,
    queue_import,
    queue_restore,
    queue_undo,
    receive_file,
    stop_import,
)
from qingce.domain.records.actions.ingest import MAPPINGS, IngestReport, ingest
from qingce.domain.records.actions.moving import move_record
from qingce.domain.records.actions.redacting import redact_evidence
from qingce.domain.records.actions.releasing import accept_questions, answer_question
from qingce.domain.records.actions.removing import (
    LONGEST_CLAUSES,
    remove_after_notice,
    remove_record,
    restore_record,
)
from qingce.domain.records.actions.synthesizing import (
    LAST_DAY,
    ROWS_PER_FILE,
    Plan,
    ingest_synthetic,
    write_synthetic,
)
from qingce.domain.records.actions.undoing import restore_import, undo_batch

__all__ = [
    "CORRECTABLE",
    "LAST_DAY",
    "LONGEST_CLAUSES",
    "MAPPINGS",
    "ROWS_PER_FILE",
    "AskedRequest",
    "IngestReport",
    "Plan",
    "accept_questions",
    "add_to_request",
    "answer_question",
    "answer_request",
    "ask_correction",
    "choose_mapping",
    "correct_record",
    "discard_import",
    "erase_contact",
    "erase_old_contacts",
    "hold_record",
    "ingest",
    "ingest_synthetic",
    "move_record",
    "note_request",
    "note_try",
    "problems_of",
    "queue_import",
    "queue_restore",
    "queue_undo",
    "receive_file",
    "redact_evidence",
    "release_statement",
    "remove_after_notice",
    "remove_record",
    "republish_record",
    "restore_import",
    "restore_record",
    "stop_import",
    "undo_batch",
    "withdraw_record",
    "write_synthetic",
]
