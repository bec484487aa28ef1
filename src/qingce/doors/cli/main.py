"""`qingce …`: every command, found in one table and imported only when it is used.

`qingce --help` imports nothing but this file and click. A command module may import its rooms inside the command
function: by then Django is set up, unless the table says that it does not need it.
"""

from __future__ import annotations

import copy
import gc
import os
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click

from qingce.doors.cli.errors import CommandMissing, DatabaseNotReady
from qingce.doors.cli.giving_way import giving_way
from qingce.doors.cli.language import choose_language, language, say
from qingce.doors.cli.messages import sentence
from qingce.pure.kernel.errors import QingceError


@dataclass(frozen=True, slots=True)
class Entry:
    """One command: where it is, its line in the list of commands, and whether it lets pages go first."""

    target: str
    zh: str
    en: str
    needs_django: bool = True
    gives_way: bool = False


COMMANDS = {
    "serve": Entry(
        "qingce.doors.cli.serve:serve", "启动网站和后台工作。", "Serve the pages and do background work.", False
    ),
    "work": Entry("qingce.doors.cli.work:work", "只做后台工作。", "Do background work only."),
    "ingest": Entry("qingce.doors.cli.ingest:ingest", "导入表格文件。", "Bring a table file in.", gives_way=True),
    "mappings": Entry("qingce.doors.cli.mappings:mappings", "列出列对应关系。", "List the mappings of columns."),
    "batches": Entry("qingce.doors.cli.batches:batches", "列出导入的批次。", "List the files taken in."),
    "undo": Entry(
        "qingce.doors.cli.batches:undo", "撤销一个导入批次。", "Undo a file that was taken in.", gives_way=True
    ),
    "search": Entry("qingce.doors.cli.search:search", "检索记录。", "Search the records."),
    "correct": Entry("qingce.doors.cli.change:correct", "更正一条记录。", "Correct a record."),
    "move": Entry("qingce.doors.cli.change:move", "把记录移到另一企业。", "Move a record to another enterprise."),
    "merge": Entry("qingce.doors.cli.families:merge", "认定两家企业是同一家。", "Say that two enterprises are one."),
    "split": Entry("qingce.doors.cli.families:split", "拆分合并过的企业。", "Set apart what was merged."),
    "withdraw": Entry("qingce.doors.cli.change:withdraw", "撤下一条记录。", "Withdraw a record."),
    "republish": Entry(
        "qingce.doors.cli.change:republish", "重新公开一条撤下的记录。", "Publish a withdrawn record again."
    ),
    "rename": Entry("qingce.doors.cli.change:rename", "登记企业更名。", "Note an enterprise's new name."),
    "staff": Entry("qingce.doors.cli.staff:staff", "管理工作人员。", "Who works in the office."),
    "review": Entry("qingce.doors.cli.review:review", "列出待确认的企业匹配问题。", "List the rows of doubt."),
    "answer": Entry("qingce.doors.cli.review:answer", "回答一个企业匹配问题。", "Say whom rows of doubt are about."),
    "requests": Entry(
        "qingce.doors.cli.requests:requests", "列出待答复的更正申请。", "List the open correction requests."
    ),
    "mail": Entry("qingce.doors.cli.mail:mail", "检查邮件设置。", "Try the mail settings."),
    "bounce": Entry("qingce.doors.cli.mail:bounce", "登记一份退信报告。", "Take in a letter that came back."),
    "verify": Entry(
        "qingce.doors.cli.verify:verify", "离线核验账本的文件。", "Check files of the ledger, offline.", False
    ),
    "story": Entry(
        "qingce.doors.cli.story:story",
        "从账本读出一条记录的始末。",
        "Read a record's story from the ledger alone.",
        False,
    ),
    "verify-draw": Entry(
        "qingce.doors.cli.verify_draw:verify_draw", "离线重做一次随机抽取。", "Hold a draw again, offline.", False
    ),
    "doctor": Entry(
        "qingce.doors.cli.index:doctor", "检查并修复不一致。", "Find and mend differences between the parts."
    ),
    "reindex": Entry(
        "qingce.doors.cli.index:reindex", "重建检索索引。", "Build the search index anew.", gives_way=True
    ),
    "files": Entry("qingce.doors.cli.files:files", "核查保存的文件。", "Check the files that were handed in."),
    "ledger": Entry(
        "qingce.doors.cli.ledger:ledger", "管理公开账本：密钥、核查、取回。", "Look after the public ledger.", False
    ),
    "rules": Entry(
        "qingce.doors.cli.rules:rules", "管理规则：发布、列出、比较。", "Release, list and compare rules.", False
    ),
    "decide": Entry(
        "qingce.doors.cli.decide:decide", "按规则判定，说明全部理由。", "Decide by a rulebook, with all reasons.", False
    ),
    "cleaner": Entry(
        "qingce.doors.cli.cleaner:cleaner", "清洁生产：公开情况和合计。", "Cleaner production: matrix and totals."
    ),
    "demo": Entry("qingce.doors.cli.demo:demo", "导入真实样例数据(只导入一次)。", "Take the real sample in, once."),
    "demo-code": Entry(
        "qingce.doors.cli.demo:demo_code", "演示账号的六位动态码。", "Six digits for the demo's log-in."
    ),
    "synth": Entry(
        "qingce.doors.cli.synth:synth",
        "生成合成(虚构)企业的记录。",
        "Make synthetic records, by the million.",
        gives_way=True,
    ),
    "witness": Entry(
        "qingce.doors.cli.witness:witness", "见证他人的账本。", "Witness the ledger of another site.", False
    ),
    "docs": Entry("qingce.doors.cli.docs:docs", "生成参考文档。", "Write the generated documentation."),
}


def start_django() -> None:
    """Set Django up, speaking the person's language."""
    import django
    from django.utils import translation

    gc.disable()  # what is made now stays as long as the process: to look for garbage in it takes a fifth of the start
    django.setup()
    gc.freeze()
    gc.enable()
    translation.activate("zh-hans" if language() == "zh" else "en")


class Commands(click.Group):
    """The commands of the table."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's
        """Every name that is installed, in the table's order."""
        return [name for name, entry in COMMANDS.items() if find_spec(entry.target.partition(":")[0])]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's
        """The command, imported now."""
        entry = COMMANDS.get(cmd_name)
        return _load(cmd_name, entry) if entry else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands from the table alone."""
        with formatter.section(say("命令", "Commands")):
            formatter.write_dl([(name, say(COMMANDS[name].zh, COMMANDS[name].en)) for name in self.list_commands(ctx)])

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """What this program is."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(
                say("清册：企业环境监管信息公开平台。", "Qingce: public environmental records of enterprises.")
            )

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an error that a person can put right is one line and exit code 2."""
        try:
            return super().invoke(ctx)
        except QingceError as error:
            click.echo(sentence(error), err=True)
            ctx.exit(2)


def _load(name: str, entry: Entry) -> click.Command:
    module, _, function = entry.target.partition(":")
    try:
        command: click.Command = getattr(import_module(module), function)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise CommandMissing(name) from None
    return _with_django(command, gives_way=entry.gives_way) if entry.needs_django else command


def _with_django(command: click.Command, *, gives_way: bool) -> click.Command:
    """The same command, with Django set up once its arguments are read (so that its --help is quick)."""
    inner = command.callback

    def callback(*args: Any, **kwargs: Any) -> Any:
        start_django()
        with giving_way() if gives_way else nullcontext():
            return _checking_the_database(inner, *args, **kwargs) if inner else None

    wrapped = copy.copy(command)
    wrapped.callback = callback
    return wrapped


def _checking_the_database(inner: Any, *args: Any, **kwargs: Any) -> Any:
    """Run a command; if the database fails because it is not set up, say that."""
    from django.db import DatabaseError

    try:
        return inner(*args, **kwargs)
    except DatabaseError:
        missing = _missing_migrations()
        if missing:
            raise DatabaseNotReady(missing) from None
        raise


def _missing_migrations() -> int:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _choose(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    choose_language(value or "")


def _version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version

        click.echo(f"qingce {version('qingce')}")
        ctx.exit()


@click.group(cls=Commands)
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    is_eager=True,
    expose_value=False,
    callback=_choose,
    help="语言 / language",
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="版本 / version")
def main() -> None:
    """Run one command of the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingce.config.settings")


if __name__ == "__main__":
    sys.exit(main())
