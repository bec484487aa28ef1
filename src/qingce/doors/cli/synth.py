"""`qingce synth`: records of enterprises that do not exist, as many as China has, for trying out and measuring."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from qingce.doors.cli.deciding import deciding
from qingce.doors.cli.ingest import Bar, as_text
from qingce.doors.cli.language import language, say
from qingce.pure.kernel.requirements import serves

if TYPE_CHECKING:
    from qingce.domain.records.actions import Plan

MOST = 100_000_000


@serves("REC-3", "REC-4")
@click.command(
    help=say(
        "生成合成(虚构)企业的记录：默认直接导入只含合成数据的数据库，--to 则写成 CSV 文件。",
        "Make records of enterprises that do not exist: taken into a database that holds nothing real, or written "
        "as CSV with --to.",
    )
)
@click.option(
    "--enterprises", type=click.IntRange(1, MOST), default=1_000, show_default=True, help=say("企业数。", "How many.")
)
@click.option(
    "--records", type=click.IntRange(1, MOST), default=5_000, show_default=True, help=say("记录行数。", "Rows in all.")
)
@click.option(
    "--seed", default=1, show_default=True, help=say("同一数得同样的行。", "The same rows for the same number.")
)
@click.option(
    "--to",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help=say("写入此 CSV 文件，不导入。", "Write this CSV file; take nothing in."),
)
@click.option(
    "--rows-per-file",
    type=click.IntRange(1),
    help=say("每个文件多少行。", "Rows of each file; taken in: 500000, written: all in one."),
)
@click.option(
    "--by", default="command line", help=say("导入人，随批次保存。", "Who brings the records; kept with the batch.")
)
def synth(*, enterprises: int, records: int, seed: int, file: Path | None, rows_per_file: int | None, by: str) -> None:
    """Makes records of enterprises that do not exist, the same ones for the same seed."""
    from qingce.domain.records.actions import LAST_DAY, Plan

    plan = Plan(enterprises, records, seed, min(LAST_DAY, timezone.localdate()))
    if file:
        _write(plan, file, rows_per_file or 0)
    else:
        _take_in(plan, rows_per_file, by=by)


def _write(plan: Plan, path: Path, rows_per_file: int) -> None:
    from qingce.domain.records.actions import write_synthetic

    with ExitStack() as stack:
        files = list(write_synthetic(plan, path, rows_per_file=rows_per_file, progress=Bar(stack, path.name)))
    for file in files:
        click.echo(_("Written: %(file)s") % {"file": file})


def _take_in(plan: Plan, rows_per_file: int | None, *, by: str) -> None:
    from qingce.domain.records.actions import ROWS_PER_FILE, ingest_synthetic

    with ExitStack() as stack:
        reports = ingest_synthetic(
            plan,
            actor=deciding(by),
            at=timezone.now(),
            rows_per_file=rows_per_file or ROWS_PER_FILE,
            language=language(),
            progress=lambda name: Bar(stack, name),
        )
        for report in reports:
            click.echo(as_text(report))
