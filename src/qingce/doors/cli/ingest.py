"""`qingce ingest`: a file of records into the database."""

from __future__ import annotations

import json
import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.termui import progressbar
from django.utils import timezone
from django.utils.translation import gettext as _

from qingce.doors.cli.deciding import deciding
from qingce.doors.cli.ingest_mapping import Wish, proposed_mapping, said_constants
from qingce.doors.cli.language import language, say
from qingce.pure.kernel.requirements import serves
from qingce.pure.kernel.wording import short

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from qingce.domain.records.actions import IngestReport
    from qingce.shared.intake.enums import Problem

SHOWN = 20


@serves("REC-1", "REC-2", "REC-3", "REC-4", "REC-5")
@click.command(
    help=say(
        "导入一个 CSV、XLSX、DOCX、PDF 或 JSON Lines 文件；不能导入的行逐行说明原因。",
        "Take a CSV, XLSX, DOCX, PDF or JSON Lines FILE of records in; rows that cannot be are listed with the reason.",
    )
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    default="",
    help=say(
        "列对应关系的名称或文件；不给而列名不是本系统字段名时，由系统提出并询问。",
        "Name or file of a mapping; none, and columns not named as ours: one is proposed, and asked about.",
    ),
)
@click.option(
    "--by", default="command line", help=say("导入人，随批次保存。", "Who brings the file; kept with the batch.")
)
@click.option("--dry-run", is_flag=True, help=say("只检查，不写入。", "Check only; write nothing."))
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    help=say("退回行写入的文件。", "File for the rejected rows."),
)
@click.option("--yes", is_flag=True, help=say("不询问，采用提出的对应关系。", "Take the proposed mapping unasked."))
@click.option(
    "--set",
    "constants",
    multiple=True,
    metavar="NAME=VALUE",
    help=say("整份文件共有的内容，例如 type=supervision。", "What the whole file shares, such as type=supervision."),
)
@click.option(
    "--save-mapping",
    default="",
    metavar="TITLE",
    help=say("把提出的对应关系以此名称存下，供大家使用。", "Keep the proposed mapping under this title for everybody."),
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def ingest(  # noqa: PLR0913  # one for each option
    file: Path,
    *,
    mapping: str,
    by: str,
    dry_run: bool,
    rejects: Path | None,
    yes: bool,
    constants: tuple[str, ...],
    save_mapping: str,
    form: str,
) -> None:
    """Takes a CSV, XLSX, DOCX, PDF or JSON Lines FILE of records in; rows that cannot be are listed with the reason."""
    from qingce.domain.records.actions import ingest as take_in
    from qingce.shared.intake.queries import ColumnMapping, MissingColumns

    def taken(rules: str | ColumnMapping) -> IngestReport:
        with ExitStack() as stack:
            return take_in(
                file,
                mapping=rules,
                actor=deciding(by),
                at=timezone.now(),
                language=language(),
                dry_run=dry_run,
                rejects=rejects,
                progress=Bar(stack, file.name),
            )

    if mapping and (constants or save_mapping):
        raise click.UsageError(
            say("--set 和 --save-mapping 不能与 --mapping 同用。", "--set and --save-mapping do not go with --mapping.")
        )
    wish = Wish(yes, save_mapping, said_constants(constants))
    try:
        report = taken(mapping)
    except MissingColumns:  # told before anything is written
        if mapping:
            raise
        report = taken(proposed_mapping(file, wish, by=by))
    click.echo(json.dumps(asdict(report), ensure_ascii=False) if form == "json" else as_text(report))


class Bar:
    """A progress bar that appears with the first rows."""

    def __init__(self, stack: ExitStack, label: str) -> None:
        self._stack = stack
        self._label = label
        self._bar: ProgressBar[int] | None = None

    def __call__(self, done: int, total: int) -> None:
        if self._bar is None:
            bar = progressbar(length=total, label=self._label, file=sys.stderr, show_pos=True)
            self._bar = self._stack.enter_context(bar)
        self._bar.update(done - self._bar.pos)


def as_text(report: IngestReport) -> str:
    """What became of a file, for people."""
    if report.batch_id is None:
        return "\n".join([_checked_only(report), _held(report), *_not_read(report), *_problems(report)])
    counts = _("%(read)d rows read: %(new)d new, %(known)d already known, %(rejected)d rejected.") % {
        "read": report.rows_read,
        "new": report.rows_new,
        "known": report.rows_known,
        "rejected": report.rows_rejected,
    }
    lines = [counts, _held(report)]
    if report.was_known:
        lines.append(_("This file was taken in before with the same mapping; nothing was added."))
    return "\n".join([*lines, *_not_read(report), *_problems(report)])


def _held(report: IngestReport) -> str:
    return _("Rows that wait for a person to say whom they are about: %(held)d.") % {"held": report.rows_held}


def _not_read(report: IngestReport) -> list[str]:
    told = {
        _("Sheets left out, as they hold something else: %(names)s"): report.left_out,
        _("Columns not read, as they are none of ours: %(names)s"): report.ignored,
    }
    return [text % {"names": ", ".join(name[:40] for name in names)} for text, names in told.items() if names]


def _checked_only(report: IngestReport) -> str:
    return _("Checked only, nothing written: %(good)d of %(read)d rows can be taken in, %(rejected)d cannot.") % {
        "good": report.rows_read - report.rows_rejected,
        "read": report.rows_read,
        "rejected": report.rows_rejected,
    }


def _problems(report: IngestReport) -> list[str]:
    lines = [_problem(problem) for problem in report.problems[:SHOWN]]
    if len(report.problems) > SHOWN:
        rest = Counter(short(problem.code, language()) for problem in report.problems[SHOWN:])
        lines.append("… " + ", ".join(f"{words} × {count}" for words, count in rest.most_common()))
    return lines


def _problem(problem: Problem) -> str:
    where = " ".join(filter(None, (_("row %(row)d") % {"row": problem.row}, problem.column)))
    return f"  {where}: {problem.detail}"
