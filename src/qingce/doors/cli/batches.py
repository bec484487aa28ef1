"""`qingce batches`, `undo`: the files taken in, and one of them taken back."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from qingce.doors.cli.change import by_option, reason_option, second_option
from qingce.doors.cli.deciding import deciding_together
from qingce.doors.cli.language import say
from qingce.pure.kernel.requirements import serves

if TYPE_CHECKING:
    from qingce.domain.records.queries import Depending
    from qingce.shared.intake.queries import BatchRow


@serves("REC-3")
@click.command(help=say("列出导入的批次，最新的在前。", "List the files taken in, the newest first."))
@click.option("--count", default=20, show_default=True, help=say("最多列出多少个。", "How many at most."))
@click.option(
    "--format", "shape", type=click.Choice(["text", "json"]), default="text", help=say("输出格式。", "Output format.")
)
def batches(*, count: int, shape: str) -> None:
    """Lists the files taken in, the newest first."""
    from qingce.shared.intake.queries import newest_batches
    from qingce.shared.parties.queries import SYSTEM

    rows = newest_batches(count, actor=SYSTEM)
    if shape == "json":
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, default=str))
        return
    if not rows:
        click.echo(_("No file was taken in yet; bring one in with `qingce ingest FILE`."))
    for row in rows:
        click.echo(_line(row))


def _line(row: BatchRow) -> str:
    counts = _("%(read)d rows, %(new)d new, %(known)d known, %(rejected)d rejected") % {
        "read": row.rows_read,
        "new": row.rows_new,
        "known": row.rows_known,
        "rejected": row.rows_rejected,
    }
    began = f"{timezone.localtime(row.started_at):%Y-%m-%d %H:%M}" if row.started_at else "—"
    return f"{row.id}\t{began}\t{row.state.label}\t{row.file_name}\t{row.brought_by}\t{counts}"


@serves("REC-3", "REC-10")
@click.command(
    help=say(
        "撤销一个批次：只由它带来的记录移出公开列表，各说明理由；再次导入该文件即可恢复。",
        "Undo BATCH: records that only it brought leave the public list, each with the reason; bringing the file in "
        "again puts them back.",
    )
)
@click.argument("batch", type=int)
@by_option
@second_option
@reason_option
@click.option("--yes", is_flag=True, help=say("不再询问。", "Do not ask."))
def undo(batch: int, *, by: str, second: str, reason: str, yes: bool) -> None:
    """Undoes BATCH: records that only it brought leave the public list, each with the reason."""
    from qingce.domain.records.actions import undo_batch
    from qingce.domain.records.queries import depending_on
    from qingce.shared.intake.queries import get_batch

    file_name = get_batch(batch).file_name
    click.echo(_("Batch %(number)d is the file %(file)s.") % {"number": batch, "file": file_name})
    _tell(depending_on(batch))
    if not yes:
        click.confirm(_("Undo it?"), abort=True)
    count = undo_batch(batch, actor=deciding_together(by, second), reason=reason, at=timezone.now())
    click.echo(_("Batch %(number)d is undone: %(count)d records are withdrawn.") % {"number": batch, "count": count})


def _tell(found: Depending) -> None:
    click.echo(
        _("%(leaving)d records of %(enterprises)d enterprises leave the public list; %(corrected)d were corrected.")
        % asdict(found)
    )
    if found.staying:
        click.echo(_("%(staying)d records stay: another file brought them as well.") % asdict(found))
    if found.withdrawn:
        click.echo(_("%(withdrawn)d records are withdrawn already, for reasons of their own.") % asdict(found))
    if found.removed:
        click.echo(_("%(removed)d records were removed after review, and stay so.") % asdict(found))
