"""`qingce ledger …`: a key for it, its whole audit, and going on after a restore."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qingce.doors.cli.language import counted, say

if TYPE_CHECKING:
    from qingce.shared.ledger.enums import Difference

SHOWN = 20


@click.group(help=say("管理公开账本。", "Look after the public ledger."))
def ledger() -> None:
    """Commands about the public ledger."""


@ledger.command(
    help=say(
        "生成一把签署检查点的密钥。NAME 是账本的名称，例如 qingce.example.org/ledger。",
        "Make a key that signs checkpoints. NAME is the ledger's name, such as qingce.example.org/ledger.",
    )
)
@click.argument("name")
def key(name: str) -> None:
    """Needs no settings: it is what they are made of."""
    from qingce.pure.merkle.notes import new_signer

    made = new_signer(name)
    told = say("公开这一行，供所有人核验：", "Publish this line; everybody checks with it:")
    click.echo(f"{told} {made.verifier.written}", err=True)
    click.echo(f"QINGCE_LEDGER_KEY={made.written}")


@ledger.command(
    help=say(
        "从数据库重新计算整个账本，指出第一个不同之处。没有不同时退出码为 0，否则为 1。",
        "Compute the whole ledger anew from the database and name the first entry that differs. Exit code 0: none.",
    )
)
@click.option(
    "--entries-only",
    is_flag=True,
    help=say("不与记录和企业对照。", "Do not compare with records and enterprises."),
)
@click.pass_context
def audit(ctx: click.Context, *, entries_only: bool) -> None:
    """The log first, then what it is about."""
    from qingce.doors.cli.main import start_django

    start_django()
    from qingce.shared.ledger.queries import audit_log, audit_rows

    found = audit_log()
    differences = list(found.differences)
    if not entries_only:
        differences += audit_rows()
    click.echo(
        say(
            f"已核查 {found.entries} 条条目、{found.checkpoints} 个检查点。",
            f"Looked at {counted(found.entries, 'entry', 'entries')} and {counted(found.checkpoints, 'checkpoint')}.",
        )
    )
    if found.lost:
        click.echo(
            say(
                f"其中 {found.lost} 条是恢复数据库后从已公布的文件取回的，行与文字已不在。",
                f"{found.lost} of them came back from the published files after a restore, without rows and words.",
            )
        )
    for each in differences[:SHOWN]:
        click.echo(_line(each))
    if len(differences) > SHOWN:
        more = len(differences) - SHOWN
        click.echo(say(f"另有 {more} 处不同。", f"{more} more {'differs' if more == 1 else 'differ'}."))
    if differences:
        ctx.exit(1)
    click.echo(say("没有不同。", "Nothing differs."))


@ledger.command(
    help=say(
        "数据库恢复到较早的状态之后：从已公布的文件取回缺少的条目，账本得以继续。",
        "After the database was restored to an earlier state: take the missing entries over from the published files.",
    )
)
def recover() -> None:
    """What the lost acts did is not brought back; the audit names it."""
    from qingce.doors.cli.main import start_django

    start_django()
    from django.utils import timezone

    from qingce.shared.ledger.actions import recover_entries

    count = recover_entries(at=timezone.now())
    click.echo(
        say(
            f"已取回 {count} 条条目；账本可以继续。请运行 `qingce ledger audit`，查看哪些行为的结果需要重做。",
            f"{counted(count, 'entry', 'entries')} came back; the ledger goes on. `qingce ledger audit` names what has "
            "to be done again.",
        )
    )


def _line(difference: Difference) -> str:
    where = say("无条目", "no entry")
    if difference.number is not None:
        where = say(f"第 {difference.number} 条", f"entry {difference.number}")
    subject = " {} {}".format(*difference.subject) if difference.subject else ""
    return f"{where}{subject}: {difference.fault.label}"
