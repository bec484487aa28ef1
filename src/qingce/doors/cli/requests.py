"""`qingce requests`: the correction requests that wait for an answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from qingce.doors.cli.language import say
from qingce.pure.kernel.requirements import serves

if TYPE_CHECKING:
    from qingce.domain.records.queries import OpenRequest


@serves("REC-2")
@click.command(
    help=say("列出待答复的更正申请，最早到期的在前。", "List the open correction requests, oldest due first.")
)
@click.option("--count", default=20, show_default=True, help=say("最多列出多少个。", "How many at most."))
@click.option(
    "--format", "shape", type=click.Choice(["text", "json"]), default="text", help=say("输出格式。", "Output format.")
)
def requests(*, count: int, shape: str) -> None:
    """Lists the open correction requests, oldest due first; who asked is not told here."""
    from qingce.domain.records.queries import open_requests
    from qingce.shared.parties.queries import SYSTEM

    rows = open_requests(actor=SYSTEM, today=timezone.localdate(), limit=count)
    if shape == "json":
        click.echo(json.dumps([_told(row) for row in rows], ensure_ascii=False))
        return
    if not rows:
        click.echo(_("No correction request waits."))
    for row in rows:
        click.echo("\t".join(str(value) for value in _told(row).values()))


def _told(row: OpenRequest) -> dict[str, str | int]:
    return {
        "reference": row.reference,
        "due_on": str(row.due.on or ""),
        "workdays_left": "" if row.due.workdays_left is None else row.due.workdays_left,
        "kind": row.kind.value,
        "record": row.record_id,
        "title": row.record_title,
    }
