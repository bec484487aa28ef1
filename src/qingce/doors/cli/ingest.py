"""`qingce ingest`: a file of records into the database."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.termui import progressbar
from django.utils import timezone
from django.utils.translation import gettext as _

from qingce.pure.kernel.requirements import serves

if TYPE_CHECKING:
    from qingce.domain.records.actions import IngestReport
    from qingce.shared.intake.enums import Problem

SHOWN = 20


@serves("REC-1", "REC-2", "REC-5")
@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", default="", help="Name or file of a mapping; none: the columns have our names.")
@click.option("--by", default="command line", help="Who brings the file; kept with the batch.")
@click.option("--dry-run", is_flag=True, help="Check only; write nothing.")
@click.option("--rejects", type=click.Path(dir_okay=False, path_type=Path), help="File for the rejected rows.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def ingest(file: Path, *, mapping: str, by: str, dry_run: bool, rejects: Path | None, form: str) -> None:
    """Takes a CSV, XLSX or JSON Lines FILE of records in; rows that cannot be are listed with the reason."""
    from qingce.domain.records.actions import ingest as take_in

    at = timezone.now()
    with progressbar(length=0, label=file.name, file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        report = take_in(
            file,
            mapping=mapping,
            by=by,
            at=at,
            today=timezone.localdate(at),
            dry_run=dry_run,
            rejects=rejects,
            progress=show,
        )
    click.echo(json.dumps(asdict(report), ensure_ascii=False) if form == "json" else _as_text(report))


def _as_text(report: IngestReport) -> str:
    counts = _("%(read)d rows read: %(new)d new, %(known)d already known, %(rejected)d rejected.") % {
        "read": report.rows_read,
        "new": report.rows_new,
        "known": report.rows_known,
        "rejected": report.rows_rejected,
    }
    lines = [counts]
    if report.was_known:
        lines.append(_("This file was taken in before with the same mapping; nothing was added."))
    lines += [_problem(problem) for problem in report.problems[:SHOWN]]
    if len(report.problems) > SHOWN:
        rest = Counter(problem.code for problem in report.problems[SHOWN:])
        lines.append("… " + ", ".join(f"{code} × {count}" for code, count in rest.most_common()))
    return "\n".join(lines)


def _problem(problem: Problem) -> str:
    where = _("row %(row)d") % {"row": problem.row}
    return f"  {where} {problem.column}: {problem.detail}"
