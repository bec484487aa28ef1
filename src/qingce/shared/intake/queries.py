"""What this room answers: tables of a file, mappings, checked columns, saved rows."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from qingce.shared.intake.batch_rows import (
    BatchDetail,
    BatchRow,
    batch_detail,
    batches_by_ids,
    batches_of_file,
    check_batch,
    count_batches,
    get_batch,
    newest_batches,
    queue_place,
)
from qingce.shared.intake.checking import Checked, check_columns
from qingce.shared.intake.copies import copy_path, file_sha256, named_copy, read_row, rejects_files, rejects_folder
from qingce.shared.intake.enums import CAME_IN, BatchState
from qingce.shared.intake.errors import (
    BadMapping,
    BatchNotDone,
    BatchNotFound,
    DiskFull,
    DuplicateColumns,
    EmptyFile,
    LockedFile,
    MissingColumns,
    NothingToRead,
    RowNotSaved,
    TooLarge,
    UnknownFormat,
    UnreadableFile,
)
from qingce.shared.intake.frame_rows import frame_of_texts, problem_list, said_columns, texts_of_rows
from qingce.shared.intake.inspecting import inspect_tables
from qingce.shared.intake.layouts import LeftOut, LeftOutCause
from qingce.shared.intake.mapped import Usable, follows, map_columns, usable_tables
from qingce.shared.intake.mappings import (
    CANONICAL,
    ColumnMapping,
    canonical_mapping,
    load_mapping,
    mapping_names,
    mapping_text,
    parse_mapping,
)
from qingce.shared.intake.models import Batch
from qingce.shared.intake.numbers import Bounds, within
from qingce.shared.intake.problem_logs import ProblemLog
from qingce.shared.intake.proposing import Proposed, Why, propose_columns
from qingce.shared.intake.rejects import rejected_rows, rejects_suffix
from qingce.shared.intake.safe_cells import formula_safe, formula_safe_column
from qingce.shared.intake.tables import (
    MAX_BYTES,
    ROW,
    FileKind,
    Table,
    no_problems,
    problems_frame,
    read_tables,
    recognise,
)
from qingce.shared.intake.transitions import is_step_open
from qingce.shared.intake.writing_mappings import SavedRow, header_key, saved_mapping, saved_mappings, written_mapping

__all__ = [
    "CANONICAL",
    "MAX_BYTES",
    "ROW",
    "BadMapping",
    "BatchDetail",
    "BatchNotDone",
    "BatchNotFound",
    "BatchRow",
    "Bounds",
    "Checked",
    "ColumnMapping",
    "DiskFull",
    "DuplicateColumns",
    "EmptyFile",
    "FileKind",
    "LeftOut",
    "LeftOutCause",
    "LockedFile",
    "MissingColumns",
    "NothingToRead",
    "ProblemLog",
    "Proposed",
    "RowNotSaved",
    "SavedRow",
    "Table",
    "TooLarge",
    "UnknownFormat",
    "UnreadableFile",
    "Usable",
    "Why",
    "batch_detail",
    "batches_by_ids",
    "batches_of_file",
    "canonical_mapping",
    "check_batch",
    "check_columns",
    "copy_path",
    "count_batches",
    "file_sha256",
    "follows",
    "formula_safe",
    "formula_safe_column",
    "frame_of_texts",
    "get_batch",
    "header_key",
    "inspect_tables",
    "is_step_open",
    "last_finished_at",
    "load_mapping",
    "map_columns",
    "mapping_names",
    "mapping_text",
    "named_copy",
    "newest_batches",
    "no_problems",
    "parse_mapping",
    "problem_list",
    "problems_frame",
    "propose_columns",
    "queue_place",
    "read_tables",
    "recognise",
    "rejected_rows",
    "rejects_files",
    "rejects_folder",
    "rejects_suffix",
    "said_columns",
    "saved_mapping",
    "saved_mappings",
    "saved_row",
    "texts_of_rows",
    "unfinished_batches",
    "unseen_batches",
    "usable_tables",
    "within",
    "written_mapping",
]


def last_finished_at() -> datetime | None:
    """When the newest batch was done; None: nothing has come in yet."""
    newest: datetime | None = Batch.objects.aggregate(at=Max("finished_at"))["at"]
    return newest


def unfinished_batches() -> list[tuple[int, str]]:
    """Number and file name of each batch that began and has not ended; the oldest first."""
    return list(Batch.objects.filter(state=BatchState.RUNNING).order_by("pk").values_list("pk", "file_name"))


def unseen_batches(*, but: int) -> list[int]:
    """Batches other than this one that began to be written and did not come in: nobody sees their records."""
    began = Batch.objects.exclude(state__in=CAME_IN).exclude(started_at=None)
    return list(began.exclude(id=but).values_list("pk", flat=True))


def saved_row(batch_id: int, sheet: str, row: int) -> dict[str, str]:
    """The public cells of one row of a batch's file as it came, under the file's own column names; empty ones left out.

    What is public the mapping decided when the file came in; the other columns stay in the saved copy.

    Args: sheet: empty for formats without sheets. row: of the file, the header being row 1.
    Raises: BatchNotFound; RowNotSaved: no such sheet or row.
    """
    batch = Batch.objects.filter(id=batch_id).only("sha256", "public_columns").first()
    if batch is None:
        raise BatchNotFound(f"There is no batch {batch_id}.", batch=batch_id)
    return read_row(batch.sha256, sheet, row, columns=set(batch.public_columns))
