"""Looking into, trying and writing a batch whose file is kept: what the worker does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate

from qingce.domain.records.actions.file_rows import FileRows, Findings, ProblemGroup
from qingce.domain.records.actions.ingest import Progress, give_back, publish_batch, write_tables
from qingce.domain.records.actions.trying import Sample, try_tables
from qingce.domain.records.enums import FIELDS
from qingce.shared.intake.actions import begin_run, note_inspection, note_trial, save_copy
from qingce.shared.intake.enums import BatchState, Problem
from qingce.shared.intake.queries import (
    BatchDetail,
    ColumnMapping,
    Usable,
    batch_detail,
    get_batch,
    inspect_tables,
    named_copy,
    parse_mapping,
    read_tables,
    rejects_folder,
    rejects_suffix,
    usable_tables,
)
from qingce.shared.parties.queries import SYSTEM


class NotWanted(Exception):  # no error: somebody stopped the work, or asked for another
    """The batch was stopped, discarded or mapped anew while it was worked on."""


@dataclass(frozen=True)
class _Opened:
    """A batch's file, read: the tables that its mapping can follow, and how their rows are read."""

    usable: Usable
    rows: FileRows

    @property
    def total(self) -> int:
        return sum(table.height for table in self.usable.tables)


def batch_mapping(batch: BatchDetail) -> ColumnMapping:
    """The mapping that a batch keeps."""
    return parse_mapping(batch.mapping_text, name=batch.row.mapping, fields=FIELDS)


def inspect_batch(batch_id: int) -> None:
    """Reads a batch's file and notes what it holds; its rows are kept for quick reading.

    Raises: what `read_tables` raises; BatchNotFound.
    """
    batch = get_batch(batch_id)
    if batch.state != BatchState.RECEIVED:
        return
    with named_copy(batch.sha256, batch.file_name) as path:
        tables = read_tables(path, language=batch.language)
        save_copy(path, tables)
    note_inspection(batch_id, inspect_tables(tables))


def try_batch(batch_id: int, *, mapping_sha256: str, at: datetime, progress: Progress) -> None:
    """Tries a batch with its mapping and notes what it found; rejected rows are written for download.

    Raises: errors of `intake`: the mapping does not fit the file; BatchElsewhere: the mapping is another by now.
    """
    batch = batch_detail(batch_id, actor=SYSTEM)
    if batch.row.mapping_sha256 != mapping_sha256:
        return
    with _opened(batch, at=at) as opened:
        trial = try_tables(opened.usable.tables, opened.rows, at=at, progress=progress)
        _write_rejects(batch, opened)
        noted = asdict(trial) | {
            "groups": [_with_heading(each, opened.rows.rules) for each in opened.rows.findings.sorted_groups()],
            "problems": [_with_heading(each, opened.rows.rules) for each in opened.rows.findings.problems],
            "left_out": list(opened.usable.left_out),
            "tried_at": at.isoformat(),
        }
        for fate in ("new", "known", "held"):
            noted[fate] = [_plain(sample) for sample in getattr(trial, fate)]
        note_trial(batch_id, noted, mapping_sha256=mapping_sha256)


def run_batch(batch_id: int, *, at: datetime, progress: Progress) -> None:
    """Writes a batch and shows its records; one that was cut off goes on, one that is in stays as it is.

    Raises: errors of `intake`: the file cannot be read any more; BatchElsewhere: it is in, or was discarded.
    """
    begin_run(batch_id, at=at)
    batch = batch_detail(batch_id, actor=SYSTEM)
    with _opened(batch, at=at) as opened:
        write_tables(batch_id, opened.usable.tables, opened.rows, at=at, progress=progress)
        _write_rejects(batch, opened)
        publish_batch(batch_id, rows_read=opened.total, rows_rejected=opened.rows.findings.rejected, at=at)


@contextmanager
def _opened(batch: BatchDetail, *, at: datetime) -> Iterator[_Opened]:
    rules = batch_mapping(batch)
    language = batch.row.language
    with named_copy(batch.row.sha256, batch.row.file_name) as path:
        usable = usable_tables(read_tables(path, language=language), rules, FIELDS)
        yield _Opened(usable, FileRows(rules, localdate(at), language, Findings(keeps_all=True), area=batch.row.area))


def _write_rejects(batch: BatchDetail, opened: _Opened) -> None:
    folder = rejects_folder(batch.row.id)
    shutil.rmtree(folder, ignore_errors=True)
    if not opened.rows.findings.rejected:
        return
    folder.mkdir(parents=True)
    suffix = rejects_suffix(opened.usable.tables[0].kind)
    word = "退回行" if batch.row.language == "zh" else "rejected"
    stem = Path(batch.row.file_name).stem[:60] or "file"
    give_back(opened.usable.tables, opened.rows, folder / f"{stem}-{word}{suffix}")


def _plain(sample: Sample) -> dict[str, Any]:
    return asdict(sample) | {"dated": sample.dated.isoformat() if sample.dated else ""}


def _with_heading(told: Problem | ProblemGroup, rules: ColumnMapping) -> dict[str, Any]:
    """What is wrong with rows, with the heading that its column has in the file."""
    return asdict(told) | {"heading": rules.heading_of(told.column) if told.column else ""}
