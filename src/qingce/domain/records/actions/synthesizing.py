"""Synthetic records: as files, or straight into the intake of a database that holds nothing real."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from qingce.domain.enterprises.queries import holds_real_enterprises
from qingce.domain.records.actions.ingest import IngestReport, ingest
from qingce.domain.records.synthetic.files import write_files as write_synthetic
from qingce.domain.records.synthetic.pieces import LAST_DAY, Plan
from qingce.pure.kernel.errors import QingceError
from qingce.shared.parties.enums import Actor

__all__ = ["LAST_DAY", "Plan", "RealRecordsHere", "ingest_synthetic", "write_synthetic"]
ROWS_PER_FILE = 500_000

Progress = Callable[[int, int], None]


class RealRecordsHere(QingceError):
    """The database holds records of real enterprises; invented ones never stand beside them."""

    code = "real-records-here"


def ingest_synthetic(
    plan: Plan,
    *,
    actor: Actor,
    at: datetime,
    rows_per_file: int = ROWS_PER_FILE,
    language: str = "zh",
    progress: Callable[[str], Progress] = lambda _file: lambda _done, _total: None,
) -> Iterator[IngestReport]:
    """Makes the rows of a plan and takes them in, file by file, as any other file.

    What was cut off goes on when the same plan is asked for again: the files are the same ones.

    Args: at: days after it are refused, so the plan must end before. progress: given a file's name, is told of it.
    Returns: a report as soon as its file is in.
    Raises: RealRecordsHere; what `ingest` raises.
    """
    check_nothing_real()
    with TemporaryDirectory(dir=settings.HOME, prefix="synthetic-") as folder:
        path = Path(folder) / f"synthetic-{plan.enterprises}-{plan.records}-{plan.seed}.csv"
        for file in write_synthetic(plan, path, rows_per_file=rows_per_file):
            yield ingest(file, mapping="", actor=actor, at=at, language=language, progress=progress(file.name))
            file.unlink()


def check_nothing_real() -> None:
    """Whether all that the database holds is synthetic.

    Raises: RealRecordsHere.
    """
    if holds_real_enterprises():  # every record is about one, and as real as it
        raise RealRecordsHere(
            "This database holds records of real enterprises; synthetic ones are taken into a database of their own "
            "only. Set QINGCE_HOME or QINGCE_DATABASE_URL to another one, or write a file with --to."
        )
